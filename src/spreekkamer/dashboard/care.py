"""The overview for works council and board: incidents, aftercare, and what each means of safety has changed."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as show
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from spreekkamer.accounts.access import requires
from spreekkamer.accounts.models import Municipality
from spreekkamer.accounts.scopes import Scope
from spreekkamer.assessments import evidence
from spreekkamer.assessments import queries as assessments
from spreekkamer.assessments.catalogue import ladder_with
from spreekkamer.documents import render
from spreekkamer.figures import wording
from spreekkamer.figures.comparison import compare
from spreekkamer.figures.figure import Figure
from spreekkamer.incidents.overview import queries
from spreekkamer.incidents.overview.queries import Overview

TITLES = {
    "severity": lambda: _("By severity"),
    "kind": lambda: _("By kind; one incident can be of more kinds"),
    "channel": lambda: _("By place"),
    "law": lambda: _("By law"),
}


@dataclass(frozen=True)
class MeansEffect:
    """Incidents per 1,000 conversations before and since one means of safety was there."""

    name: str
    before: Figure
    since: Figure

    @property
    def told(self) -> str:
        """Whether the two differ by more than chance."""
        return wording.compared(compare(self.before, self.since))


@requires(Scope.SEE_FIGURES)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Incidents and aftercare of the last year: figures for works council and board, nothing about a person."""
    return show(request, "dashboard/care.html", _shown())


@requires(Scope.SEE_FIGURES)
@require_GET
def document(_request: HttpRequest) -> HttpResponse:
    """The same as a document to be sent along (PDF/UA)."""
    shown, municipality = _shown(), Municipality.current()
    context = {
        "document": {
            "title": _("Aggression and aftercare"),
            "kind": _("Overview for works council and board"),
            "date": timezone.localdate(),
            "checkpoint": shown["overview"].origin.checkpoint,
            "municipality": municipality.name if municipality else "",
            "is_example": bool(municipality and municipality.is_example),
        },
        **shown,
    }
    language = get_language() or "nl"
    made = render.pdf(render.html("dashboard/care_document.html", context, language=language))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="overzicht-agressie-en-nazorg.pdf"'
    return response


class _Shown(TypedDict):
    overview: Overview
    means: list[MeansEffect]
    tables: list[dict[str, object]]


def _shown() -> _Shown:
    """What page and document have in common."""
    today = timezone.localdate()
    found = queries.overview(today, timezone.now())
    return {"overview": found, "means": means_in_place(today), "tables": _tables(found)}


def means_in_place(today: date) -> list[MeansEffect]:
    """What each means changed that came while we counted, from light to heavy, by the assessment that counts now."""
    current = assessments.current(today)
    if current is None:
        return []
    effects, ladder = evidence.effects(current, on=today), ladder_with(current.means)
    return [MeansEffect(str(means.name), *effects[means.key]) for means in ladder if means.key in effects]


def _tables(found: Overview) -> list[dict[str, object]]:
    """Each split as the table tag wants it."""
    tables: list[dict[str, object]] = []
    for split in found.splits:
        labels = (*split.labels, _("Unknown"), _("Total"))
        shown = [_("few") if counted is None else str(counted) for counted in split.counts]
        rows = list(zip(labels, shown, strict=True))
        tables.append({"title": TITLES[split.key](), "headers": [_("Which"), _("How many")], "rows": rows})
    return tables
