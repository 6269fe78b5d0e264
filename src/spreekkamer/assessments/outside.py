"""A case from elsewhere: the figures that came with it, and nothing that is true of this municipality."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from spreekkamer.assessments.rules.facts import Records
from spreekkamer.errors import Refused
from spreekkamer.figures.figure import Figure, Origin, Unit, count, rate, share, unknown

ORIGINAL_CASE = Path(__file__).parent / "data" / "original-case.json"
"""The case that parliament asked about in 2021 (2021Z19919), from the letters and the press."""


def original_case() -> dict[str, Any]:
    """Its content and its figures: `{"content": ..., "figures": ...}`."""
    found: dict[str, Any] = json.loads(ORIGINAL_CASE.read_text(encoding="utf-8"))
    return found


def records_of_case(figures: Mapping[str, Any], *, today: date) -> Records:
    """The figures of a case as records. What it doesn't say is unknown. Raises Refused when it contradicts itself."""
    try:
        return _records(figures, today)
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(_("The figures of this case can't be read: %(what)s") % {"what": error}) from error


def _records(figures: Mapping[str, Any], today: date) -> Records:
    begin, end = date.fromisoformat(figures["begin"]), date.fromisoformat(figures["end"])
    origin = Origin(begin, end, "", begin)
    source = str(figures.get("source", ""))
    talks, serious = figures.get("conversations"), figures.get("serious_incidents")
    return Records(
        today=today,
        talks=_count(origin, _("Conversations held of the kinds that it covers"), source, talks),
        serious=_rate(origin, source, serious, talks),
        serious_at_most=_rate(origin, source, serious, talks),
        trend=None,
        police_reports=_count(origin, _("Reports to the police"), source, figures.get("police_reports")),
        severities={},
        shares=(_share(origin, source, figures.get("under_permit"), talks),),
        rooms_total=figures.get("rooms_total"),
        two_keys=figures.get("two_keys"),
        openers=figures.get("openers"),
        objection_is_free=figures.get("objection_is_free"),
        filming_since=_day(figures.get("filming_since")),
        assessed_on=_day(figures.get("assessed_on")),
        by_law=None,
        by_kind=None,
    )


def _count(origin: Origin, name: str, source: str, counted: int | None) -> Figure:
    if counted is None:
        return unknown(origin, name=name, source=source, because=_("Nobody counted them."))
    return count(origin, name=name, source=source, counted=counted, unknown_because="-")


def _rate(origin: Origin, source: str, events: int | None, talks: int | None) -> Figure:
    name = _("Serious incidents per 1,000 conversations")
    if events is None or talks is None:
        because = _("the number of conversations isn't known") if talks is None else _("nobody counted them")
        return unknown(origin, name=name, source=source, because=because, unit=Unit.PER_1000)
    return rate(origin, name=name, source=source, events=events, exposure=talks, unknown_because="-")


def _share(origin: Origin, source: str, part: int | None, talks: int | None) -> Figure:
    name = _("the kinds that it covers")
    if part is None or talks is None:
        because = _("the number of conversations isn't known")
        return unknown(origin, name=name, source=source, because=because, unit=Unit.PERCENT)
    return share(origin, name=name, source=source, part=part, whole=talks, unknown_because="-")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
