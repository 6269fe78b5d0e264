"""What residents read: whole in every language, as easy as promised in Dutch, and said to be a draft where it is one."""

import re
from pathlib import Path

import pytest
from tests.residents.readability import flesch_douma, syllables

from spreekkamer.conversations.models import Reason
from spreekkamer.residents import texts as module
from spreekkamer.residents.desk.rules import OTHERWISE, WHY
from spreekkamer.residents.models import Outcome, RequestKind, RequestOutcome
from spreekkamer.residents.texts import LANGUAGES, TextsError, all_texts, read_texts, texts_in

FEW = 0.05
"""At most one word in twenty may be long: the names of authorities and offices are, and can't be had shorter."""
B1 = 60
"""From here on a Dutch text counts as plain ("standaard") on Douma's scale."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_things_filled_in(language: str) -> None:
    texts = texts_in(language)
    assert texts.language == language
    assert texts.texts.keys() == texts_in("nl").texts.keys()
    assert texts.draft == (language not in ("nl", "en"))
    assert (texts.direction == "rtl") == (language == "ar")


@pytest.mark.parametrize("texts", all_texts(), ids=LANGUAGES)
def test_there_is_a_text_for_all_that_can_happen(texts: module.Texts) -> None:
    keys = [f"reason.{reason}" for reason in Reason.values]
    keys += [f"why.{why}" for why in {*WHY.values(), OTHERWISE}]
    keys += [f"receipt.{outcome}" for outcome in Outcome.values]
    keys += [f"request.{each}" for each in (*RequestKind.values, *RequestOutcome.values)]
    keys += [f"answer.{outcome}" for outcome in RequestOutcome.values]
    assert [key for key in keys if not texts.has(key)] == []


def test_a_translation_that_lacks_a_text_or_tells_something_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dutch = (module.FOLDER / "nl.yaml").read_text()
    english = (module.FOLDER / "en.yaml").read_text()
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    (tmp_path / "nl.yaml").write_text(dutch)
    for broken in (
        english.replace('  camera.why: "Why?"\n', ""),
        english.replace("{days} days we destroy", "a month we destroy"),
        english.replace('"Why?"', '""'),
        english.replace("direction: ltr", "direction: up"),
        "- no\n- texts\n",
    ):
        assert broken != english
        (tmp_path / "en.yaml").write_text(broken)
        texts_in.cache_clear()
        with pytest.raises(TextsError):
            texts_in("en")
    texts_in.cache_clear()


def test_in_arabic_what_is_filled_in_stands_apart() -> None:
    said = texts_in("ar").say("letter.no.how", address="https://a.example/x/", code="AB-CD", phone="14 0000")
    assert "\N{FIRST STRONG ISOLATE}https://a.example/x/\N{POP DIRECTIONAL ISOLATE}" in said
    assert "\N{FIRST STRONG ISOLATE}" not in texts_in("nl").say("enter.locked", phone="14 0000")


def test_the_version_tells_which_text_it_was() -> None:
    assert re.fullmatch(r"nl-[0-9a-f]{8}", texts_in("nl").version)
    assert len({texts.version for texts in all_texts()}) == len(LANGUAGES)
    assert read_texts(module.FOLDER / "nl.yaml").version == texts_in("nl").version


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("camera", 3),
        ("gesprek", 2),
        ("bewaren", 3),
        ("geheugen", 3),
        ("reünie", 3),
        ("ruzie", 2),
        ("u", 1),
        ("uitnodiging", 4),
    ],
)
def test_syllables_are_counted_as_one_says_them(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_dutch_reads_as_easily_as_promised(capsys: pytest.CaptureFixture[str]) -> None:
    dutch = texts_in("nl").texts
    parts = {
        part: " ".join(text for key, text in dutch.items() if key.split(".")[0] == part)
        for part in ("letter", "sign", "enter", "camera", "why", "no", "receipt", "check", "request", "answer")
    }
    scores = {part: flesch_douma(text) for part, text in parts.items()}
    whole = flesch_douma(" ".join(dutch.values()))
    with capsys.disabled():
        print(f"\nFlesch-Douma of the Dutch texts: {whole.score:.0f} ({whole.words_per_sentence:.1f} words a sentence)")
        print(", ".join(f"{part} {score.score:.0f}" for part, score in scores.items()))
        print(f"words of four syllables or more: {whole.long_words:.1%}")
    assert whole.score >= B1
    assert {part: round(score.score) for part, score in scores.items() if score.score < B1} == {}
    assert whole.words_per_sentence <= 10
    assert {part: score.long_words for part, score in scores.items() if score.long_words > FEW} == {}
