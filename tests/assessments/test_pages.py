"""The pages of assessments: read, write together, step by step, and in public."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from tests.assessments.proposals import CONTENT, decided
from tests.cast import NOW, TODAY, Town, found_town, plan_talk
from tests.documents.verapdf import complaints

from spreekkamer.accounts.scopes import Role
from spreekkamer.assessments import actions, queries, watch
from spreekkamer.assessments.contents import PAGES
from spreekkamer.assessments.models import Assessment, State, Trigger
from spreekkamer.conversations.counting import totals
from spreekkamer.conversations.models import Conversation
from spreekkamer.conversations.models import State as Held

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return found_town()


@pytest.fixture
def draft(town: Town) -> Assessment:
    return actions.new_version(town.assessment, by=town.people["clerk"], at=NOW)


def test_a_draft_is_written_page_by_page(town: Town) -> None:
    clerk = town.client(Role.CLERK)
    made = clerk.post("/toetsen/nieuw/", {"title": "Kamer 2"})
    version = Assessment.objects.get(title="Kamer 2").version
    assert made.headers["Location"] == f"/toetsen/{version}/bewerken/proposal/"
    for page in PAGES:
        assert clerk.get(f"/toetsen/{version}/bewerken/{page}/").status_code == 200
    saved = clerk.post(
        f"/toetsen/{version}/bewerken/necessity/", {"revision": 1, "need": "Kort.", "serious_floor": "2"}
    )
    assert saved.status_code == 302
    assert Assessment.objects.get(version=version).need == "Kort."
    assert "Wat er nog ontbreekt" in clerk.get(f"/toetsen/{version}/", headers={"accept-language": "nl"}).text


def test_a_wrong_number_is_said_and_what_was_filled_in_stays(town: Town, draft: Assessment) -> None:
    page = town.client(Role.CLERK).post(
        f"/toetsen/{draft.version}/bewerken/necessity/", {"revision": 1, "need": "Nieuw.", "serious_floor": "veel"}
    )
    assert page.status_code == 400
    assert "Nieuw." in page.text


def test_two_editors_are_shown_each_other_s_words(town: Town, draft: Assessment) -> None:
    address = f"/toetsen/{draft.version}/bewerken/necessity/"
    form = {"revision": 1, "serious_floor": "1.0", "necessity_argument": draft.necessity_argument}
    assert town.client(Role.CLERK).post(address, {**form, "need": "Woorden van Lotte."}).status_code == 302
    second = town.client(Role.COORDINATOR)
    page = second.post(address, {**form, "need": "Woorden van Wim."})
    assert page.status_code == 409
    assert "Woorden van Lotte." in page.text
    assert "Woorden van Wim." in page.text
    revision = page.context["form"]["revision"].value()
    assert second.post(address, {**form, "need": "Woorden van Wim.", "revision": revision}).status_code == 302
    draft.refresh_from_db()
    assert draft.need == "Woorden van Wim."


def test_each_step_of_the_procedure_is_on_the_page_of_the_role_that_may(town: Town, draft: Assessment) -> None:
    """The same draft may be handed in by the clerk alone; nobody else sees a step to take."""
    address = f"/toetsen/{draft.version}/"
    steps = {
        role: [act.name for act in town.client(role).get(address).context["acts"]]
        for role in (Role.CLERK, Role.DPO, Role.ADMINISTRATOR, Role.EXECUTIVE, Role.MANAGER)
    }
    assert steps == {
        Role.CLERK: ["indienen"],
        Role.DPO: [],
        Role.ADMINISTRATOR: [],
        Role.EXECUTIVE: [],
        Role.MANAGER: [],
    }
    town.client(Role.CLERK).post(f"{address}stap/indienen/")
    advice = {"text": "Goed zo, mits kort.", "positive": "yes", "remaining_risk": "low"}
    posted = {f"advies-{name}": value for name, value in advice.items()}
    again = town.client(Role.DPO).post(f"{address}stap/advies/", posted)  # by the DPIA a medium risk stays
    assert again.status_code == 409
    assert "Goed zo, mits kort." in again.text
    town.client(Role.DPO).post(f"{address}stap/advies/", {**posted, "advies-because": "De proef is voorbij."})
    assert again.context["assessment"].state == State.ADVICE
    answer = {"consents": "yes", "document": "OR 9", "answered_on": timezone.localdate().isoformat()}
    town.client(Role.ADMINISTRATOR).post(
        f"{address}stap/instemming/", {f"instemming-{name}": value for name, value in answer.items()}
    )
    draft.refresh_from_db()
    assert draft.state == State.DECISION
    executive = town.client(Role.EXECUTIVE)
    assert [act.name for act in executive.get(address).context["acts"]] == ["besluit", "terugsturen"]
    refused = executive.post(
        f"{address}stap/besluit/", {"besluit-expires_on": "2027-11-01", "besluit-reason": "Ja."}, follow=True
    )
    draft.refresh_from_db()
    assert draft.state == State.DECISION  # this town counted no incident: necessity isn't shown
    assert refused.status_code in (200, 409)
    assert executive.post(f"{address}stap/verzonnen/").status_code == 404


def test_the_case_of_2021_is_loaded_and_tested_with_one_button(town: Town) -> None:
    page = town.client(Role.CLERK).post("/toetsen/zaak-2021/", follow=True, headers={"accept-language": "nl"})
    assert page.status_code == 200
    assert not page.context["verdict"].holds
    assert "Dat is per definitie filmen." in page.text


def test_the_difference_between_two_versions_names_what_changed(town: Town, draft: Assessment) -> None:
    actions.save(draft, {"retention_days": 14}, revision=1, by=town.people["clerk"], at=NOW)
    page = town.client(Role.DPO).get(f"/toetsen/{draft.version}/verschil/2026-1/")
    assert [(old, new) for _label, old, new in page.context["rows"]] == [("28", "14")]


def test_a_decision_is_public_also_when_it_is_no_camera(town: Town, draft: Assessment, client: Client) -> None:
    version = decided(
        town.people, on=TODAY, expires_on=TODAY.replace(year=2027), conclusion="no_camera", chosen_means=""
    ).version
    page = client.get(f"/toetsen/openbaar/{version}/", headers={"accept-language": "nl"})
    assert page.status_code == 200
    assert "Geen camera; andere middelen" in page.text
    assert "Test clerk" not in page.text
    assert version in client.get("/toetsen/openbaar/").text
    assert client.get(f"/toetsen/openbaar/{draft.version}/").status_code == 404
    assert client.get(f"/toetsen/{version}/").status_code == 302


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_comparison_is_a_document_for_a_council_that_everybody_can_read(
    town: Town, client: Client, language: str, tmp_path: Path
) -> None:
    answer = client.get("/toetsen/openbaar/2026-1/middelen.pdf", headers={"accept-language": language})
    assert complaints(answer.content, tmp_path) == []
    assert answer.headers["Content-Type"] == "application/pdf"
    document = PdfReader(BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    assert CONTENT["means"]["live_view"]["reason"] in text
    assert "2026-1" in text


def test_the_worker_tests_once_a_day_and_a_failing_part_stops_filming(town: Town) -> None:
    done = watch.test_if_due(TODAY)
    assert done is not None
    assert not done.holds  # this town counted nothing that shows a need
    assert watch.test_if_due(TODAY) is None
    assert queries.test_holds(town.assessment, TODAY) is False
    assert queries.review_overdue(town.assessment, TODAY)


def test_the_worker_asks_for_a_review_when_the_end_date_is_near(town: Town) -> None:
    end = town.assessment.expires_on
    assert end is not None
    watch.test_if_due(end - timedelta(days=61))
    assert not town.assessment.reviews.filter(trigger=Trigger.EXPIRY).exists()
    watch.test_if_due(end - timedelta(days=60))
    assert town.assessment.reviews.get(trigger=Trigger.EXPIRY).due_on == end


def test_the_worker_asks_for_a_review_when_too_many_were_filmed(town: Town) -> None:
    """From the conversations themselves: four of thirty under a permit, with a bound of ten in a hundred."""
    for number in range(30):
        talk = plan_talk(town, starts_at=NOW - timedelta(days=1, minutes=number), wish=False, notice=False)
        Conversation.objects.filter(pk=talk.pk).update(state=Held.HELD, under_permit=number < 4)
    totals.rebuild()
    watch.test_if_due(TODAY)
    assert town.assessment.reviews.filter(trigger=Trigger.SHARE, due_on=TODAY).exists()


def test_the_public_page_on_cameras_leads_to_the_decision(town: Town, client: Client) -> None:
    page = client.get("/kamers/")
    for address in ("/toetsen/openbaar/", "/toetsen/openbaar/2026-1/"):
        assert f'href="{address}"' in page.text
        assert client.get(address).status_code == 200


def test_the_test_of_the_case_tells_once_what_is_mended_alike_and_folds_what_holds(town: Town) -> None:
    page = town.client(Role.CLERK).post("/toetsen/zaak-2021/", follow=True, headers={"accept-language": "nl"})
    assert page.text.count("Voer het in, probeer het, of zeg waarom het hier niet genoeg kan zijn.") == 1
    assert page.text.count("niet naar gekeken.") == 13
    assert "2 bevindingen kloppen" in page.text
    version = page.context["assessment"].version
    assert f'href="/toetsen/{version}/dpia/"' in town.client(Role.CLERK).get(f"/toetsen/{version}/").text


def test_a_means_of_ones_own_is_added_compared_and_taken_away_again(town: Town, draft: Assessment) -> None:
    clerk, address = town.client(Role.CLERK), f"/toetsen/{draft.version}/"
    own = {"name": "Hond bij de balie", "after": "host", "intrusion": "Licht: niet iedereen houdt van honden."}
    clerk.post(f"{address}eigen-middel/", {**own, "revision": draft.revision})
    draft.refresh_from_db()
    assert "means.own_hond_bij_de_balie.name" in clerk.get(f"{address}bewerken/means/").text
    twice = clerk.post(f"{address}eigen-middel/", {**own, "revision": draft.revision})
    assert twice.status_code == 400
    words = {"standing": "rejected", "reason": "Een kwart van onze inwoners is bang voor honden."}
    values = {f"means.own_hond_bij_de_balie.{name}": said for name, said in words.items()}
    actions.save(draft, values, revision=draft.revision, by=town.people["clerk"], at=NOW)
    page = town.client(Role.EXECUTIVE).get(f"{address}middelen/", headers={"accept-language": "nl"}).text
    assert "Hond bij de balie" in page
    assert "bang voor honden" in page
    assert town.client(Role.EXECUTIVE).get(f"{address}middelen.pdf").status_code == 200
    draft.refresh_from_db()
    form = clerk.get(f"{address}bewerken/means/").context["form"]
    posted = {name: form[name].value() or "" for name in form.fields} | {"means.own_hond_bij_de_balie.name": ""}
    clerk.post(f"{address}bewerken/means/", posted)
    draft.refresh_from_db()
    assert "own_hond_bij_de_balie" not in draft.means
