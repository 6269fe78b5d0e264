"""Where one can go from every page: only what this person may see, a few groups on top and their pages below."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spreekkamer.accounts.scopes import Scope


@dataclass(frozen=True)
class Place:
    """A page in the navigation; without scopes it is for everybody, or for visitors who have not signed in."""

    label: str | Promise
    view: str
    scopes: tuple[Scope, ...] = ()
    visitors: bool = False


@dataclass(frozen=True)
class Group:
    """Pages about one subject. Who may see one of them sees that one's own name on top."""

    label: str | Promise
    places: tuple[Place, ...]


def _alone(label: str | Promise, view: str, *scopes: Scope, visitors: bool = False) -> Group:
    return Group(label, (Place(label, view, scopes, visitors),))


GROUPS: tuple[Group, ...] = (
    _alone(_("Start"), "start"),
    Group(
        _("Questions and figures"),
        (
            Place(_("Questions"), "questions", (Scope.SEE_FIGURES,)),
            Place(_("Promises"), "promises", (Scope.SEE_FIGURES,)),
            Place(_("Annual report"), "annual-reports", (Scope.SEE_FIGURES,)),
            Place(_("Figures"), "figures", (Scope.SEE_FIGURES,)),
            Place(_("Aggression and aftercare"), "incidents-overview", (Scope.SEE_FIGURES,)),
            Place(_("No detriment"), "residents:detriment", (Scope.HAND_IN_OUTCOMES, Scope.SEE_TRACES)),
            Place(_("Published figures"), "open-figures", (Scope.SEE_FIGURES,)),
        ),
    ),
    Group(
        _("Cameras"),
        (
            Place(_("Rooms and cameras"), "rooms"),
            Place(_("Assessments"), "assessments", (Scope.SEE_ASSESSMENTS,)),
            Place(_("Stop filming"), "suspensions", (Scope.SUSPEND, Scope.LIFT_SUSPENSION)),
        ),
    ),
    _alone(_("Our figures"), "open-figures", visitors=True),
    _alone(_("My conversation"), "residents:enter", visitors=True),
    Group(
        _("Safe work"),
        (
            Place(_("Alarms"), "alarm-board", (Scope.ALARM,)),
            Place(_("Incidents"), "incidents", (Scope.SEE_INCIDENTS,)),
            Place(_("Aftercare"), "cases", (Scope.COORDINATE,)),
            Place(_("My reports"), "own-cases", (Scope.REPORT_INCIDENTS,)),
        ),
    ),
    _alone(_("Recordings"), "vault:recordings", Scope.REQUEST_OPENING),
    _alone(_("Requests of residents"), "residents:requests", Scope.HANDLE_REQUESTS),
    _alone(_("Bring in appointments"), "imports", Scope.IMPORT_APPOINTMENTS),
    Group(
        _("Administration"),
        (
            Place(_("Recorder"), "recorder", (Scope.ADMINISTER,)),
            Place(_("Alarm buttons"), "alarm-buttons", (Scope.ADMINISTER,)),
            Place(_("Managers"), "lines", (Scope.ADMINISTER,)),
            Place(_("Letters and signs"), "residents:contact", (Scope.ADMINISTER,)),
            Place(_("Messages"), "post", (Scope.ADMINISTER,)),
        ),
    ),
)


@dataclass(frozen=True)
class Link:
    """A place, or a group of them, as this page shows it; `current` when this page is part of it."""

    label: str | Promise
    url: str
    current: bool
    below: tuple["Link", ...] = ()


def for_person(request: HttpRequest) -> list[Link]:
    """The groups that whoever asks may go to, each with its pages below it."""
    reachable = [(group, [place for place in group.places if _may_go(request, place)]) for group in GROUPS]
    here = _nearest(request.path, (_url(place) for _group, places in reachable for place in places))
    return [_link(group, places, here) for group, places in reachable if places]


def _may_go(request: HttpRequest, place: Place) -> bool:
    user = request.user
    if place.visitors:
        return not user.is_authenticated
    return not place.scopes or (user.is_authenticated and any(user.may(scope) for scope in place.scopes))


def _nearest(path: str, urls: Iterable[str]) -> str:
    """Of these addresses the one that this page stands under most closely; empty when there is none."""
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")


def _link(group: Group, places: list[Place], here: str) -> Link:
    below = tuple(Link(place.label, url, current=url == here) for place in places for url in [_url(place)])
    if len(below) == 1:
        return below[0]
    return Link(group.label, below[0].url, any(link.current for link in below), below)


def _url(place: Place) -> str:
    try:
        return reverse(place.view)
    except NoReverseMatch as error:  # a mistake in GROUPS: name it instead of hiding it
        raise LookupError(f"the navigation names a page that doesn't exist: {place.view}") from error
