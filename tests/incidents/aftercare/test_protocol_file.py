"""A protocol file says in which line it is wrong, and why."""

import json

import pytest
from jsonschema import Draft202012Validator
from tests.incidents.aftercare.protocols import DEFAULT, without

from spreekkamer.incidents.aftercare import protocol_file
from spreekkamer.incidents.aftercare.protocol import judge
from spreekkamer.incidents.yaml_file import FileError


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_default_protocol_is_sound_and_so_is_its_schema() -> None:
    assert protocol_file.read(DEFAULT).step("care_talk")
    Draft202012Validator.check_schema(json.loads((protocol_file.DATA / "protocol.schema.json").read_text()))


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("within: 72 hours", "within: 72 uur", "within: 72 uur", "72 uur"),
        ("who: manager", "who: baas", "who: baas", "baas"),
        ("from_severity: 3", "from_severity: hoog", "from_severity: hoog", "hoog"),
        ("    help: Ook", "    hulp: Ook", "  - key: victim_support", "hulp"),
        ("- key: doctor", "- key: police", "- key: police\n    title: Vraag", "police"),
        ("after: reported", "after: meting", "after: meting", "meting"),
        ("records: view", "records: done", "steps:", "records: view"),
        ('closes: "17:00"', 'closes: "08:00"', 'closes: "08:00"', "09:00|later|eerder|dicht"),
        ('in_force_from: "2026-01-01"', 'in_force_from: "2026-02-30"', 'in_force_from: "2026-02-30"', "2026-02-30"),
        ("keep_months: 12", "keep_months: 600", "keep_months: 600", "600"),
        ("source: arbowet-3", "source: mijn-wet", "source: mijn-wet", "mijn-wet"),
        ("schema: 1", "schema: 1\nschema: 1", "schema: 1\nversion", "schema"),
        ("office:\n", "office\n", "office\n", ""),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(old: str, new: str, at: str, says: str) -> None:
    text = DEFAULT.replace(old, new, 1)
    with pytest.raises(FileError) as caught:
        protocol_file.read(text)
    problems = caught.value.problems
    assert any(abs(problem.line - line_of(text, at)) <= (1 if old.startswith("office") else 0) for problem in problems)
    assert any(each in str(caught.value) for each in says.split("|")), str(caught.value)


def test_all_mistakes_are_told_at_once() -> None:
    text = DEFAULT.replace("within: 72 hours", "within: soon").replace("who: coordinator", "who: nobody")
    with pytest.raises(FileError) as caught:
        protocol_file.read(text)
    assert len(caught.value.problems) == 4


@pytest.mark.parametrize(
    "text", ["", "\x00", "just words", "- a\n- list", "a: &x [*x]", "{", "a: !!python/object:os.x {}"]
)
def test_what_is_no_protocol_at_all_is_refused(text: str) -> None:
    with pytest.raises(FileError):
        protocol_file.read(text)


def test_a_step_that_waits_for_itself_is_refused() -> None:
    text = DEFAULT.replace("after: happened\n    within: 2 hours", "after: first_talk\n    within: 2 hours").replace(
        "after: happened\n    within: 24 hours", "after: first_care\n    within: 24 hours"
    )
    with pytest.raises(FileError):
        protocol_file.read(text)


def test_leaving_a_step_out_is_a_municipality_s_own_choice() -> None:
    assert protocol_file.read(without(DEFAULT, "debrief")).step("debrief") is None


@pytest.mark.parametrize(
    ("ticked", "severity", "kinds"),
    [
        (["rude"], 1, ("verbal",)),
        (["rude", "insult"], 2, ("verbal",)),
        (["insult", "discrimination"], 3, ("verbal", "discrimination")),
        (["threat", "serious_threat", "damage"], 4, ("threat", "damage")),
    ],
)
def test_the_gravest_sign_decides_and_says_so(ticked: list[str], severity: int, kinds: tuple[str, ...]) -> None:
    judged = judge(protocol_file.read(DEFAULT).signs, ticked)
    assert judged is not None
    assert (judged.severity, judged.kinds) == (severity, kinds)
    assert all(sign.severity == severity for sign in judged.because)


def test_nothing_ticked_is_not_judged() -> None:
    assert judge(protocol_file.read(DEFAULT).signs, ["unknown"]) is None
