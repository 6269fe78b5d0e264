"""What the test looks at: the design as it is proposed, and the records as they are. None means: not known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from spreekkamer.assessments.catalogue import Means, ladder
from spreekkamer.figures.figure import Figure


@dataclass(frozen=True, kw_only=True)
class MeansChoice:
    """What became of one means in the comparison."""

    standing: str = ""
    """A value of `models.Standing`; empty: not looked at."""
    reason: str = ""
    effect: str = ""
    cost: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Design:
    """What is proposed, with its arguments. The fields are those of `models.Assessment`."""

    conclusion: str
    chosen: Means | None
    rooms: tuple[str, ...]
    kinds: tuple[str, ...]
    selection: str
    sound: bool
    pre_roll_seconds: int
    maximum_seconds: int
    retention_days: int | None
    notice_working_days: int
    share_bound_percent: int
    reasoning: str
    purposes: tuple[str, ...]
    ground_article: str
    ground: str
    ground_argument: str
    special_data: bool | None
    special_data_argument: str
    sound_argument: str
    need: str
    serious_floor: float
    necessity_argument: str
    proportionality_argument: str
    means: Mapping[str, MeansChoice]
    ladder: tuple[Means, ...] = field(default_factory=ladder)
    """All means that there are, the lightest first: the catalogue, and the municipality's own."""

    @property
    def lesser(self) -> tuple[Means, ...]:
        """All means on the ladder that are less intrusive than the chosen one; none when nothing is chosen."""
        keys = [each.key for each in self.ladder]
        return self.ladder[: keys.index(self.chosen.key)] if self.chosen and self.chosen.key in keys else ()

    @property
    def films(self) -> bool:
        """Whether a camera is proposed."""
        return self.conclusion == "camera"

    def choice(self, key: str) -> MeansChoice:
        """What became of this means; nothing yet when it was not looked at."""
        return self.means.get(key, MeansChoice())


@dataclass(frozen=True)
class Group:
    """Permits and serious incidents in one group of conversations."""

    name: str
    permits: int
    serious: int


@dataclass(frozen=True, kw_only=True)
class Records:
    """What was counted, and how the rooms are run, as far as it concerns this design."""

    today: date
    talks: Figure
    """Conversations held of the kinds that it covers, in the last year."""
    serious: Figure
    """Serious incidents (severity 3 and 4) per 1,000 of those, as far as they were described."""
    serious_at_most: Figure
    """The same, if every incident that could also be one is."""
    trend: tuple[Figure, Figure] | None
    """The rate of serious incidents at all conversations before the last year, and in it. None: no earlier year."""
    police_reports: Figure
    severities: Mapping[int, int] = field(default_factory=dict)
    """Incidents at conversations of these kinds in the last year, by severity; without those not described."""
    shares: tuple[Figure, ...] = ()
    """Share under a permit, for each kind that it covers, over the days that the gate counts. `name`: the kind."""
    rooms_total: int | None
    two_keys: bool | None
    """Whether opening a recording takes two people of different roles."""
    openers: int | None
    """How many people hold one of the two keys."""
    objection_is_free: bool | None
    """Whether saying no costs the resident nothing."""
    filming_since: date | None
    """The first day on which a camera was on; None: never."""
    assessed_on: date | None
    """When it was first decided, before or after that."""
    by_law: tuple[Group, ...] | None = None
    by_kind: tuple[Group, ...] | None = None
    effects: Mapping[str, tuple[Figure, Figure]] = field(default_factory=dict)
    """Incidents per 1,000 conversations before a means was there, and since; by key of the means."""


@dataclass(frozen=True)
class Facts:
    """All that the test looks at."""

    design: Design
    records: Records
