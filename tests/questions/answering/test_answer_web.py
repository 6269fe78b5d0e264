"""Handing in questions on the web: who may, what comes back, and that it is what the command line gives."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.text import capfirst
from tests.cast import Town
from tests.questions.answering import world
from tests.questions.answering.test_answer_command import scan
from tests.questions.reading import made

from spreekkamer.accounts.scopes import Role
from spreekkamer.ledger.models import Entry
from spreekkamer.questions import answering, forms
from spreekkamer.questions.models import QuestionDocument

MAY = [Role.CLERK, Role.EXECUTIVE, Role.MANAGER, Role.COORDINATOR, Role.DPO]
MAY_NOT = [Role.CASE_WORKER, Role.ADMINISTRATOR]


@pytest.fixture
def clerk(town: Town) -> Client:
    return town.client(Role.CLERK)


@pytest.fixture
def row(clerk: Client) -> QuestionDocument:
    clerk.post("/vragen/voorbeeld/")
    return QuestionDocument.objects.get()


def upload(client: Client, name: str, data: bytes) -> object:
    return client.post("/vragen/", {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize("role", MAY)
def test_these_people_may_answer_questions(town: Town, role: str) -> None:
    assert town.client(role).get("/vragen/").status_code == 200


@pytest.mark.parametrize("role", MAY_NOT)
def test_these_people_may_not(town: Town, role: str) -> None:
    assert town.client(role).get("/vragen/").status_code == 403


def test_nothing_is_shown_to_who_is_not_signed_in(row: QuestionDocument) -> None:
    for part in (
        "",
        "voorbeeld/",
        f"{row.pk}/",
        f"{row.pk}/antwoord/",
        f"{row.pk}/antwoord.pdf",
        f"{row.pk}/verwijderen/",
    ):
        assert Client().get(f"/vragen/{part}").status_code == 302


def test_a_document_is_read_and_shown(clerk: Client) -> None:
    answer = upload(clerk, "vragen.txt", world.EIGHT.read_bytes())
    row = QuestionDocument.objects.get()
    assert answer["Location"] == f"/vragen/{row.pk}/"
    page = clerk.get(answer["Location"]).content.decode()
    for expected in (
        "Leijten (SP), Van Kent (SP)",
        "10 november 2021",
        "34 dagen, de termijn is 21",
        "8 vragen",
        "onbekend",
    ):
        assert expected in page
    assert capfirst(row.title) in clerk.get("/vragen/").content.decode()


def test_the_same_document_twice_is_one_document_and_one_entry(clerk: Client, row: QuestionDocument) -> None:
    entries = Entry.objects.count()
    assert Entry.objects.last().kind == "question.received"
    assert upload(clerk, "another-name.txt", world.EIGHT.read_bytes())["Location"] == f"/vragen/{row.pk}/"
    assert (QuestionDocument.objects.count(), Entry.objects.count()) == (1, entries)


def test_the_answer_is_what_the_command_line_gives(clerk: Client, row: QuestionDocument) -> None:
    entries = Entry.objects.count()
    expected = answering.files(answering.answer(answering.read_file_of_questions(world.EIGHT)))
    page = clerk.get(f"/vragen/{row.pk}/antwoord/")
    assert page.content == expected["answer.html"]
    assert "default-src 'none'; style-src 'sha256-" in page["Content-Security-Policy"]
    pdf = clerk.get(f"/vragen/{row.pk}/antwoord.pdf")
    assert pdf.content == expected["answer.pdf"]
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"] == 'attachment; filename="antwoord-2021z19919.pdf"'
    assert clerk.get(f"/vragen/{row.pk}/antwoord.json").content == expected["answer.json"]
    assert Entry.objects.count() == entries, "an answer is a read"


def test_period_and_language_can_be_chosen(clerk: Client, row: QuestionDocument) -> None:
    chosen = {"begin": "2026-05-01", "end": "2026-07-31", "language": "en"}
    answer = json.loads(clerk.get(f"/vragen/{row.pk}/antwoord.json", chosen).content)
    assert (answer["language"], answer["period"]["begin"], answer["period"]["end"]) == (
        "en",
        "2026-05-01",
        "2026-07-31",
    )


@pytest.mark.parametrize(
    "chosen", [{"begin": "gisteren"}, {"begin": "2026-07-31", "end": "2026-05-01"}, {"end": "2999-01-01"}]
)
def test_a_period_that_can_not_be_leads_back_with_a_message(
    clerk: Client, row: QuestionDocument, chosen: dict[str, str]
) -> None:
    answer = clerk.get(f"/vragen/{row.pk}/antwoord/", chosen, follow=True)
    assert answer.redirect_chain[-1][0] == f"/vragen/{row.pk}/"
    assert "periode" in answer.content.decode()


@pytest.mark.parametrize("ending", made.MAKERS)
def test_every_kind_of_file_can_be_handed_in(clerk: Client, ending: str) -> None:
    answer = upload(clerk, f"vragen.{ending}", made.MAKERS[ending](made.EXAMPLE))
    assert answer.status_code == 302
    assert "Hoeveel gesprekken werden gefilmd?" in clerk.get(answer.headers["Location"]).content.decode()


def scanned(folder: Path) -> bytes:
    scan(folder / "scan.pdf")
    return (folder / "scan.pdf").read_bytes()


@pytest.mark.parametrize(
    ("name", "make", "sentence"),
    [
        ("scan.pdf", scanned, "Deze PDF is een scan zonder tekst."),
        (
            "brief.txt",
            lambda _: b"Geachte raad, bedankt voor de koffie van gisteren.",
            "In dit document staan geen vragen.",
        ),
        ("leeg.txt", lambda _: b"", "Dit bestand is leeg."),
        ("twee.txt", lambda _: made.plain_text(made.EXAMPLE).encode() * 2, "staan 2 documenten met vragen:"),
        (
            "english.txt",
            lambda _: b"Do you know the report that the council is filming the people? " * 9,
            "is niet in het Nederlands.",
        ),
        ("blanco.txt", lambda _: b" \n \n", "Dit bestand is leeg."),
        ("foto.png", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(90), "Dit is een plaatje."),
        ("kapot.pdf", lambda _: b"%PDF-1.7\n" + b"\xff" * 400, "Dit bestand is kapot."),
    ],
)
def test_a_bad_document_is_refused_in_a_sentence_and_not_kept(
    clerk: Client, tmp_path: Path, name: str, make: object, sentence: str
) -> None:
    answer = upload(clerk, name, make(tmp_path))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not QuestionDocument.objects.exists()


def test_a_document_that_is_too_large(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MAX_BYTES", 1000)
    assert "groter dan 10 MB" in upload(clerk, "vragen.txt", world.EIGHT.read_bytes()).content.decode()


def test_no_document_at_all(clerk: Client) -> None:
    assert clerk.post("/vragen/").status_code == 400


@pytest.mark.parametrize("name", ["../../etc/passwd", "x" * 300 + ".txt", "vragen\n.txt", ".txt"])
def test_a_strange_name_of_a_file_does_no_harm(clerk: Client, name: str) -> None:
    assert upload(clerk, name, world.EIGHT.read_bytes()).status_code == 302
    assert len(QuestionDocument.objects.get().name) <= 200


def test_a_document_can_be_removed_and_the_log_remembers(clerk: Client, row: QuestionDocument) -> None:
    assert clerk.post(f"/vragen/{row.pk}/verwijderen/")["Location"] == "/vragen/"
    assert not QuestionDocument.objects.exists()
    assert Entry.objects.last().kind == "question.removed"
    assert clerk.get(f"/vragen/{row.pk}/").status_code == 404


def test_what_a_document_says_is_shown_as_text(clerk: Client) -> None:
    evil = world.EIGHT.read_text().replace("volstrekt onacceptabel", "<script>alert(1)</script>")
    page = clerk.get(upload(clerk, "vragen.txt", evil.encode())["Location"]).content.decode()
    row = QuestionDocument.objects.get()
    page += clerk.get(f"/vragen/{row.pk}/antwoord/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
