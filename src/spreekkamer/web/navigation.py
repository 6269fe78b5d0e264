"""Where one can go from every page: only what this person may see."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spreekkamer.accounts.scopes import Scope


@dataclass(frozen=True)
class Place:
    """A page in the navigation; without scopes it is for everybody."""

    label: str | Promise
    view: str
    scopes: tuple[Scope, ...] = ()


PLACES: tuple[Place, ...] = (
    Place(_("Start"), "start"),
    Place(_("Rooms and cameras"), "rooms"),
    Place(_("Our figures"), "open-figures"),
    Place(_("Figures"), "figures", (Scope.SEE_FIGURES,)),
    Place(_("My conversation"), "residents:enter"),
    Place(_("Alarms"), "alarm-board", (Scope.ALARM,)),
    Place(_("My reports"), "own-cases", (Scope.REPORT_INCIDENTS,)),
    Place(_("Incidents"), "incidents", (Scope.SEE_INCIDENTS,)),
    Place(_("Aftercare"), "cases", (Scope.COORDINATE,)),
    Place(_("Aggression and aftercare"), "incidents-overview", (Scope.SEE_FIGURES,)),
    Place(_("Recordings"), "vault:recordings", (Scope.REQUEST_OPENING,)),
    Place(_("Stop filming"), "suspensions", (Scope.SUSPEND, Scope.LIFT_SUSPENSION)),
    Place(_("Assessments"), "assessments", (Scope.SEE_ASSESSMENTS,)),
    Place(_("Requests of residents"), "residents:requests", (Scope.HANDLE_REQUESTS,)),
    Place(_("No detriment"), "residents:detriment", (Scope.HAND_IN_OUTCOMES, Scope.SEE_TRACES)),
    Place(_("Questions"), "questions", (Scope.SEE_FIGURES,)),
    Place(_("Bring in appointments"), "imports", (Scope.IMPORT_APPOINTMENTS,)),
    Place(_("Recorder"), "recorder", (Scope.ADMINISTER,)),
    Place(_("Alarm buttons"), "alarm-buttons", (Scope.ADMINISTER,)),
    Place(_("Managers"), "lines", (Scope.ADMINISTER,)),
    Place(_("Letters and signs"), "residents:contact", (Scope.ADMINISTER,)),
    Place(_("Messages"), "post", (Scope.ADMINISTER,)),
)


def for_person(request: HttpRequest) -> list[dict[str, object]]:
    """The places that whoever asks may go to, and which of them this page is part of."""
    return [
        {
            "label": place.label,
            "url": url,
            "current": request.path == url or (url != "/" and request.path.startswith(url)),
        }
        for place, url in _reachable(request)
    ]


def _reachable(request: HttpRequest) -> Iterator[tuple[Place, str]]:
    user = request.user
    for place in PLACES:
        if place.scopes and not (user.is_authenticated and any(user.may(s) for s in place.scopes)):
            continue
        try:
            yield place, reverse(place.view)
        except NoReverseMatch as error:  # a mistake in PLACES: name it instead of hiding it
            raise LookupError(f"the navigation names a page that doesn't exist: {place.view}") from error
