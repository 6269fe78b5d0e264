"""What the records of all rooms say about a proposal, as figures: the facts that the test looks at.

The one module of this room that reads the rooms built on top of it (incidents, the gate): docs/decisions/0050.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Municipality
from spreekkamer.assessments.contents import design
from spreekkamer.assessments.models import Assessment
from spreekkamer.assessments.outside import records_of_case
from spreekkamer.assessments.rules.facts import Design, Facts, Group, Records
from spreekkamer.assessments.rules.necessity import SERIOUS
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Kind, Law
from spreekkamer.figures.figure import Figure, Origin, Unit, count, rate, share, unknown
from spreekkamer.gate import queries as gate
from spreekkamer.incidents import queries as incidents
from spreekkamer.incidents.models import PoliceReport
from spreekkamer.ledger import queries as ledger
from spreekkamer.vault import queries as vault

YEAR = timedelta(days=365)
Talks = Mapping[tuple[str, ...], conversations.Counts]


def facts(assessment: Assessment, *, on: date) -> Facts:
    """The proposal with what is known on this day: from its own figures when it is a case from elsewhere."""
    return Facts(design(assessment), records(assessment, on=on))


def records(assessment: Assessment, *, on: date) -> Records:
    """What was counted up to this day, for the kinds of conversation that the proposal covers."""
    if assessment.case_figures is not None:
        return records_of_case(assessment.case_figures, today=on)
    return Counting(design(assessment), on).records()


def effects(assessment: Assessment, *, on: date) -> Mapping[str, tuple[Figure, Figure]]:
    """Incidents per 1,000 conversations before and since each means that it says is in place, by the means' key."""
    return {} if assessment.case_figures is not None else Counting(design(assessment), on).effects()


@dataclass(frozen=True)
class Window:
    """One period with its conversations and incidents, by law and kind."""

    origin: Origin
    talks: Talks
    cells: Sequence[incidents.Cell]


class Counting:
    """Everything that is counted for one proposal on one day. Conversations come from totals, never row by row."""

    def __init__(self, proposed: Design, on: date) -> None:
        self.proposed, self.on = proposed, on
        self.checkpoint = ledger.head_label()
        municipality = Municipality.current()
        self.since = municipality.counting_since if municipality else on + timedelta(days=1)

    def records(self) -> Records:
        """All of it."""
        year = self._window(max(self.since, self.on - YEAR + timedelta(days=1)), self.on)
        began = gate.first_grant_on()
        return Records(
            today=self.on,
            talks=self._talks(year),
            serious=self._serious(year, self._surely_serious),
            serious_at_most=self._serious(year, self._maybe_serious),
            trend=self._trend(year),
            police_reports=self._police(year),
            severities=self._severities(year),
            shares=self._shares(),
            rooms_total=conversations.rooms().count() or None,
            two_keys=True,  # by construction: vault/sealing.py knows no other way
            openers=sum(vault.recipients_known()),
            objection_is_free=True,  # by construction: an objection stops the camera and nothing else
            filming_since=began,
            assessed_on=began,  # no permit without a decided assessment
            by_law=self._groups(year, "law", Law.choices),
            by_kind=self._groups(year, "kind", Kind.choices),
            effects=self.effects(),
        )

    def _window(self, begin: date, end: date) -> Window | None:
        """None when nothing of it was counted."""
        if begin > end:
            return None
        origin = Origin(begin, end, self.checkpoint, self.since)
        return Window(origin, conversations.split(begin, end, "law", "kind"), incidents.spread(begin, end))

    def _uncounted(self) -> Origin:
        return Origin(self.on, self.on, self.checkpoint, self.on + timedelta(days=1))

    def _covers(self, kind: str) -> bool:
        return not self.proposed.kinds or kind in self.proposed.kinds

    def _held(self, window: Window) -> int:
        return sum(counts.held for (_law, kind), counts in window.talks.items() if self._covers(kind))

    def _talks(self, window: Window | None) -> Figure:
        name, source = _("Conversations held of the kinds that it covers"), _("Conversations")
        if window is None:
            return unknown(self._uncounted(), name=name, source=source, because=_("Nothing was counted yet."))
        return count(window.origin, name=name, source=source, counted=self._held(window), unknown_because="-")

    def _surely_serious(self, cell: incidents.Cell) -> bool:
        return bool(cell.kind) and self._covers(cell.kind) and (cell.severity or 0) >= SERIOUS

    def _maybe_serious(self, cell: incidents.Cell) -> bool:
        """Not described, or it isn't known at which kind of conversation: it could be one."""
        return (not cell.kind or self._covers(cell.kind)) and (cell.severity is None or cell.severity >= SERIOUS)

    def _serious(self, window: Window | None, test: Callable[[incidents.Cell], bool]) -> Figure:
        name, source = _("Serious incidents per 1,000 conversations"), _("Conversations and incidents")
        if window is None:
            because = _("Nothing was counted yet.")
            return unknown(self._uncounted(), name=name, source=source, because=because, unit=Unit.PER_1000)
        return rate(
            window.origin,
            name=name,
            source=source,
            events=_times(window.cells, test),
            exposure=self._held(window),
            unknown_because=_("There was no conversation of these kinds."),
        )

    def _trend(self, year: Window | None) -> tuple[Figure, Figure] | None:
        """All kinds together: of older incidents the kind of conversation often isn't known, and nobody asks for it."""
        if year is None or self.since >= year.origin.begin:
            return None
        end = year.origin.begin - timedelta(days=1)
        before = self._all_serious(
            Origin(self.since, end, self.checkpoint, self.since),
            events=incidents.serious_in_rooms(SERIOUS, self.since, end),
            exposure=conversations.counts(self.since, end).held,
        )
        now = self._all_serious(
            year.origin,
            events=_times(year.cells, lambda cell: (cell.severity or 0) >= SERIOUS),
            exposure=sum(counts.held for counts in year.talks.values()),
        )
        return (before, now) if before.known and now.known else None

    def _all_serious(self, origin: Origin, *, events: int, exposure: int) -> Figure:
        return rate(
            origin,
            name=_("Serious incidents per 1,000 conversations"),
            source=_("Conversations and incidents"),
            events=events,
            exposure=exposure,
            unknown_because=_("There was no conversation."),
        )

    def _police(self, window: Window | None) -> Figure:
        name, source = _("Reports to the police"), _("Incidents")
        if window is None:
            return unknown(self._uncounted(), name=name, source=source, because=_("Nothing was counted yet."))
        covered = [cell for cell in window.cells if self._covers(cell.kind)]
        return count(
            window.origin,
            name=name,
            source=source,
            counted=_times(covered, lambda cell: cell.police == PoliceReport.REPORT),
            undecided=_times(covered, lambda cell: cell.police == PoliceReport.UNKNOWN),
            unknown_because=_("Of some incidents it isn't decided yet."),
        )

    def _severities(self, window: Window | None) -> Mapping[int, int]:
        found: Counter[int] = Counter()
        for cell in window.cells if window else ():
            if cell.kind and self._covers(cell.kind) and cell.severity is not None:
                found[cell.severity] += cell.times
        return found

    def _shares(self) -> tuple[Figure, ...]:
        """Over the days that the gate looks at. The same days and the same rule."""
        begin = max(self.since, self.on - timedelta(days=gate.SHARE_DAYS))
        if begin > self.on:
            return ()
        origin = Origin(begin, self.on, self.checkpoint, self.since)
        found = conversations.split(begin, self.on, "kind")
        return tuple(
            share(
                origin,
                name=str(Kind(kind).label),
                source=_("Conversations and permits"),
                part=counts.under_permit,
                whole=counts.held,
                unknown_because=_("There was no conversation of this kind."),
            )
            for kind in self.proposed.kinds
            if (counts := found.get((kind,))) and kind in Kind.values
        )

    def _groups(
        self, window: Window | None, by: str, choices: Iterable[tuple[str, object]]
    ) -> tuple[Group, ...] | None:
        """Permits and serious incidents of the last year, per law or per kind."""
        if window is None:
            return () if gate.first_grant_on() is None else None
        permits: Counter[str] = Counter()
        for (law, kind), counts in window.talks.items():
            permits[law if by == "law" else kind] += counts.under_permit
        serious: Counter[str] = Counter()
        for cell in window.cells:
            if (cell.severity or 0) >= SERIOUS:
                serious[cell.law if by == "law" else cell.kind] += cell.times
        names = {value: str(label) for value, label in choices}
        return tuple(
            Group(names.get(value, value), permits[value], serious[value])
            for value in sorted({*permits, *serious})
            if value and (permits[value] or serious[value])
        )

    def effects(self) -> Mapping[str, tuple[Figure, Figure]]:
        """All incidents per 1,000 conversations before and since each means that began while we counted.

        Of a means that was tried, what happened after the trial says nothing.
        """
        day = timedelta(days=1)
        spans = {
            key: (choice.since, min(choice.until or self.on, self.on))
            for key, choice in self.proposed.means.items()
            if choice.standing in {"in_place", "tried"} and choice.since and self.since < choice.since <= self.on
        }
        edges = {edge for first, last in spans.values() for edge in (first, last + day)}
        until = incidents.before(edges, self.since, self.on + day)
        return {
            key: (
                self._all_rate(self.since, first - day, until[first]),
                self._all_rate(first, last, until[last + day] - until[first]),
            )
            for key, (first, last) in spans.items()
        }

    def _all_rate(self, begin: date, end: date, events: int) -> Figure:
        return rate(
            Origin(begin, end, self.checkpoint, self.since),
            name=_("Incidents per 1,000 conversations"),
            source=_("Conversations and incidents"),
            events=events,
            exposure=conversations.counts(begin, end).held,
            unknown_because=_("There was no conversation."),
        )


def _times(cells: Iterable[incidents.Cell], test: Callable[[incidents.Cell], bool]) -> int:
    return sum(cell.times for cell in cells if test(cell))
