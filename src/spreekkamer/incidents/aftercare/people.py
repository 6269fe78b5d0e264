"""Who looks after whom, and who may see what of a case. Pure functions over what the queries found.

By role and by case: the employee sees everything about themself; the manager who has the case, who stands in for them,
and the manager above them see the case; every manager sees a case that nobody has taken yet; the security coordinator
sees each case without names or texts; nobody else sees anything.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class View(StrEnum):
    """How much of a case somebody sees."""

    NOTHING = "nothing"
    UNNAMED = "unnamed"
    """Kinds, severity, terms; no names and no texts."""
    OWN = "own"
    """All that is about oneself; nothing to do."""
    FULL = "full"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One person beside one case."""

    person: int
    leads_cases: bool
    """May read and complete incidents at all."""
    coordinates: bool
    employee: int | None
    reporter: int | None
    manager: int | None
    substitutes: Collection[int]
    """Who stands in today for the manager of the case."""
    above: Collection[int]
    """The managers above the manager of the case."""


def view(standing: Standing) -> View:
    """How much this person sees of this case."""
    person = standing.person
    if standing.leads_cases and person != standing.employee:
        mine = {standing.manager, *standing.substitutes, *standing.above}
        if standing.manager is None or person in mine:
            return View.FULL
    if person == standing.employee or (standing.employee is None and person == standing.reporter):
        return View.OWN
    return View.UNNAMED if standing.coordinates else View.NOTHING


def recipient(manager: int | None, stand_ins: Mapping[int, int], active: Collection[int]) -> int | None:
    """Who gets the mail for this manager today: themself, or whoever stands in, as far as that goes."""
    seen: set[int] = set()
    while manager is not None and manager not in seen:
        seen.add(manager)
        if manager not in stand_ins:
            return manager if manager in active else None
        manager = stand_ins[manager]
    return None


def above(manager: int | None, lines: Mapping[int, int], active: Collection[int]) -> int | None:
    """The first manager above this one who is still here."""
    seen: set[int] = set()
    while manager is not None and manager not in seen:
        seen.add(manager)
        manager = lines.get(manager)
        if manager in active:
            return manager
    return None
