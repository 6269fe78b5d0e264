"""Which change of the design would pass which part? The test itself is asked, on the design as it would be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spreekkamer.assessments.catalogue import get
from spreekkamer.assessments.rules.facts import Facts, MeansChoice
from spreekkamer.assessments.rules.findings import Finding, Part, Status
from spreekkamer.assessments.rules.four_parts import test
from spreekkamer.assessments.rules.proportionality import LARGEST_BOUND_PERCENT, LONGEST_RETENTION_DAYS

LIGHTEST_CAMERA = "memory_video"


@dataclass(frozen=True)
class Change:
    """One thing that could be done otherwise."""

    code: str
    text: str | Promise
    apply: Callable[[Facts], Facts]


@dataclass(frozen=True)
class Way:
    """How one part that doesn't hold could come to hold."""

    part: Part
    changes: tuple[Change, ...]
    """Only those that this part can't do without."""
    remains: tuple[Finding, ...]
    """What no change of the design mends: figures and reasons."""


def _design(**changes: object) -> Callable[[Facts], Facts]:
    return lambda facts: replace(facts, design=replace(facts.design, **changes))  # type: ignore[arg-type]


def _records(**changes: object) -> Callable[[Facts], Facts]:
    return lambda facts: replace(facts, records=replace(facts.records, **changes))  # type: ignore[arg-type]


def _anew(facts: Facts) -> Facts:
    """Nothing was filmed under the new design yet, so its share and its permits are none."""
    records = replace(facts.records, filming_since=None, by_law=(), by_kind=())
    return replace(facts, records=records)


def _fewer_rooms(facts: Facts) -> Facts:
    total = facts.records.rooms_total
    rooms = facts.design.rooms[: max(1, (total or 1) - 1)]
    return replace(facts, design=replace(facts.design, rooms=rooms))


def _lighter_means_first(facts: Facts) -> Facts:
    means = dict(facts.design.means)
    for each in facts.design.lesser:
        means[each.key] = MeansChoice(standing="in_place")
    return replace(facts, design=replace(facts.design, means=means))


CHANGES: Sequence[Change] = (
    Change(
        "memory_only",
        _("Choose “in memory only until an alarm, without sound”."),
        _design(chosen=get(LIGHTEST_CAMERA), pre_roll_seconds=20),
    ),
    Change("length", _("Record at most half an hour after an alarm."), _design(maximum_seconds=1800)),
    Change("no_sound", _("Leave the sound out."), _design(sound=False)),
    Change(
        "one_by_one",
        _("A camera at one conversation at a time, after a threat or violence that was seen."),
        _design(selection="motivated"),
    ),
    Change(
        "bound",
        _("Set a bound on the share of conversations under a permit."),
        _design(share_bound_percent=LARGEST_BOUND_PERCENT // 2),
    ),
    Change("fewer_rooms", _("Leave at least one room without a camera."), _fewer_rooms),
    Change("retention", _("Keep recordings at most four weeks."), _design(retention_days=LONGEST_RETENTION_DAYS)),
    Change("two_keys", _("Seal recordings to two keys of different roles."), _records(two_keys=True)),
    Change(
        "no_costs",
        _("Let a “no” always stop the camera, at no cost to the resident."),
        _records(objection_is_free=True),
    ),
    Change(
        "ground",
        _("Found it on the care for employees (ground c, article 3 Arbowet)."),
        _design(ground_article="c", ground="art. 6 lid 1 onder c AVG, met art. 3 lid 2 Arbowet"),
    ),
    Change(
        "purposes",
        _("Use pictures for safety and police reports only."),
        _design(purposes=("staff_safety", "police_report")),
    ),
    Change("anew", _("Stop, and begin anew after the decision on a new assessment."), _anew),
    Change("lighter_first", _("Have all lighter means in place first."), _lighter_means_first),
)


def ways(facts: Facts) -> tuple[Way, ...]:
    """For each part that doesn't hold: the changes it needs, and what they leave open."""
    verdict = test(facts)
    return tuple(_way(part, facts) for part in Part if verdict.status(part) is not Status.HOLDS)


def _way(part: Part, facts: Facts) -> Way:
    needed = list(CHANGES)
    remains = _open(part, _with(facts, needed))
    for change in CHANGES:
        fewer = [each for each in needed if each is not change]
        if _open(part, _with(facts, fewer)) == remains:
            needed = fewer
    return Way(part, tuple(needed), remains)


def _open(part: Part, facts: Facts) -> tuple[Finding, ...]:
    return tuple(finding for finding in test(facts).of(part) if finding.status is not Status.HOLDS)


def _with(facts: Facts, changes: Sequence[Change]) -> Facts:
    for change in changes:
        facts = change.apply(facts)
    return facts
