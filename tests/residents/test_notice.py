"""The letter says what the gate does, comes in every language and form, and counts as notice only when it is true."""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from docx import Document
from pypdf import PdfReader
from tests.assessments.proposals import decided
from tests.cast import MOTIVATION, NOW, TODAY, Town, plan_talk
from tests.documents.verapdf import complaints
from tests.residents.cast import CONTACT, MADE, lettered, town_with_contact

from spreekkamer.accounts.scopes import Role
from spreekkamer.assessments.models import Assessment
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import Kind, Notice, Reason
from spreekkamer.errors import Refused
from spreekkamer.gate import actions as gate
from spreekkamer.gate import queries as gate_queries
from spreekkamer.gate.models import Grant
from spreekkamer.gate.rules import Granted, decide
from spreekkamer.ledger.models import Detail
from spreekkamer.residents import codes
from spreekkamer.residents.models import Letter
from spreekkamer.residents.notice import actions, formats, queries, rules
from spreekkamer.residents.notice.letter import letter as write
from spreekkamer.residents.texts import LANGUAGES, all_texts, texts_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return town_with_contact()


def words(letter: Letter, language: str = "nl") -> str:
    made = write(texts_in(language), queries.told_of(letter), queries.particulars(letter))
    parts = [text for part in made.parts for text in (part.heading, *part.paragraphs)]
    return "\n".join([made.title, made.lead, *parts])


def newer(town: Town, **changes: object) -> Assessment:
    """A newer decision that says something else."""
    return decided(town.people, on=date(2026, 11, 20), expires_on=date(2027, 11, 1), **changes)


def test_the_letter_tells_exactly_what_a_permit_would_allow(town: Town) -> None:
    letter = lettered(town)
    talk = conversations.open_room(letter.conversation, at=NOW)
    grant = gate.ask(talk, at=NOW, recorder_can_seal=True)
    assert isinstance(grant, Grant)
    told = queries.told_of(letter)
    assert (told.sound, told.pre_roll_seconds, told.version) == (
        grant.sound,
        grant.pre_roll_seconds,
        grant.assessment_version,
    )
    said = words(letter)
    assert f"de laatste {grant.pre_roll_seconds} seconden" in said
    assert "Na 28 dagen vernietigen wij de beelden" in said
    assert "Wij nemen geen geluid op." in said
    for what in (
        "art. 6 lid 1 onder c AVG",
        "1 mei 2026",
        CONTACT["dpo"],
        CONTACT["phone"],
        "Autoriteit Persoonsgegevens",
    ):
        assert what in said


@pytest.mark.parametrize("case", ["plain room", "other kind", "expired"])
def test_where_the_gate_would_refuse_anyway_the_letter_says_no_camera_and_is_no_notice(town: Town, case: str) -> None:
    if case == "plain room":
        talk = plan_talk(town, room=town.plain_room, notice=False)
    elif case == "other kind":
        talk = plan_talk(town, notice=False)
        talk.kind = Kind.INTAKE
        talk.save()
    else:
        talk = plan_talk(town, notice=False, starts_at=NOW + timedelta(days=365))
    letter = lettered(town, talk)
    said = words(letter)
    assert "Er staat geen camera aan" in said
    assert "alarmknop" not in said
    assert not Notice.objects.exists()
    assert letter.sent_on
    facts = gate_queries.facts(talk, at=talk.starts_at, recorder_can_seal=True)
    assert not isinstance(decide(facts), Granted)


def test_after_a_new_decision_the_old_letter_is_no_notice_any_more(town: Town) -> None:
    letter = lettered(town)
    newer(town, retention_days=14)
    talk = conversations.open_room(letter.conversation, at=NOW)
    refused = gate.ask(talk, at=NOW, recorder_can_seal=True)
    assert not isinstance(refused, Grant)
    assert [finding.code for finding in refused.reasons] == ["notice_current"]


def test_a_new_letter_after_a_new_decision_keeps_the_code_and_must_be_sent_again(town: Town) -> None:
    letter = lettered(town)
    before = queries.code_of(letter)
    newer(town, retention_days=14)
    again = actions.make_letter(letter.conversation, at=NOW - timedelta(days=2))
    assert (again.pk, queries.code_of(again), again.sent_on) == (letter.pk, before, None)
    assert not Notice.objects.exists()
    assert "Na 14 dagen vernietigen" in words(again)


def test_making_the_same_letter_twice_changes_nothing(town: Town) -> None:
    letter = lettered(town)
    again = actions.make_letter(letter.conversation, at=NOW)
    assert (again.made_at, again.sent_on) == (letter.made_at, letter.sent_on)
    assert Notice.objects.count() == 1


def test_what_was_sent_is_recorded_with_day_text_and_decision(town: Town) -> None:
    letter = lettered(town)
    notice = Notice.objects.get()
    assert (notice.sent_on, notice.assessment_version) == (timezone.localdate(MADE), "2026-1")
    detail = Detail.objects.get(entry__kind="notice.sent").canonical
    assert texts_in("nl").version in detail
    assert letter.text_version == texts_in("nl").version


@pytest.mark.parametrize(
    ("sent_on", "languages", "problem"),
    [
        (TODAY, 1, None),
        (TODAY - timedelta(days=3), 1, None),
        (TODAY + timedelta(days=1), 1, "future"),
        (TODAY - timedelta(days=4), 1, "before"),
        (TODAY, 0, "language"),
    ],
)
def test_a_letter_cannot_be_sent_before_it_was_made_or_after_today(
    sent_on: date, languages: int, problem: str | None
) -> None:
    made = TODAY - timedelta(days=3)
    assert rules.sent_problem(sent_on=sent_on, made_on=made, today=TODAY, languages=languages) == problem


def test_sent_too_late_the_camera_stays_off(town: Town) -> None:
    letter = lettered(town, made=NOW - timedelta(days=3))
    talk = conversations.open_room(letter.conversation, at=NOW)
    refused = gate.ask(talk, at=NOW, recorder_can_seal=True)
    assert not isinstance(refused, Grant)
    assert [finding.code for finding in refused.reasons] == ["notice"]


def test_without_a_way_to_reach_the_municipality_there_is_no_letter() -> None:
    from tests.cast import found_town

    with pytest.raises(Refused):
        actions.make_letter(plan_talk(found_town()), at=MADE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_is_pdf_ua_in_every_language(town: Town, language: str, tmp_path: Path) -> None:
    letter = lettered(town)
    texts = texts_in(language)
    made = write(texts, queries.told_of(letter), queries.particulars(letter))
    page = formats.html(made, texts, municipality="Gemeente Voorbeeldstad", made_on=TODAY, is_example=True)
    assert f'<html lang="{language}" dir="{texts.direction}">' in page
    assert (texts.say("draft.note") in page) == texts.draft
    pdf = formats.pdf(page)
    assert complaints(pdf, tmp_path) == []
    read = PdfReader(io.BytesIO(pdf))
    assert read.trailer["/Root"]["/Lang"] == language
    assert queries.code_of(letter) in "".join(each.extract_text() for each in read.pages)


@pytest.mark.parametrize("texts", all_texts(), ids=LANGUAGES)
def test_the_word_file_has_headings_language_and_direction(town: Town, texts) -> None:  # type: ignore[no-untyped-def]
    letter = lettered(town)
    made = write(texts, queries.told_of(letter), queries.particulars(letter))
    data = formats.docx(made, texts, municipality="Gemeente Voorbeeldstad", is_example=False)
    document = Document(io.BytesIO(data))
    assert document.paragraphs[1 if texts.draft else 0].style.name == "Heading 1"
    assert sum(paragraph.style.name == "Heading 2" for paragraph in document.paragraphs) == len(made.parts)
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert ("<w:bidi/>" in body) == ("<w:rtl/>" in body) == (texts.direction == "rtl")
    assert f'w:lang w:{"bidi" if texts.direction == "rtl" else "val"}="{texts.language}"' in body
    assert made.parts[0].paragraphs[0] in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    ("room", "says"), [("kamer-1", "In deze kamer hangt een camera"), ("kamer-2", "In deze kamer is geen camera")]
)
def test_the_sign_is_one_a4_for_everybody(town: Town, room: str, says: str, tmp_path: Path, client) -> None:  # type: ignore[no-untyped-def]
    answer = client.get(f"/kamers/{room}/bord.pdf")
    assert complaints(answer.content, tmp_path) == []
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    assert [round(float(length) / 72 * 25.4) for length in pages[0].mediabox[2:]] == [210, 297]
    said = " ".join(pages[0].extract_text().split())
    assert says in said
    assert ("28 dagen" in said) == (room == "kamer-1")


def test_the_case_worker_makes_and_sends_it_and_sees_the_code(town: Town) -> None:
    talk = plan_talk(town, notice=False, wish=False, starts_at=timezone.now() + timedelta(days=20))
    client, address = town.client(Role.CASE_WORKER), f"/gesprekken/{talk.pk}/brief/"
    assert client.get(address).status_code == 200
    assert client.post(f"{address}maken/").status_code == 302
    letter = Letter.objects.get()
    assert queries.code_of(letter) in client.get(address).text
    assert client.post(f"{address}verstuurd/", {"sent_on": "nonsense", "languages": ["nl"]}).status_code == 400
    today = timezone.localdate().isoformat()
    assert client.post(f"{address}verstuurd/", {"sent_on": today, "languages": ["nl", "ar"]}).status_code == 302
    assert Notice.objects.get().sent_on == timezone.localdate()
    assert Letter.objects.get().text_version.split()[1].startswith("ar-")
    for language in LANGUAGES:
        assert client.get(f"{address}{language}.html").status_code == 200
    assert client.get(f"{address}xx.html").status_code == 404
    assert town.client(Role.MANAGER).get(address).status_code == 403


def test_a_code_is_unguessable_and_only_its_keyed_hash_is_kept(town: Town) -> None:
    letter = lettered(town)
    code = queries.code_of(letter)
    assert len({codes.code_of(codes.new_nonce()) for _ in range(2000)}) == 2000
    kept = " ".join(str(value) for value in Letter.objects.values_list().get())
    kept += " ".join(Detail.objects.values_list("canonical", flat=True))
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert codes.digest(code.lower().replace("-", " ")) == letter.code_digest
    assert codes.digest("OIL0 OIL0 OIL0") == codes.digest("0110-0110-0110")
    assert [codes.digest(wrong) for wrong in ("", "ABCD", "ABCD-EFGH-JKMU", "é" * 12, "A" * 500)] == [None] * 5


def test_wishing_for_a_camera_takes_behaviour_and_never_a_group(town: Town) -> None:
    talk = plan_talk(town, wish=False)
    for group in (
        "Bij deze doelgroep is het verstandig om een camera aan te zetten tijdens het gesprek.",
        "Dit soort mensen wordt altijd boos bij een gesprek over de hoogte van de uitkering.",
    ):
        with pytest.raises(Refused):
            conversations.ask_for_camera(talk, reason=Reason.THREAT, motivation=group, at=NOW)
    assert conversations.ask_for_camera(talk, reason=Reason.THREAT, motivation=MOTIVATION, at=NOW)
