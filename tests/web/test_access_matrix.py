"""Every role, and nobody at all, at every address: let in, or sent away. Made from the addresses themselves.

A new address without a rule fails in test_access.py; here each rule is tried with real requests, and what the house
promises about roles is said once more in words of its own, so that a wrong rule is seen too.
"""

import re
import uuid
from collections.abc import Iterator
from itertools import product

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern
from django.urls.resolvers import RegexPattern
from django.utils import timezone
from tests.cast import NOW, Town, found_town, plan_talk
from tests.web.test_access import ALL

from spreekkamer.accounts import second_factor
from spreekkamer.accounts.keys import permit_signing_key
from spreekkamer.accounts.scopes import SCOPES, Role, Scope
from spreekkamer.incidents.actions import press_alarm
from spreekkamer.incidents.models import Alarm
from spreekkamer.ledger.models import Entry
from spreekkamer.protocol.permit import Permit, sign
from spreekkamer.vault import actions as vault

pytestmark = pytest.mark.django_db
NOBODY = "nobody"
BY_CONVERTER = {"uuid": "6f1c1d1e-0000-4000-8000-000000000001", "int": "1", "slug": "x", "str": "x", "path": "x"}
SIGN_IN, RESIDENT = "/accounts/sign-in/", "/mijn-gesprek/"
ROUTES = sorted(ALL)
HAS_A_RULE_OF_ITS_OWN = {"accounts/example/<str:token>/", "accounts/sign-in/code/"}
"""The token in the address counts; or that the password was right just before."""


def value_of(name: str, converter: str, known: dict[str, str]) -> str:
    """Something that exists where we have it, else something of the right form."""
    return known.get(name, BY_CONVERTER.get(converter, "x"))


def address(route: str, pattern: URLPattern, known: dict[str, str]) -> str:
    """An address that this route answers to."""
    if isinstance(pattern.pattern, RegexPattern):
        path = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: value_of(found[1], "uuid", known), route)
        return "/" + re.sub(r"[\^$\\]", "", path)
    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", lambda found: value_of(found[2], found[1] or "str", known), route)


def things(town: Town) -> dict[str, str]:
    """What exists, by the name that addresses give it."""
    talk = plan_talk(town)
    alarm = press_alarm(alarm_id=uuid.uuid4(), room=town.plain_room, source="screen", at=NOW)
    recording = vault.prepare(conversation_id=talk.pk, room="kamer-1", retention_days=14, at=NOW)
    return {
        "conversation_id": str(talk.pk),
        "room": "kamer-2",
        "alarm_id": str(alarm.pk),
        "incident_id": str(alarm.incident.pk),
        "recording_id": recording.pk,
        "rec": recording.pk,
        "version": town.assessment.version,
        "language": "nl",
        "kind": "pdf",
    }


def may(route: str, role: str) -> bool:
    """What the rule at this address says of this role."""
    access = ALL[route].callback.access  # type: ignore[attr-defined]
    if isinstance(access, tuple):
        return role != NOBODY and any(scope in SCOPES[Role(role)] for scope in access)
    return access == "public" or (access == "signed in" and role != NOBODY)


def wrong(route: str, role: str, answer: HttpResponseBase) -> str:
    """What is wrong with this answer; empty when it is as the rule says."""
    access, status = ALL[route].callback.access, answer.status_code  # type: ignore[attr-defined]
    to_sign_in = status == 302 and answer.headers["Location"].startswith(SIGN_IN)
    if status >= 500:
        return f"an error ({status})"
    if route in HAS_A_RULE_OF_ITS_OWN:
        return "" if status != 200 else "let in without what it asks for"
    if access == "token":
        sent_away = status in (400, 401, 403, 404, 405) or (
            status == 302 and answer.headers["Location"].startswith(RESIDENT)
        )
        return "" if sent_away else f"let in without a token ({status})"
    if may(route, role):
        return f"sent away ({status})" if status == 403 or to_sign_in else ""
    if role == NOBODY:
        return "" if to_sign_in else f"not asked to sign in ({status})"
    return "" if status == 403 else f"let in ({status})"


def requests(client: Client, route: str, role: str, known: dict[str, str]) -> Iterator[tuple[str, HttpResponseBase]]:
    """Reading, and where that must be refused also acting: what is allowed to act is tried by the rooms' own tests."""
    path = address(route, ALL[route], known)
    yield "GET", client.get(path)
    if not may(route, role):
        yield "POST", client.post(path)


@pytest.mark.parametrize("role", [NOBODY, *Role.values])
def test_each_address_lets_in_whom_its_rule_says_and_nobody_else(role: str) -> None:
    town = found_town()
    known = things(town)
    found = []
    for route in ROUTES:
        client = Client() if role == NOBODY else town.client(role)
        client.raise_request_exception = False
        for method, answer in requests(client, route, role, known):
            if problem := wrong(route, role, answer):
                found.append(f"{method} {route}: {problem}")
            answer.close()
    assert found == []


@pytest.mark.parametrize("role", [Role.MANAGER, Role.DPO])
def test_who_may_open_recordings_gets_nowhere_without_a_second_factor_but_to_the_alarm(role: str) -> None:
    town = found_town()
    known = things(town)
    client = Client()
    client.force_login(town.people[role])
    assert not client.session.get(second_factor.SESSION_KEY)
    found = []
    for route in ROUTES:
        access = ALL[route].callback.access  # type: ignore[attr-defined]
        if not isinstance(access, tuple) or not may(route, role) or Scope.ALARM in access:
            continue
        answer = client.get(address(route, ALL[route], known))
        if answer.status_code != 302 or "/accounts/" not in answer.headers["Location"]:
            found.append(f"{route}: let in ({answer.status_code})")
    assert found == []
    if role == Role.MANAGER:
        assert client.get("/alarmen/").status_code == 200


def authorities(town: Town) -> dict[str, str]:
    """What a caller shows who has no business at any of `things`: nothing, rubbish, and what is good elsewhere."""
    now = int(timezone.now().timestamp())
    elsewhere = Permit(
        iss="x", jti="a" * 32, sub=str(uuid.uuid4()), room="kamer-1", camera="cam-1", rec="0" * 32, seal="age1x",
        iat=now, exp=now + 60, pre=20, snd=False, max=60,
    )  # fmt: skip
    return {
        "nothing": "",
        "rubbish": "Bearer rubbish",
        "nothing after Bearer": "Bearer ",
        "another scheme": f"Basic {town.alarm_token}",
        "the token of another room": f"Bearer {town.alarm_token}",
        "a permit for another conversation": f"Bearer {sign(elsewhere, permit_signing_key())}",
        "a permit that somebody else signed": f"Bearer {sign(elsewhere, Ed25519PrivateKey.generate())}",
    }


def refused(route: str, answer: HttpResponseBase) -> bool:
    """Whether this caller was told that what it shows is not enough; a button's address is its own authority."""
    if answer.status_code == 302:
        return answer.headers["Location"].startswith(RESIDENT)
    return answer.status_code == (404 if "<str:token>" in route else 401)


def test_who_shows_no_authority_or_that_of_something_else_does_nothing_by_token() -> None:
    town = found_town()
    known, shown = things(town), authorities(town)
    entries = Entry.objects.count()
    by_token = [route for route in ROUTES if ALL[route].callback.access == "token"]  # type: ignore[attr-defined]
    assert len(by_token) > 10
    found = []
    for route, (name, authority) in product(by_token, shown.items()):
        client = Client(raise_request_exception=False)
        path, headers = address(route, ALL[route], known), {"Authorization": authority} if authority else {}
        answers = [client.generic(method, path, b"{}", headers=headers) for method in ("GET", "POST", "PUT")]
        taken = [answer for answer in answers if answer.status_code != 405]
        if not taken or not all(refused(route, answer) for answer in taken):
            found.append(f"{route} with {name}: {[answer.status_code for answer in answers]}")
    assert found == []
    assert Entry.objects.count() == entries
    assert Alarm.objects.count() == 1


NEVER = [
    ("opnames/", {NOBODY, Role.CASE_WORKER, Role.COORDINATOR, Role.EXECUTIVE, Role.CLERK, Role.ADMINISTRATOR}),
    ("incidenten/<int:incident_id>/", {NOBODY, Role.CASE_WORKER, Role.DPO, Role.EXECUTIVE, Role.CLERK}),
    ("incidenten/", {Role.ADMINISTRATOR}),
    ("incidenten/<int:incident_id>/politie/", set(Role.values) - {Role.MANAGER} | {NOBODY}),
    ("opnames/politie/", set(Role.values) - {Role.MANAGER} | {NOBODY}),
    ("opnames/bekijken/", set(Role.values) - {Role.MANAGER, Role.DPO} | {NOBODY}),
    ("gesprekken/", set(Role.values) - {Role.CASE_WORKER} | {NOBODY}),
    ("alarmknoppen/", set(Role.values) - {Role.ADMINISTRATOR} | {NOBODY}),
    ("berichten/", set(Role.values) - {Role.ADMINISTRATOR} | {NOBODY}),
    ("verzoeken/", {NOBODY, Role.CASE_WORKER, Role.COORDINATOR, Role.CLERK, Role.ADMINISTRATOR}),
]
"""What the house promises, whatever a view says: who never gets in at the addresses that begin so."""


@pytest.mark.parametrize(("begin", "roles"), NEVER, ids=[begin for begin, _ in NEVER])
def test_some_people_never_get_in(begin: str, roles: set[str]) -> None:
    below = [route for route in ROUTES if route.removeprefix("^").startswith(begin)]
    assert below, "the addresses moved: say here where they are now"
    assert [(route, role) for route in below for role in roles if may(route, role)] == []


def test_whoever_may_be_in_danger_or_near_it_can_press_and_answer() -> None:
    for route in ("alarm/<slug:room>/", "alarmen/<uuid:alarm_id>/ik-ga/", "alarmen/", "alarmbord/"):
        assert {role for role in Role.values if may(route, role)} == {"case_worker", "manager", "coordinator"}


def test_only_two_roles_see_the_picture_and_both_are_needed() -> None:
    assert {role for role in Role.values if may("opnames/openingen/<uuid:opening_id>/sleutel/", role)} == {
        "manager",
        "dpo",
    }
    assert not any({Scope.APPROVE_AS_DPO, Scope.APPROVE_AS_MANAGER} <= SCOPES[role] for role in Role)
