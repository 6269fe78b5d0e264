"""Writing together: half filled in, at the same time, contradicting oneself. Nothing gets lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.assessments.proposals import CONTENT, choice, design, flat
from tests.cast import NOW, TODAY

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role
from spreekkamer.assessments import actions
from spreekkamer.assessments.contents import snapshot
from spreekkamer.assessments.models import Assessment
from spreekkamer.assessments.rules.completeness import contradictions, missing
from spreekkamer.assessments.rules.merging import difference, merge
from spreekkamer.conversations import actions as conversations
from spreekkamer.errors import Refused


@pytest.fixture
def lotte(db: None) -> Person:
    conversations.add_room(slug="kamer-1", name="Kamer 1", location="Stadhuis", camera="cam-1")
    return Person.objects.create(email="lotte@v.example", name="Lotte", role=Role.CLERK)


@pytest.fixture
def wim(db: None) -> Person:
    return Person.objects.create(email="wim@v.example", name="Wim", role=Role.COORDINATOR)


@pytest.fixture
def empty(lotte: Person) -> Assessment:
    return actions.create(title="Camera", by=lotte, at=NOW)


def save(version: Assessment, by: Person, revision: int, **values: Any) -> Any:
    merged = actions.save(version, values, revision=revision, by=by, at=NOW)
    version.refresh_from_db()
    return merged


def test_what_is_half_filled_in_is_saved_and_what_is_missing_is_said(empty: Assessment, lotte: Person) -> None:
    save(empty, lotte, 1, conclusion="camera", need="Te kort.", rooms=["kamer-1"])
    assert snapshot(empty)["need"] == "Te kort."
    with pytest.raises(Refused) as refused:
        actions.hand_in(empty, by=lotte, on=TODAY)
    assert refused.value.code == "incomplete"
    assert {gap.field for gap in missing(design(**dict.fromkeys(("need", "ground", "selection"), "")))} == {
        "need",
        "ground",
        "selection",
    }


def test_all_content_survives_saving(empty: Assessment, lotte: Person) -> None:
    save(empty, lotte, 1, **flat(CONTENT))
    found = snapshot(empty)
    assert {name: found[name] for name in flat(CONTENT)} == {
        name: sorted(value) if isinstance(value, list) else value for name, value in flat(CONTENT).items()
    }


def test_two_editors_of_different_fields_both_keep_their_work(empty: Assessment, lotte: Person, wim: Person) -> None:
    save(empty, lotte, 1, need="Het ging in maart mis.", ground="")
    merged = save(empty, wim, 1, ground="art. 6", need="")  # wim began before lotte saved, and left `need` as it was
    assert merged.conflicts == ()
    assert [each.field for each in merged.theirs] == ["need"]
    assert (empty.need, empty.ground) == ("Het ging in maart mis.", "art. 6")


def test_two_editors_of_one_field_are_told_and_nothing_is_overwritten(
    empty: Assessment, lotte: Person, wim: Person
) -> None:
    save(empty, lotte, 1, need="Van Lotte.")
    merged = save(empty, wim, 1, need="Van Wim.", ground="art. 6")
    assert [(each.field, each.old, each.new) for each in merged.conflicts] == [("need", "Van Lotte.", "Van Wim.")]
    assert (empty.need, empty.ground) == ("Van Lotte.", "art. 6")
    merged = save(empty, wim, empty.revision, need="Van Wim.")  # now knowing of it
    assert merged.conflicts == ()
    assert empty.need == "Van Wim."
    assert [row.content["need"] for row in empty.revisions.order_by("number")][1] == "Van Lotte."


def test_a_revision_that_never_was_is_refused(empty: Assessment, lotte: Person) -> None:
    with pytest.raises(Refused) as refused:
        save(empty, lotte, 99, need="x")
    assert refused.value.code == "revision"


contents = st.dictionaries(st.sampled_from("abcd"), st.integers(min_value=0, max_value=3) | st.none())


@given(contents, contents, contents)
def test_merging_loses_nobody_s_change(base: Any, theirs: Any, mine: Any) -> None:
    merged = merge(base, theirs, mine)
    conflicts = {each.field for each in merged.conflicts}
    for name in {*base, *theirs, *mine}:
        began, now, wanted = base.get(name), theirs.get(name), mine.get(name, base.get(name))
        result = merged.values.get(name)
        if name in conflicts:
            assert now != began != wanted != now
            assert result == now
        else:
            assert result == (wanted if wanted != began else now)


@given(contents, contents)
def test_a_difference_names_exactly_what_differs(old: Any, new: Any) -> None:
    found = {each.field: (each.old, each.new) for each in difference(old, new)}
    assert found == {n: (old.get(n), new.get(n)) for n in {*old, *new} if old.get(n) != new.get(n)}


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("chosen_means", {"conclusion": "no_camera"}),
        ("sound", {"sound": True}),
        ("ground_article", {"ground_article": "a", "selection": "all"}),
        ("special_data", {"special_data": False}),
        ("sound_argument", {"sound_argument": "Woorden zijn nodig als bewijs."}),
        ("means.memory_video", {"means": {"memory_video": choice({"standing": "rejected"})}}),
        ("means.host", {"means": {"host": choice({"standing": "in_place", "since": "2027-01-01"})}}),
        ("means.host", {"means": {"host": choice({"standing": "in_place", "until": "2026-01-01"})}}),
        ("means.host", {"means": {"host": choice({"standing": "planned", "since": "2026-01-01"})}}),
        (
            "means.host",
            {"means": {"host": choice({"standing": "tried", "since": "2026-02-01", "until": "2026-01-01"})}},
        ),
    ],
)
def test_answers_that_contradict_each_other_are_named(field: str, changes: dict[str, Any]) -> None:
    assert [gap.field for gap in contradictions(design(**changes), TODAY)] == [field]


def test_the_lawful_proposal_lacks_nothing_and_contradicts_nothing() -> None:
    assert missing(design()) == ()
    assert contradictions(design(), TODAY) == ()
