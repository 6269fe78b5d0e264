"""The figures of conversations and what happened in them, over any period, from totals: in milliseconds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.dates import MONTHS_ALT
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Municipality
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Kind, Law
from spreekkamer.figures import wording
from spreekkamer.figures.charts import Point
from spreekkamer.figures.comparison import Comparison, compare
from spreekkamer.figures.figure import Figure, Origin, count, rate, share
from spreekkamer.incidents import queries as incidents
from spreekkamer.ledger import queries as ledger


@dataclass(frozen=True)
class Chosen:
    """Of what the figures are asked: the days begin..end, and of which law, kind and location (all when empty)."""

    begin: date
    end: date
    law: str = ""
    kind: str = ""
    location: str = ""

    @property
    def of(self) -> dict[str, str]:
        """All but the period."""
        return {"law": self.law, "kind": self.kind, "location": self.location}


@dataclass(frozen=True)
class Shown:
    """The figures of one choice."""

    held: Figure
    under_permit: Figure
    alarms: Figure
    incidents: Figure
    incident_rate: Figure
    police_reports: Figure

    def all(self) -> tuple[Figure, ...]:
        """In the order in which people ask for them."""
        return (
            self.held,
            self.under_permit,
            self.alarms,
            self.incidents,
            self.incident_rate,
            self.police_reports,
        )


@dataclass(frozen=True)
class Row:
    """One line of a table: a law, a kind, a location."""

    label: str
    shown: Shown


def shown(chosen: Chosen, *, today: date) -> Shown:
    """The figures of this choice. What was counted only in part is unknown, with the bounds that hold all the same."""
    origin = origin_of(chosen, today)
    talks = conversations.counts(chosen.begin, chosen.end, **chosen.of)
    open_ = conversations.without_outcome(chosen.begin, chosen.end, today=today, **chosen.of)
    happened = incidents.tally(chosen.begin, chosen.end, **chosen.of)
    not_counted = _("Not all of this period was counted.")
    why = _("Of some conversations nobody recorded yet whether they were held.") if origin.complete else not_counted
    if not talks.held and not open_ and origin.complete:
        why = _("There were no conversations.")
    return Shown(
        held=count(
            origin,
            name=_("Conversations held"),
            source=_("Conversations"),
            counted=talks.held,
            undecided=open_,
            unknown_because=why,
        ),
        under_permit=share(
            origin,
            name=_("Share under permit"),
            source=_("Conversations and permits"),
            part=talks.under_permit,
            whole=talks.held,
            undecided=open_,
            unknown_because=why,
        ),
        alarms=count(
            origin, name=_("Alarms"), source=_("Alarms"), counted=happened.alarms, unknown_because=not_counted
        ),
        incidents=count(
            origin, name=_("Incidents"), source=_("Incidents"), counted=happened.incidents, unknown_because=not_counted
        ),
        incident_rate=rate(
            origin,
            name=_("Incidents per 1,000 conversations"),
            events=happened.incidents,
            source=_("Conversations and incidents"),
            exposure=talks.held,
            undecided=open_,
            unknown_because=why,
        ),
        police_reports=count(
            origin,
            name=_("Reports to the police"),
            source=_("Incidents"),
            counted=happened.police_reports,
            undecided=happened.police_undecided,
            unknown_because=not_counted if not origin.complete else _("Of some incidents that is not decided yet."),
        ),
    )


def origin_of(chosen: Chosen, today: date) -> Origin:
    """Where these figures come from."""
    return Origin(chosen.begin, chosen.end, ledger.head_label(), counting_since(today))


def counting_since(today: date) -> date:
    """The day from which on records are complete; today when nothing has been set up yet."""
    municipality = Municipality.current()
    return min(today, municipality.counting_since) if municipality else today


def by_law(chosen: Chosen, *, today: date) -> list[Row]:
    """A line per law; of those without anything none."""
    found = {law for (law,) in conversations.split(chosen.begin, chosen.end, "law", **chosen.of)}
    known = [(code, str(label)) for code, label in Law.choices if code in found]
    return _rows(chosen, today, "law", [*known, *([(conversations.UNKNOWN, _("Law unknown"))] if "" in found else [])])


def by_kind(chosen: Chosen, *, today: date) -> list[Row]:
    """A line per kind of conversation; of those without anything none."""
    found = {kind for (kind,) in conversations.split(chosen.begin, chosen.end, "kind", **chosen.of)}
    known = [(code, str(label)) for code, label in Kind.choices if code in found]
    return _rows(
        chosen, today, "kind", [*known, *([(conversations.UNKNOWN, _("Kind unknown"))] if "" in found else [])]
    )


def by_location(chosen: Chosen, *, today: date) -> list[Row]:
    """A line per location."""
    found = sorted(place for (place,) in conversations.split(chosen.begin, chosen.end, "location", **chosen.of))
    return _rows(chosen, today, "location", [(place, place) for place in found if place])


def _rows(chosen: Chosen, today: date, name: str, values: list[tuple[str, str]]) -> list[Row]:
    """A line per value of what wasn't chosen yet."""
    if chosen.of[name]:
        return []
    parts = [(label, Chosen(chosen.begin, chosen.end, **{**chosen.of, name: value})) for value, label in values]
    return [Row(label, shown(part, today=today)) for label, part in parts]


def months(chosen: Chosen) -> Iterator[tuple[date, date]]:
    """The whole months of the period: first and last day of each."""
    first = chosen.begin if chosen.begin.day == 1 else conversations.next_month(chosen.begin)
    while conversations.next_month(first) - timedelta(days=1) <= chosen.end:
        yield first, conversations.next_month(first) - timedelta(days=1)
        first = conversations.next_month(first)


def held_by_month(chosen: Chosen, *, today: date) -> list[Point]:
    """Conversations held in each whole month; unknown where counting had not begun or is not finished."""
    whole = list(months(chosen))
    if not whole:
        return []
    counted = conversations.split(whole[0][0], whole[-1][1], "month", **chosen.of)
    since = origin_of(chosen, today).counting_since
    points = []
    for first, last in whole:
        talks = counted.get((first,))
        known = first >= since and not (talks and talks.planned and last < today)
        number = talks.held if talks else 0
        label = f"{MONTHS_ALT[first.month]} {first.year}"
        bounds = _("at least %(low)s") % {"low": wording.whole(number)} if number else _("unknown")
        points.append(Point(label, number if known else None, wording.whole(number) if known else bounds))
    return points


@dataclass(frozen=True)
class BeforeAfter:
    """The same figure before and after a day, and what the difference tells."""

    comparison: Comparison
    reading: str


def before_after(chosen: Chosen, day: date, *, today: date) -> list[BeforeAfter]:
    """Incidents per 1,000 conversations and the share under permit, before `day` and from it on."""
    if not chosen.begin < day <= chosen.end:
        return []
    before = shown(replace(chosen, end=day - timedelta(days=1)), today=today)
    after = shown(replace(chosen, begin=day), today=today)
    compared = [compare(before.incident_rate, after.incident_rate), compare(before.under_permit, after.under_permit)]
    return [BeforeAfter(each, wording.compared(each)) for each in compared]
