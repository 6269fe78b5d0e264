"""The resident's page: in with a code and no other way, no by one press, and nothing that gives the code away."""

import logging
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import NOW, Town, plan_talk
from tests.gate.test_rules import LAWFUL, with_assessment
from tests.residents.cast import lettered, resident, town_with_contact

from spreekkamer.accounts.scopes import Role
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import Conversation, Objection, State
from spreekkamer.gate import actions as gate
from spreekkamer.gate.models import Grant
from spreekkamer.gate.rules import Facts
from spreekkamer.ledger.models import Detail, Entry
from spreekkamer.residents import codes
from spreekkamer.residents.desk import actions, rules
from spreekkamer.residents.models import Attempt, Letter, Request
from spreekkamer.residents.notice import queries
from spreekkamer.residents.texts import LANGUAGES, texts_in

pytestmark = pytest.mark.django_db
SOON = timezone.now() + timedelta(days=9)


@pytest.fixture
def town() -> Town:
    return town_with_contact()


@pytest.fixture
def letter(town: Town) -> Letter:
    """For a talk that is still to come, so that its code works today."""
    return lettered(town, plan_talk(town, notice=False, starts_at=SOON), made=SOON - timedelta(days=20))


def enter(client: Client, code: str, address: str = "192.0.2.1") -> int:
    return client.post("/mijn-gesprek/", {"code": code}, REMOTE_ADDR=address).status_code


@pytest.mark.parametrize(
    ("facts", "may", "why"),
    [
        (LAWFUL, True, "threat"),
        (replace(LAWFUL, conversation_open=False, recorder_can_seal=None), True, "threat"),
        (replace(LAWFUL, room_has_camera=False, objection_stands=True), False, "room"),
        (replace(LAWFUL, objection_stands=True, reason=None), False, "objection"),
        (replace(LAWFUL, suspended=True, notice_sent_on=None), False, "suspended"),
        (with_assessment(covers_kind=False), False, "assessment"),
        (replace(LAWFUL, notice_sent_on=None), False, "notice"),
        (replace(LAWFUL, notice_version="2025-1"), False, "notice"),
        (replace(LAWFUL, reason=None), False, "not_asked"),
        (replace(LAWFUL, under_permit_of_kind=399), False, "share"),
        (replace(LAWFUL, dpo_keys=0), False, "other"),
    ],
)
def test_a_resident_is_told_what_the_gate_would_say_and_the_weightiest_reason(
    facts: Facts, may: bool, why: str
) -> None:
    assert rules.standing(facts) == rules.Standing(may=may, why=why)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_opens_the_page_in_every_language(letter: Letter, language: str) -> None:
    texts = texts_in(language)
    page = resident(letter, language).get("/mijn-gesprek/gesprek/")
    assert f'<html lang="{language}" dir="{texts.direction}"' in page.text
    assert texts.say("camera.may") in page.text
    assert texts.say("reason.threat") in page.text
    assert (texts.say("draft.note") in page.text) == texts.draft
    assert page.headers["Cache-Control"] == "no-store"


def test_the_language_can_be_chosen_and_is_remembered(letter: Letter) -> None:
    client = resident(letter)
    assert 'lang="uk"' in client.get("/mijn-gesprek/gesprek/?taal=uk").text
    assert texts_in("uk").say("talk.title") in client.get("/mijn-gesprek/gesprek/").text


def test_without_a_code_there_is_nothing_to_see(letter: Letter) -> None:
    client = Client()
    for address in ("gesprek/", "nee/", "vraag/", "klaar/"):
        assert client.get(f"/mijn-gesprek/{address}").status_code == 302
    assert client.post("/mijn-gesprek/nee/").headers["Location"] == "/mijn-gesprek/"
    assert not Objection.objects.exists()


def test_somebody_signed_in_is_no_resident(town: Town, letter: Letter) -> None:
    assert town.client(Role.DPO).get("/mijn-gesprek/gesprek/").status_code == 302


def test_one_resident_cannot_reach_another_s_proof_or_request(town: Town, letter: Letter) -> None:
    other = lettered(
        town, plan_talk(town, notice=False, starts_at=SOON + timedelta(hours=2)), made=SOON - timedelta(days=20)
    )
    made = Request.objects.create(
        conversation=other.conversation, kind="access", received_on=NOW.date(), due_on=NOW.date(), decided_on=NOW.date()
    )
    assert resident(letter).get(f"/mijn-gesprek/vraag/{made.pk}/brief.pdf").status_code == 404


def test_no_is_one_press_takes_effect_at_once_and_says_what_happens_instead(letter: Letter) -> None:
    client = resident(letter)
    page = client.post("/mijn-gesprek/nee/", follow=True)
    texts = texts_in("nl")
    for key in ("no.done", "no.instead", "camera.off", "why.objection"):
        assert texts.say(key) in page.text, key
    assert "De camera blijft uit bij uw gesprek" in page.text
    assert Objection.objects.get().conversation_id == letter.conversation_id
    first = Objection.objects.get().raised_at
    client.post("/mijn-gesprek/nee/")
    assert Objection.objects.get().raised_at == first
    assert Entry.objects.filter(kind="objection.raised").count() == 1


def test_the_gate_refuses_from_that_moment_and_the_case_worker_reads_nothing_about_why(town: Town) -> None:
    letter = lettered(town)
    talk = conversations.open_room(letter.conversation, at=NOW)
    grant = gate.ask(talk, at=NOW, recorder_can_seal=True)
    assert isinstance(grant, Grant)
    fresh = Letter.objects.select_related("conversation").get(pk=letter.pk)
    assert actions.say_no(fresh, at=NOW)
    grant.refresh_from_db()
    assert grant.ended_at is not None
    again = gate.ask(Conversation.objects.get(pk=talk.pk), at=NOW, recorder_can_seal=True)
    assert not isinstance(again, Grant)
    worker, dutch = town.client(Role.CASE_WORKER), {"accept-language": "nl"}
    page = worker.get(f"/gesprekken/{talk.pk}/", headers=dutch)
    assert "Zonder camera" in page.text
    assert "tweede collega of een andere kamer" in page.text
    for address in (f"/gesprekken/{talk.pk}/", f"/gesprekken/{talk.pk}/nu/", "/"):
        read = re.sub(r"<[^>]+>", " ", worker.get(address, headers=dutch).text).casefold()
        assert not re.search(r"bezwaar|nee tegen|nee gezegd|zegt nee|zei nee", read), address


def test_what_is_arranged_instead_is_recorded_for_the_conversation_and_in_the_log(town: Town, letter: Letter) -> None:
    actions.say_no(letter, at=NOW)
    raised = Objection.objects.get().raised_at
    worker, address = town.client(Role.CASE_WORKER), f"/gesprekken/{letter.conversation_id}/"
    assert worker.post(f"{address}in-plaats-daarvan/", {"instead": ""}).status_code == 400
    assert worker.post(f"{address}in-plaats-daarvan/", {"instead": "Collega erbij, kamer 2"}).status_code == 302
    assert Objection.objects.get().instead == "Collega erbij, kamer 2"
    assert "Collega erbij, kamer 2" in worker.get(address).text
    assert Entry.objects.filter(kind="objection.arranged").count() == 1
    assert Objection.objects.get().raised_at == raised, "arranging something changes nothing of the no itself"


def test_after_the_talk_it_is_too_late_to_say_no_and_says_what_can_still_be_done(town: Town, letter: Letter) -> None:
    conversations.record_held(letter.conversation, closed_at=SOON)
    page = resident(letter).post("/mijn-gesprek/nee/")
    assert page.status_code == 409
    assert texts_in("nl").say("no.over") in page.text
    assert not Objection.objects.exists()


@pytest.mark.parametrize(("state", "key"), [(State.CANCELLED, "talk.cancelled"), (State.NO_SHOW, "talk.no_show")])
def test_a_talk_that_was_not_held_says_so(letter: Letter, state: State, key: str) -> None:
    conversations.drop(letter.conversation, state=state)
    assert texts_in("nl").say(key) in resident(letter).get("/mijn-gesprek/gesprek/").text


def test_codes_tried_in_bulk_are_locked_out_without_telling_which_exist(letter: Letter) -> None:
    right, client = queries.code_of(letter), Client()
    for number in range(rules.MOST_TRIES):
        assert enter(client, f"0000-0000-{number:04}") == 400
    wrong = client.post("/mijn-gesprek/", {"code": "0000-0000-9999"}, REMOTE_ADDR="192.0.2.1")
    good = client.post("/mijn-gesprek/", {"code": right}, REMOTE_ADDR="192.0.2.1")
    assert wrong.status_code == good.status_code == 429
    wordings = {re.sub(r'value="[A-Za-z0-9]{64}"', "", page.text) for page in (wrong, good)}
    assert len(wordings) == 1, "but for the form's own secret both answers are the same"
    assert "resident_letter" not in client.session
    assert enter(Client(), right, "192.0.2.2") == 302, "others are not shut out"


def test_the_lock_opens_after_a_quarter_of_an_hour_and_tries_are_forgotten_after_an_hour(letter: Letter) -> None:
    at = timezone.now()
    for _ in range(rules.MOST_TRIES):
        assert actions.enter("0000-0000-0000", address="192.0.2.1", at=at) is None
    with pytest.raises(actions.LockedError):
        actions.enter(queries.code_of(letter), address="192.0.2.1", at=at + rules.WINDOW - timedelta(seconds=1))
    assert actions.enter(queries.code_of(letter), address="192.0.2.1", at=at + rules.WINDOW)
    assert "192.0.2.1" not in str(list(Attempt.objects.values_list()))
    actions.forget_tries(at + timedelta(hours=2))
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("", "unknown", False),
    ],
)
def test_one_place_is_one_address_or_one_ipv6_network(one: str, other: str, same: bool) -> None:
    assert (codes.source_digest(one) == codes.source_digest(other)) is same


def test_a_right_code_costs_no_try(letter: Letter) -> None:
    for _ in range(rules.MOST_TRIES + 2):
        assert enter(Client(), queries.code_of(letter)) == 302
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("typed", ["", " ", "ABCD", "x" * 10_000, "\0" * 12, "ÄÖÜ-ÄÖÜ-ÄÖÜÄ", "' OR 1=1 --12"])
def test_nonsense_is_simply_not_a_code(letter: Letter, typed: str) -> None:
    assert enter(Client(), typed) == 400


def test_the_code_stops_working_half_a_year_after_the_talk(letter: Letter) -> None:
    code, talk_on = queries.code_of(letter), letter.conversation.starts_at
    assert actions.enter(code, address="a", at=talk_on + timedelta(days=179))
    assert actions.enter(code, address="a", at=talk_on + timedelta(days=182)) is None


def test_the_code_is_in_no_address_header_cookie_log_or_database(
    letter: Letter, caplog: pytest.LogCaptureFixture
) -> None:
    code = queries.code_of(letter)
    with caplog.at_level(logging.DEBUG):
        client = resident(letter)
        page = client.get("/mijn-gesprek/gesprek/")
        client.post("/mijn-gesprek/nee/", follow=True)
    assert page.headers["Referrer-Policy"] == "same-origin"
    seen = f"{page.text} {page.headers} {client.cookies} {caplog.text} {dict(client.session)}"
    seen += str(list(Letter.objects.values_list())) + str(list(Detail.objects.values_list("canonical", flat=True)))
    for form in (code, code.replace("-", ""), code.lower()):
        assert form not in seen


def test_the_page_closes_by_itself_after_half_an_hour_and_at_once_when_told(letter: Letter) -> None:
    client = resident(letter)
    session = client.session
    session["resident_seen"] = (timezone.now() - rules.STAY - timedelta(seconds=1)).isoformat()
    session.save()
    assert client.get("/mijn-gesprek/gesprek/").status_code == 302
    client = resident(letter)
    assert client.post("/mijn-gesprek/klaar/").headers["Location"] == "/mijn-gesprek/?klaar"
    assert client.get("/mijn-gesprek/gesprek/").status_code == 302


def test_a_session_that_somebody_else_prepared_is_worth_nothing(letter: Letter) -> None:
    client = Client()
    client.get("/mijn-gesprek/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.post("/mijn-gesprek/", {"code": queries.code_of(letter)})
    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("form", "status", "says"),
    [
        ({"kind": "access", "message": "Ik wil de beelden zien."}, 302, None),
        ({"kind": "complaint"}, 302, None),
        ({"kind": "nonsense"}, 400, "request.choose"),
        ({}, 400, "request.choose"),
        ({"kind": "access", "message": "x" * 2001}, 400, "request.long"),
    ],
)
def test_a_right_is_used_in_one_form_and_what_was_typed_stays(
    letter: Letter, form: dict[str, str], status: int, says: str | None
) -> None:
    answer = resident(letter).post("/mijn-gesprek/vraag/", form)
    assert answer.status_code == status
    assert Request.objects.exists() == (status == 302)
    if says:
        assert texts_in("nl").say(says) in answer.text
        assert form.get("message", "") in answer.text


def test_what_was_asked_is_shown_with_its_term_and_not_taken_in_twice(letter: Letter) -> None:
    client = resident(letter)
    page = client.post("/mijn-gesprek/vraag/", {"kind": "erasure"}, follow=True)
    made = Request.objects.get()
    assert texts_in("nl").say("request.due", due=texts_in("nl").day(made.due_on)) in page.text
    assert client.post("/mijn-gesprek/vraag/", {"kind": "erasure"}).status_code == 409
    assert Request.objects.count() == 1


def test_an_objection_as_a_right_also_stops_the_camera(letter: Letter) -> None:
    resident(letter).post("/mijn-gesprek/vraag/", {"kind": "objection"})
    assert Objection.objects.filter(conversation=letter.conversation).exists()
