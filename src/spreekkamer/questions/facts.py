"""What this municipality's records know, as the rules of answering take it. Plain values: no database, no clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from spreekkamer.figures.figure import Figure, Origin


@dataclass(frozen=True)
class Talks:
    """Conversations about one law and of one kind, in one period."""

    held: int = 0
    under_permit: int = 0
    """Of those that were held."""
    dropped: int = 0
    """Cancelled, or the resident did not come."""

    def __add__(self, other: "Talks") -> "Talks":
        return Talks(self.held + other.held, self.under_permit + other.under_permit, self.dropped + other.dropped)


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One incident as far as it is known. None: nobody has said yet."""

    law: str | None
    kind: str | None
    """The kind of conversation it happened at."""
    conversation: str | None
    """An opaque mark of the held conversation it happened at."""
    severity: int | None
    police: str | None
    """`report`, `notification` or `none`."""
    described: bool
    handed_over: bool
    """Whether the police got a file of it."""
    first_care_in_time: bool | None
    """None: not asked, not due yet, or set aside with a reason."""
    all_in_time: bool | None
    """The same of every step of the aftercare that is due."""


IncidentTest = Callable[[Incident], bool | None]
"""Whether something is so of an incident; None when it isn't known."""


@dataclass(frozen=True, kw_only=True)
class Objections:
    """Conversations in the period at which the resident said no to filming, and what came of them."""

    standing: int
    held: int
    dropped: int
    """Cancelled, or the resident did not come."""
    permits_after: int
    """Permits that began while the objection stood."""
    stopped_late: int
    """Permits that were in force when the objection came, and still were a minute later."""


@dataclass(frozen=True)
class Requests:
    """What residents asked or complained of in the period, of one kind."""

    received: int
    answered: int
    in_time: int
    granted: int


@dataclass(frozen=True, kw_only=True)
class Period:
    """What was recorded in one period."""

    origin: Origin
    talks: Mapping[tuple[str, str], Talks]
    """By law and kind of conversation."""
    incidents: tuple[Incident, ...]
    alarms: int
    alarms_answered: int
    notices: int
    notices_judged: int
    """Of these: of which it is known until when they were in time."""
    notices_in_time: int
    objections: Objections
    requests: Mapping[str, Requests]
    """By kind (`residents.models.RequestKind`); every kind is in it."""
    permits: int
    permits_outside_assessment: int
    """Permits under another assessment than the one in force on that day."""
    refusals: int
    refused_because: Mapping[str, int]
    """By the code of the gate's condition. One refusal can have several reasons."""
    acts: Mapping[str, tuple[date, ...]]
    """The days of the log's entries, by kind of act."""

    def talks_where(self, *, law: str | None = None, kind: str | None = None) -> Talks:
        """The conversations about this law, of this kind, or all."""
        chosen = (t for (about, of), t in self.talks.items() if law in {None, about} and kind in {None, of})
        return sum(chosen, Talks())

    def incidents_where(self, test: IncidentTest) -> tuple[int, int]:
        """How many incidents are so for certain, and of how many more that isn't known."""
        found = [test(incident) for incident in self.incidents]
        return found.count(True), found.count(None)


@dataclass(frozen=True)
class PartOutcome:
    """One part of the test as it turned out the last time."""

    name: str
    status: str
    """A value of `assessments.rules.findings.Status`."""
    reasons: tuple[str, ...]
    """What doesn't hold, or isn't known."""


@dataclass(frozen=True)
class Means:
    """The means of safety that were weighed, and what came of them. By name, the lightest first."""

    compared: tuple[str, ...]
    in_place: tuple[str, ...]
    late: tuple[str, ...]
    """Promised for a day that has passed, and not there."""


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The newest decided assessment."""

    version: str
    title: str
    allows_camera: bool
    ground: str
    rooms: tuple[str, ...]
    kinds: tuple[str, ...]
    sound: bool
    pre_roll_seconds: int
    maximum_seconds: int
    retention_days: int | None
    notice_working_days: int
    share_bound_percent: int
    dpo_advice_on: date | None
    works_council_consent_on: date | None
    decided_on: date
    expires_on: date | None
    conditions: str
    means: Means
    tested_on: date | None
    parts: tuple[PartOutcome, ...]
    """Empty when it was never tested."""
    reviews_open: int
    """Reasons to look at it again that nobody has answered yet."""


@dataclass(frozen=True)
class Suspension:
    """Filming is stopped since this day; without a room, in all rooms."""

    room: str | None
    since: date


@dataclass(frozen=True)
class NoDetriment:
    """Whether people who said no are refused more often, from counts that the benefits department handed in."""

    others: Figure
    objected: Figure
    sentences: tuple[str, ...]
    """What the test on these counts tells, and what it can't; empty when one of the two is unknown."""


@dataclass(frozen=True)
class Protocol:
    """The aftercare protocol in force."""

    version: str
    steps: tuple[tuple[str, str], ...]
    """What must be done, and within which term."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that an answer is made of."""

    municipality: str
    is_example: bool
    counting_since: date
    day: date
    """The day of the log's newest entry: as far as these records go."""
    log_origin: str
    log_size: int
    log_root: str
    whole: Period
    """The period that was asked for."""
    counted: Period | None
    """The part of it that was counted; None when nothing of it was."""
    assessment: Assessment | None
    suspensions: tuple[Suspension, ...]
    """Those that stand now."""
    share_days: int
    """Over how many days the gate counts the share of conversations under a permit."""
    rooms: int
    rooms_with_camera: int
    recordings_kept: int
    """Sealed recordings that exist now."""
    holds_standing: int
    no_detriment: NoDetriment | None
    """Of the period asked for; None when nothing was handed in."""
    protocol: Protocol
    log_address: str
    register_address: str

    @property
    def periods(self) -> tuple[Period, ...]:
        """The period asked for, and the counted part of it when that is another."""
        if self.counted is None or self.counted.origin == self.whole.origin:
            return (self.whole,)
        return (self.whole, self.counted)
