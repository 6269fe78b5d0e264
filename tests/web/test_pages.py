"""The frame around every page, and the pages for when something goes wrong."""

import pytest
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from tests.cast import found_town

from spreekkamer.accounts.access import public
from spreekkamer.errors import Refused

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/privacy/", "/toegankelijkheid/", "/accounts/sign-in/"]


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("boom")


def refusing(_request: HttpRequest) -> HttpResponse:
    raise Refused("De kamer is al open. Sluit haar eerst.")


urlpatterns = [
    path("", include("spreekkamer.urls")),
    path("broken/", public(broken)),
    path("refusing/", public(refusing)),
]
handler500 = "spreekkamer.web.errors.server_error"
handler404 = "spreekkamer.web.errors.not_found"


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_public_pages_need_no_account_and_speak_both_languages(client: Client, address: str, language: str) -> None:
    found_town()
    page = client.get(address, headers={"accept-language": language})
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert page.text.count("<h1>") == 1
    assert ("Naar de inhoud" in page.text) == (language == "nl")


def test_no_page_needs_inline_style_or_script(client: Client) -> None:
    page = client.get("/")
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "<style" not in page.text
    assert "style=" not in page.text
    assert "onclick" not in page.text


def test_every_answer_carries_headers_that_protect(client: Client) -> None:
    headers = client.get("/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_page_of_somebody_signed_in_is_not_kept_by_the_browser() -> None:
    client = found_town().client("case_worker")
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_the_language_can_be_chosen_without_javascript(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/privacy/"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/privacy/"
    assert "Your privacy" in answer.text


def test_the_language_form_does_not_send_people_elsewhere(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_the_navigation_shows_only_where_one_may_go() -> None:
    town = found_town()
    assert "/incidenten" not in Client().get("/").text
    for role in town.people:
        client = town.client(role)
        links = client.get("/").context["navigation"]
        for link in [below for group in links for below in group.below or [group]]:
            page = client.get(link.url)
            assert page.status_code == 200, (role, link)
            assert [group.current for group in page.context["navigation"]].count(True) == 1, (role, link)


def test_an_address_that_does_not_exist_says_what_to_do(client: Client) -> None:
    page = client.get("/nowhere/", headers={"accept-language": "nl"})
    assert page.status_code == 404
    assert "Op dit adres is niets" in page.text
    assert "Naar de startpagina" in page.text


def test_somebody_else_s_page_says_whom_to_ask() -> None:
    town = found_town()
    page = town.client("clerk").get("/incidenten/", headers={"accept-language": "nl"})
    assert page.status_code == 403
    assert "niet voor uw rol" in page.text


@override_settings(ROOT_URLCONF="tests.web.test_pages")
def test_an_error_of_ours_is_a_page_that_needs_no_database() -> None:
    client = Client(raise_request_exception=False)
    page = client.get("/broken/", headers={"accept-language": "nl"})
    assert page.status_code == 500
    assert "De fout ligt bij ons" in page.text
    assert "boom" not in page.text


@override_settings(ROOT_URLCONF="tests.web.test_pages")
def test_a_refused_act_becomes_a_message_on_the_page_it_came_from() -> None:
    client = Client(headers={"referer": "http://testserver/privacy/?a=1", "host": "testserver"})
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        answer = client.post("/refusing/")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/privacy/?a=1")
        assert [str(m) for m in get_messages(answer.wsgi_request)] == ["De kamer is al open. Sluit haar eerst."]


@override_settings(ROOT_URLCONF="tests.web.test_pages")
@pytest.mark.parametrize("referer", ["", "https://evil.example/privacy/"])
def test_a_refused_act_from_elsewhere_becomes_a_page(referer: str) -> None:
    page = Client().post("/refusing/", headers={"referer": referer})
    assert page.status_code == 409
    assert "Sluit haar eerst" in page.text


def test_a_form_that_was_open_too_long_is_told_so() -> None:
    page = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"}, headers={"accept-language": "nl"})
    assert page.status_code == 403
    assert "stond te lang open" in page.text


def test_search_engines_are_kept_out_of_the_sign_in(client: Client) -> None:
    assert "Disallow: /accounts/" in client.get("/robots.txt").text
