"""The page of the file for the police, as a manager sees it."""

import zipfile

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import DESKTOP, PHONE, Site, axe, browser, page, screenshot, site, visitor

__all__ = ["browser", "page", "site"]

INCIDENT = "from spreekkamer.incidents.models import Incident; print(Incident.objects.latest('happened_at').pk)"


def test_a_manager_makes_a_file_and_records_the_hand_over(site: Site, page: Page, tmp_path) -> None:
    number = int(site.python(INCIDENT))
    site.enter(page, "manager")
    page.goto(f"{site.url}/incidenten/{number}/politie/")
    page.get_by_role("button", name="Begin het dossier").click()
    page.get_by_label("Wie deed het?").fill("Een man van ongeveer 40 jaar met een rode jas")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Maak het dossier zonder de opname").click()
    file = tmp_path / "dossier.zip"
    download.value.save_as(file)
    assert "politie-informatieformulier.pdf" in zipfile.ZipFile(file).namelist()
    page.reload()
    page.get_by_text("Leg vast dat de politie dit dossier kreeg").click()
    page.get_by_label("Aan wie?").fill("Hoofdagent Jansen, basisteam Noord")
    page.get_by_label("Persoonlijk, op een gegevensdrager").check()
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("Vastgelegd: de politie heeft het dossier.")).to_be_visible()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_page_is_for_everyone(site: Site, browser: Browser, language: str, size: dict[str, int]) -> None:
    number = int(site.python(INCIDENT))
    with visitor(browser, language=language, size=size) as context:
        page = context.new_page()
        site.enter(page, "manager")
        page.goto(f"{site.url}/incidenten/{number}/politie/")
        screenshot(page, f"police-{language}-{size['width']}")
        assert axe(page) == []
