"""On the web and over the API: what a file would do is seen first, and nobody's name is kept on the way."""

import json
import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Town
from tests.conversations.importing.test_lists import HEAD, ROW

from spreekkamer.conversations import actions
from spreekkamer.conversations.importing import holding
from spreekkamer.conversations.models import AppointmentSource, Conversation, ImportRun
from spreekkamer.errors import Refused

LIST = HEAD + "".join(ROW.replace("7;", f"{n};", 1).replace("Kamer 1", "Grote zaal") for n in range(5))


@pytest.fixture
def coordinator(town: Town) -> Client:
    return town.client("coordinator")


def hand_in(client: Client, content: str, name: str = "agenda J. Planting.csv"):
    file = SimpleUploadedFile(name, content.encode())
    return client.post("/afspraken/", {"file": file, "source": "inkomen"}, headers={"accept-language": "nl"})


def filled(page: str) -> dict[str, object]:
    """The form on the page as a browser would send it back."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    chosen = re.findall(r'<select name="([^"]+)".*?<option value="([^"]*)" selected', page, re.S)
    fields: dict[str, object] = {**dict(hidden), **dict(chosen)}
    fields["asked"] = [value for name, value in hidden if name == "asked"]
    return fields


def test_a_list_is_shown_first_changed_and_then_brought_in(coordinator: Client, town: Town) -> None:
    page = hand_in(coordinator, LIST)
    assert page.status_code == 200
    assert "Er is nog niets veranderd" in page.text
    assert "grote zaal (5)" in page.text
    assert "Planting" not in page.text
    assert not Conversation.objects.exists()
    fields = {**filled(page.text), "word-room-0": "kamer-2"}
    again = coordinator.post("/afspraken/lezen/", fields, headers={"accept-language": "nl"})
    assert "de kamer is onbekend" not in again.text
    assert not Conversation.objects.exists()
    done = coordinator.post("/afspraken/lezen/", {**fields, "bring": "1"}, follow=True)
    assert done.redirect_chain[-1][0] == f"/afspraken/{ImportRun.objects.get().pk}/"
    assert Conversation.objects.filter(room=town.plain_room).count() == 5
    assert not list((settings.DATA / "imports" / "waiting").iterdir())
    assert AppointmentSource.objects.get().mapping["words"] == {"room": {"grote zaal": "kamer-2"}}
    report = coordinator.get(f"/afspraken/{ImportRun.objects.get().pk}/verslag.csv")
    assert b"".join(report.streaming_content).startswith(b"2,held,,")


def test_what_waits_on_disk_can_be_read_by_nobody_and_goes(coordinator: Client) -> None:
    name, key = holding.hold(b"J. Planting")
    assert b"Planting" not in (settings.DATA / "imports" / "waiting" / name).read_bytes()
    assert holding.held(name, key) == b"J. Planting"
    for wrong in ((name, "no key"), ("../../../etc/passwd", key), ("f" * 32, key)):
        with pytest.raises(Refused) as refused:
            holding.held(*wrong)
        assert refused.value.code == "gone"
    holding.let_go(name)


def test_a_file_that_cannot_be_read_says_why_beside_its_field(coordinator: Client) -> None:
    page = hand_in(coordinator, "een brief")
    assert page.status_code == 400
    assert "geen rij met kopjes" in page.text


@pytest.mark.parametrize("role", ["case_worker", "manager", "clerk", "dpo"])
def test_who_does_not_bring_in_appointments_stays_out(town: Town, role: str) -> None:
    assert town.client(role).get("/afspraken/").status_code == 403


def post(token: str, body: object):
    return Client(enforce_csrf_checks=True).post(
        "/api/v1/appointments", json.dumps(body), content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {token}"
    )


ONE = {
    "reference": "A1",
    "starts_at": "2026-03-02T09:00:00+01:00",
    "room": "Kamer 1",
    "law": "Wmo",
    "name": "J. Planting",
}


def test_a_system_hands_in_appointments_with_its_token(town: Town) -> None:
    token = actions.make_token("afsprakensysteem")
    reply = post(token, {"appointments": [ONE, {**ONE, "reference": "A2", "starts_at": "morgen"}]})
    assert reply.status_code == 200
    assert [(one["outcome"], one["reason"]) for one in reply.json()["appointments"]] == [
        ("planned", ""),
        ("refused", "unreadable_date"),
    ]
    assert reply.json()["ignored_fields"] == ["name"]
    assert post(token, {"appointments": [ONE]}).json()["appointments"][0]["outcome"] == "duplicate"
    assert post(token, {"appointments": [{**ONE, "status": "held"}]}).json()["appointments"][0]["outcome"] == "held"
    assert Conversation.objects.get().law == "wmo"


@pytest.mark.parametrize("body", [{}, [], {"appointments": []}, {"appointments": [{}]}, {"appointments": [ONE] * 1001}])
def test_what_is_no_appointment_is_a_clear_400(town: Town, body: object) -> None:
    reply = post(actions.make_token("x"), body)
    assert (reply.status_code, reply["Content-Type"]) == (400, "application/problem+json")


def test_without_its_token_nothing_is_taken(town: Town) -> None:
    old = actions.make_token("x")
    actions.make_token("x")
    for token in ("", "rubbish", old):
        assert post(token, {"appointments": [ONE]}).status_code == 401
