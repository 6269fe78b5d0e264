"""Signing in: a password, a code from an app for who can help to open recordings, and nothing for who has neither."""

import re
import time
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import make_password
from django.core.cache import cache as tries
from django.test import Client, override_settings
from django.urls import reverse
from tests.cast import found_town

from spreekkamer.accounts import sign_in
from spreekkamer.accounts.models import Municipality, Person
from spreekkamer.accounts.scopes import Role

pytestmark = pytest.mark.django_db
PASSWORD = "vier woorden zijn genoeg"
SIGN_IN, APP, CODES, SECURITY = (
    "/accounts/sign-in/",
    "/accounts/security/app/",
    "/accounts/security/codes/",
    "/accounts/security/",
)


@pytest.fixture(autouse=True)
def _no_tries_left_over() -> Iterator[None]:
    tries.clear()
    yield
    tries.clear()


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app and the server read the same half minute, however long a test takes."""
    now = time.time()
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", SimpleNamespace(time=lambda: now))


@pytest.fixture
def people() -> dict[str, Person]:
    people = found_town().people
    for person in people.values():
        person.password = hashed()
        person.save()
    return people


@cache
def hashed() -> str:
    """Made once: argon2 is slow by design."""
    return make_password(PASSWORD)


def give_password(client: Client, role: str, password: str = PASSWORD):  # type: ignore[no-untyped-def]
    return client.post(SIGN_IN, {"login": f"{role}@voorbeeldstad.example", "password": password}, follow=True)


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def connect_app(client: Client) -> str:
    """Connect an app, as the page asks; returns the key in it."""
    secret = re.search(r"<code>(\w+)</code>", client.get(APP).text)
    assert secret
    answer = client.post(APP, {"code": code_now(secret[1])})
    assert answer.headers["Location"] == CODES
    return secret[1]


def test_a_case_worker_signs_in_with_a_password(people: dict[str, Person]) -> None:
    client = Client()
    answer = give_password(client, "case_worker")
    assert answer.redirect_chain[-1][0] == "/"
    assert answer.context["user"] == people["case_worker"]


def test_a_password_is_kept_as_argon2_only(people: dict[str, Person]) -> None:
    assert people["manager"].password.startswith("argon2$")


@pytest.mark.parametrize(("who", "password"), [("case_worker", "iets anders dan dat"), ("nobody", PASSWORD)])
def test_a_wrong_password_and_an_unknown_person_read_the_same(
    people: dict[str, Person], who: str, password: str
) -> None:
    page = give_password(Client(headers={"accept-language": "nl"}), who, password)
    assert not page.context["user"].is_authenticated
    assert "Dit klopt nog niet" in page.text
    assert re.search(r"e-mailadres.*wachtwoord.*(onjuist|klopt|niet)", page.text, re.I)


def test_guessing_is_stopped(people: dict[str, Person]) -> None:
    client = Client()
    for _ in range(6):
        give_password(client, "case_worker", "raden maar")
    page = give_password(client, "case_worker")
    assert not page.context["user"].is_authenticated


def test_somebody_who_left_cannot_sign_in(people: dict[str, Person]) -> None:
    Person.objects.filter(role="case_worker").update(is_active=False)
    page = give_password(Client(headers={"accept-language": "nl"}), "case_worker")
    assert "is gesloten" in page.text or "Dit klopt nog niet" in page.text
    assert not page.context["user"].is_authenticated


def test_after_signing_in_one_is_where_one_wanted_to_be(people: dict[str, Person]) -> None:
    client = Client()
    assert client.get("/incidenten/").headers["Location"] == SIGN_IN + "?next=/incidenten/"
    page = client.get(SIGN_IN + "?next=/kamers/")
    assert 'name="next" value="/kamers/"' in page.text
    answer = client.post(
        SIGN_IN, {"login": "coordinator@voorbeeldstad.example", "password": PASSWORD, "next": "/kamers/"}
    )
    assert answer.headers["Location"] == "/kamers/"


def test_a_sign_in_page_sends_nobody_to_another_site(people: dict[str, Person]) -> None:
    data = {"login": "coordinator@voorbeeldstad.example", "password": PASSWORD, "next": "https://evil.example/"}
    assert Client().post(SIGN_IN, data).headers["Location"] == "/"


def test_signing_out_asks_for_a_press_of_a_button(people: dict[str, Person]) -> None:
    client = Client()
    give_password(client, "coordinator")
    client.get("/accounts/sign-out/")
    assert client.get(SECURITY).status_code == 200
    client.post("/accounts/sign-out/")
    assert client.get(SECURITY).status_code == 302


@pytest.mark.parametrize("role", [Role.MANAGER, Role.DPO])
@pytest.mark.parametrize("address", ["/", "/opnames/"])
def test_who_can_help_to_open_a_recording_must_connect_an_app_first(
    people: dict[str, Person], role: str, address: str
) -> None:
    client = Client()
    give_password(client, role)
    assert client.get(address).headers["Location"] == APP


def test_others_are_not_asked_for_an_app(people: dict[str, Person]) -> None:
    for role in set(Role.values) - {Role.MANAGER, Role.DPO}:
        client = Client()
        give_password(client, role)
        assert client.get("/").status_code == 200, role


def test_the_alarm_never_waits_for_a_second_factor(people: dict[str, Person]) -> None:
    client = Client()
    give_password(client, "manager")
    answer = client.post(reverse("alarm", args=["kamer-2"]))
    assert APP not in answer.headers.get("Location", "")
    assert answer.status_code in (200, 302)


@pytest.mark.django_db(transaction=True)  # that the code was given is noted on commit
def test_with_an_app_one_signs_in_with_password_and_code(people: dict[str, Person]) -> None:
    client = Client()
    give_password(client, "manager")
    secret = connect_app(client)
    assert client.get("/").status_code == 200

    again = Client()
    page = give_password(again, "manager")
    assert page.redirect_chain[-1][0] == "/accounts/sign-in/code/"
    assert again.get("/opnames/").status_code == 302
    tries.clear()  # the same code twice is refused: the test doesn't wait for the next one
    again.post("/accounts/sign-in/code/", {"code": code_now(secret)})
    assert again.get("/").status_code == 200


def test_a_wrong_code_opens_nothing(people: dict[str, Person]) -> None:
    client = Client()
    give_password(client, "dpo")
    connect_app(client)
    again = Client(headers={"accept-language": "nl"})
    give_password(again, "dpo")
    page = again.post("/accounts/sign-in/code/", {"code": "000000"})
    assert "Dit klopt nog niet" in page.text
    assert not page.context["user"].is_authenticated


def test_a_code_works_once(people: dict[str, Person]) -> None:
    client = Client()
    give_password(client, "dpo")
    secret = connect_app(client)
    code = code_now(secret)
    for expected in (302, 200):
        again = Client()
        give_password(again, "dpo")
        assert again.post("/accounts/sign-in/code/", {"code": code}).status_code == expected


def test_a_recovery_code_opens_once(people: dict[str, Person]) -> None:
    client = Client()
    give_password(client, "manager")
    connect_app(client)
    code = re.findall(r"<code>(\d+)</code>", client.get(CODES).text)[0]
    for expected in (302, 200):
        again = Client()
        give_password(again, "manager")
        assert again.post("/accounts/sign-in/code/", {"code": code}).status_code == expected


def test_who_disconnects_the_app_must_connect_one_again(people: dict[str, Person]) -> None:
    client = Client()
    give_password(client, "manager")
    connect_app(client)
    client.post("/accounts/security/app/remove/")
    assert client.get("/").headers["Location"] == APP


def test_a_stolen_database_holds_no_seed_of_an_app(people: dict[str, Person]) -> None:
    client = Client()
    give_password(client, "manager")
    secret = connect_app(client)
    stored = str([row.data for row in Authenticator.objects.all()])
    assert secret not in stored


def test_every_page_of_ones_own_account_has_our_look(people: dict[str, Person]) -> None:
    client = Client(headers={"accept-language": "nl"})
    give_password(client, "manager")
    connect_app(client)
    for address in (SECURITY, "/accounts/security/password/", CODES, CODES + "new/", "/accounts/security/app/remove/"):
        page = client.get(address)
        assert page.status_code == 200, address
        assert "page-footer" in page.text, address
        assert page.text.count("<h1>") == 1, address


def test_a_password_is_changed_and_must_be_long(people: dict[str, Person]) -> None:
    client = Client(headers={"accept-language": "nl"})
    give_password(client, "coordinator")
    short = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    assert "12" in client.post("/accounts/security/password/", short).text
    long = {"oldpassword": PASSWORD, "password1": "nog vier woorden erbij", "password2": "nog vier woorden erbij"}
    assert client.post("/accounts/security/password/", long).status_code == 302
    people["coordinator"].refresh_from_db()
    assert people["coordinator"].check_password("nog vier woorden erbij")


@pytest.fixture
def example(people: dict[str, Person]) -> Iterator[dict[str, Person]]:
    Municipality.objects.update(is_example=True)
    with override_settings(EXAMPLE=True):
        yield people


def test_an_example_has_one_link_per_role_and_it_signs_in(example: dict[str, Person]) -> None:
    links = sign_in.example_links()
    assert len(links) == len(Role.values)
    for role, (_label, name, address) in zip(Role.values, links, strict=True):
        page = Client().get(address, follow=True)
        assert page.status_code == 200, role
        assert page.context["user"].name == name
        assert page.context["user"].role == role


def test_the_start_page_of_an_example_shows_the_links(example: dict[str, Person]) -> None:
    page = Client().get("/", headers={"accept-language": "nl"})
    assert "Kijk rond als" in page.text
    assert all(address in page.text for _, _, address in sign_in.example_links())


@pytest.mark.parametrize(("is_example", "allowed"), [(False, True), (True, False), (False, False)])
def test_example_links_work_nowhere_else(example: dict[str, Person], is_example: bool, allowed: bool) -> None:
    address = sign_in.example_links()[0][2]
    signed_in_before = Client()
    signed_in_before.get(sign_in.example_links()[1][2])
    Municipality.objects.update(is_example=is_example)
    with override_settings(EXAMPLE=allowed):
        assert sign_in.example_links() == []
        page = Client().get(address)
        assert page.status_code == 403
        assert "Kijk rond als" not in Client().get("/").text
        # A manager who came in by a link before has no second factor now.
        assert signed_in_before.get("/").headers["Location"] == APP


@pytest.mark.parametrize("token", ["1", "1:forged", "x:y:z"])
def test_a_forged_link_opens_nothing(example: dict[str, Person], token: str) -> None:
    assert Client().get(reverse("example", args=[token])).status_code == 403
