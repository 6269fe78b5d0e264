"""The privacy officer tells the council about a year: in their own words, with figures that anyone can check."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from tests.cast import Town
from tests.questions.answering import world

from spreekkamer.accounts.scopes import Role
from spreekkamer.annual_report import actions, document, queries
from spreekkamer.annual_report.chapters import CHAPTERS, OPINION
from spreekkamer.annual_report.models import AnnualReport
from spreekkamer.annual_report.rules import in_the_way
from spreekkamer.cli import main
from spreekkamer.errors import Refused
from spreekkamer.ledger import queries as ledger
from spreekkamer.ledger import sequencer
from spreekkamer.questions import answering
from spreekkamer.questions.answering import FORMS
from spreekkamer.questions.cards import CARDS

WORDS = {
    OPINION: "De camera ging alleen aan na een dreiging. Dat past bij het besluit.\n\nHet tellen moet beter.",
    "safety": "De eerste zorg was steeds op tijd.",
}
NEW_YEAR = datetime(2027, 1, 4, 9, tzinfo=UTC)
OLD_YEARS_EVE = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
"""Half past eleven at night in the Netherlands."""


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path / "data"
    settings.SECRETS = settings.DATA / "secrets"
    return settings.DATA


@pytest.fixture
def town(db: None) -> Town:
    return world.found()


def written(town: Town, words: dict[str, str] = WORDS) -> AnnualReport:
    return actions.write(2026, words=words, language="nl", seen=queries.newest(2026).revision, by=town.people[Role.DPO])


def released(town: Town, report: AnnualReport, at: datetime = NEW_YEAR) -> AnnualReport:
    made = document.made(queries.draft(report), released=True)
    return actions.release(report, made, by=town.people[Role.DPO], at=at)


def test_no_detriment_and_every_other_subject_of_the_records_is_in_it_once() -> None:
    cards = [card for chapter in CHAPTERS for card in chapter.cards]
    assert len(cards) == len(set(cards))
    assert "no-detriment" in cards
    assert set(CARDS) - set(cards) == {"other-municipalities", "check-yourself"}, "what isn't about this municipality"


def test_the_words_of_the_privacy_officer_come_before_the_figures_of_the_same_chapter(town: Town) -> None:
    made = document.made(queries.draft(written(town)))
    page = answering.file(made, "html").decode()
    in_order = [page.index(text) for text in ("Wat ik ervan vind", "Dat past bij het besluit", "Veiligheid van medewerkers",
                                              "De eerste zorg was steeds op tijd", "Alarmen")]  # fmt: skip
    assert in_order == sorted(in_order)


def test_only_what_happened_in_this_year_counts(town: Town) -> None:
    draft = queries.draft(written(town))
    assert draft.facts.whole.origin.begin == date(2026, 1, 1)
    tables = [table for note in draft.notes for table in note.evidence.tables]
    of_another_year = {
        table.code
        for table in tables
        for figure in table.figures()
        if not date(2026, 1, 1) <= figure.begin <= figure.end <= date(2026, 12, 31)
    }
    assert of_another_year <= {"now", "means"}, "what there is on the day of writing, which those tables name"


@pytest.mark.parametrize(
    ("words", "on", "lacks"),
    [
        (WORDS, date(2027, 1, 1), []),
        (WORDS, date(2026, 12, 31), ["nog niet voorbij"]),
        ({}, date(2027, 1, 1), ["wat u ervan vindt"]),
        ({OPINION: "  Prima.  "}, date(2027, 1, 1), ["wat u ervan vindt"]),
        ({}, date(2026, 1, 1), ["nog niet voorbij", "wat u ervan vindt"]),
    ],
)
def test_a_report_is_about_a_whole_year_and_says_what_the_privacy_officer_makes_of_it(
    words: dict[str, str], on: date, lacks: list[str]
) -> None:
    reasons = list(in_the_way(2026, words, on=on))
    assert len(reasons) == len(lacks)
    assert all(lack in reason for lack, reason in zip(lacks, reasons, strict=True))


def test_the_year_ends_at_midnight_in_the_netherlands(town: Town) -> None:
    report = written(town)
    with pytest.raises(Refused, match="nog niet voorbij"):
        released(town, report, at=OLD_YEARS_EVE)
    assert released(town, report, at=OLD_YEARS_EVE.replace(hour=23)).is_released


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DPO])
def test_nobody_writes_or_releases_it_for_the_privacy_officer(town: Town, role: Role) -> None:
    report = written(town)
    made = document.made(queries.draft(report), released=True)
    with pytest.raises(Refused, match="Alleen de functionaris"):
        actions.write(2026, words=WORDS, language="nl", seen=report.revision, by=town.people[role])
    with pytest.raises(Refused, match="Alleen de functionaris"):
        actions.release(report, made, by=town.people[role], at=NEW_YEAR)
    client = town.client(role)
    assert client.get("/jaarverslag/2026/").status_code == 403
    assert client.post("/jaarverslag/2026/vrijgeven/").status_code == 403


def test_two_who_write_at_once_lose_nothing(town: Town) -> None:
    written(town)
    with pytest.raises(Refused, match="Iemand anders heeft"):
        actions.write(2026, words={OPINION: "Anders."}, language="nl", seen=0, by=town.people[Role.DPO])
    assert queries.newest(2026).words == WORDS


def test_what_was_typed_while_a_colleague_released_is_still_there_to_be_copied(town: Town) -> None:
    report = released(town, written(town))
    typed = {OPINION: "Dit wilde ik er nog bij zetten.", "language": "nl", "seen": report.revision}
    page = town.client(Role.DPO).post("/jaarverslag/2026/", typed)
    assert page.status_code == 400
    assert "Dit verslag is vrijgegeven en verandert niet meer" in page.text
    assert "Dit wilde ik er nog bij zetten." in page.text


def test_what_was_looked_at_is_what_is_released(town: Town) -> None:
    looked_at = written(town)
    made = document.made(queries.draft(looked_at), released=True)
    written(town, {**WORDS, "cameras": "Later geschreven."})
    with pytest.raises(Refused, match="net veranderd"):
        actions.release(looked_at, made, by=town.people[Role.DPO], at=NEW_YEAR)


def test_every_form_of_a_released_report_is_checked_by_whoever_has_a_copy(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = released(town, written(town))
    sequencer.integrate()
    made = queries.frozen(report)
    for form in FORMS:
        copy = tmp_path / f"report.{form}"
        copy.write_bytes(answering.file(made, form))
        status = main(["answer", "verify", str(copy), "--key", ledger.public_key()])
        told = capsys.readouterr()
        assert (status, told.out[:10]) == (0, "holds: all"), told

    changed = tmp_path / "changed.html"
    changed.write_bytes(answering.file(made, "html").replace(b"Het tellen moet beter", b"Het tellen gaat goed!!"))
    assert main(["answer", "verify", str(changed), "--key", ledger.public_key()]) == 1
    assert "wrong text at Wat ik ervan vind" in capsys.readouterr().out


def test_a_correction_is_a_next_version_that_says_what_was_wrong(town: Town) -> None:
    first = released(town, written(town))
    before = queries.frozen(first).payload
    with pytest.raises(Refused, match="Schrijf op wat er fout was"):
        actions.correct(first, because=" ", by=town.people[Role.DPO])
    second = actions.correct(first, because="Een incident van mei ontbrak.", by=town.people[Role.DPO])
    assert (second.version, second.words) == (2, WORDS)
    page = answering.file(document.made(queries.draft(second)), "html").decode()
    assert "Een incident van mei ontbrak." in page
    assert "Deze komt in de plaats van versie 1." in page
    with pytest.raises(Refused, match="nieuwste vrijgegeven"):
        actions.correct(first, because="Nog eens.", by=town.people[Role.DPO])
    assert queries.frozen(first).payload == before


def test_the_privacy_officer_writes_releases_and_corrects_in_the_browser(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = town.client(Role.DPO)
    answer = client.post("/jaarverslag/2026/", {"language": "nl", "seen": "0", **WORDS})
    assert answer.status_code == 302
    assert "Dat past bij het besluit" in client.get("/jaarverslag/2026/").content.decode()
    assert client.get("/jaarverslag/2026/concept.pdf").content.startswith(b"%PDF")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NEW_YEAR)
    client = town.client(Role.DPO)  # signed in anew after New Year
    client.post("/jaarverslag/2026/vrijgeven/")
    report = queries.newest(2026)
    assert report.is_released
    reader = town.client(Role.CLERK)
    assert f"/jaarverslag/{report.pk}/verslag.pdf" in reader.get("/jaarverslag/").content.decode()
    assert "Dat past bij het besluit" in reader.get(f"/jaarverslag/{report.pk}/verslag.html").content.decode()
    client.post("/jaarverslag/2026/verbeteren/", {"because": "Een telling was fout."})
    assert (queries.newest(2026).version, queries.newest(2026).is_released) == (2, False)


@pytest.mark.parametrize("year", [2019, 2099])
def test_a_year_without_records_has_no_report(town: Town, year: int) -> None:
    assert town.client(Role.DPO).get(f"/jaarverslag/{year}/").status_code == 404
