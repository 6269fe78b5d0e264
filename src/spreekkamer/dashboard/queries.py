"""The figures of conversations and what happened in them, over any period, from totals: in milliseconds."""

from collections.abc import Iterator, Sequence
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


@dataclass(frozen=True)
class Counted:
    """All numbers of one period by law, kind and location: asked once, and from there only added up."""

    origin: Origin
    talks: dict[tuple[str, str, str], conversations.Counts]
    to_come: dict[tuple[str, str, str], conversations.Counts]
    """Those of them on today or later: that these have no outcome yet says nothing."""
    happened: dict[tuple[str, str, str], incidents.Tally]

    def shown(self, **of: str) -> Shown:
        """The figures of a part of it."""
        talks = sum((each for cell, each in self.talks.items() if _is(cell, **of)), start=conversations.Counts())
        to_come = sum(each.planned for cell, each in self.to_come.items() if _is(cell, **of))
        happened = sum((each for cell, each in self.happened.items() if _is(cell, **of)), start=incidents.Tally())
        return _shown(self.origin, talks, talks.planned - to_come, happened)


def counted(chosen: Chosen, *, today: date) -> Counted:
    """Count what was chosen."""
    dimensions, from_today = ("law", "kind", "location"), max(chosen.begin, today)
    return Counted(
        origin_of(chosen, today),
        conversations.split(chosen.begin, chosen.end, *dimensions, **chosen.of),
        conversations.split(from_today, chosen.end, *dimensions, **chosen.of) if from_today <= chosen.end else {},
        {cell: tally for cell, tally in incidents.tallies(chosen.begin, chosen.end).items() if _is(cell, **chosen.of)},
    )


def _is(cell: tuple[str, str, str], law: str = "", kind: str = "", location: str = "") -> bool:
    wanted = (law, kind, location)
    return all(not each or value == conversations.told(each) for value, each in zip(cell, wanted, strict=True))


def shown(chosen: Chosen, *, today: date) -> Shown:
    """The figures of this choice. What was counted only in part is unknown, with the bounds that hold all the same."""
    return counted(chosen, today=today).shown()


def _shown(origin: Origin, talks: conversations.Counts, open_: int, happened: incidents.Tally) -> Shown:
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


def by_law(found: Counted) -> list[Row]:
    """A line per law; of those without anything none."""
    return _rows(found, "law", 0, [*Law.choices, (conversations.UNKNOWN, _("Law unknown"))])


def by_kind(found: Counted) -> list[Row]:
    """A line per kind of conversation; of those without anything none."""
    return _rows(found, "kind", 1, [*Kind.choices, (conversations.UNKNOWN, _("Kind unknown"))])


def by_location(found: Counted) -> list[Row]:
    """A line per location."""
    places = sorted({place for _law, _kind, place in found.talks if place})
    return _rows(found, "location", 2, [(place, place) for place in places])


def _rows(found: Counted, name: str, at: int, values: Sequence[tuple[str, object]]) -> list[Row]:
    here = {cell[at] for cell in found.talks}
    return [
        Row(str(label), found.shown(**{name: value})) for value, label in values if conversations.told(value) in here
    ]


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
    counted = conversations.held_per_month(whole[0][0], whole[-1][1], **chosen.of)
    since = counting_since(today)
    points = []
    for first, last in whole:
        talks = counted.get(first)
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
