"""Two people who edit one draft, and two versions side by side: flat contents, compared field by field. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from spreekkamer.ledger.leaf import Json

Contents = Mapping[str, Json]


@dataclass(frozen=True)
class Difference:
    """One field that differs. A field that wasn't there is None."""

    field: str
    old: Json
    new: Json


@dataclass(frozen=True)
class Merged:
    """What came of putting two edits together."""

    values: dict[str, Json]
    conflicts: tuple[Difference, ...]
    """Fields that both changed, to different things: `old` is what the other saved, `new` what was now asked for."""
    theirs: tuple[Difference, ...]
    """What the other changed in the meantime, and is kept."""


def difference(old: Contents, new: Contents) -> tuple[Difference, ...]:
    """The fields in which two contents differ, in the order of the new one."""
    fields = list(dict.fromkeys([*new, *old]))
    return tuple(
        Difference(field, old.get(field), new.get(field)) for field in fields if old.get(field) != new.get(field)
    )


def merge(base: Contents, theirs: Contents, mine: Contents) -> Merged:
    """Put `mine` on top of `theirs`; both began from `base`. `mine` may hold only some of the fields.

    A field that only one of them changed gets that change. One that both changed alike is no conflict.
    """
    values: dict[str, Json] = dict(theirs)
    conflicts = []
    for field, wanted in mine.items():
        began, now = base.get(field), theirs.get(field)
        if wanted in (began, now):
            continue
        if now != began:
            conflicts.append(Difference(field, now, wanted))
        else:
            values[field] = wanted
    return Merged(values, tuple(conflicts), difference(base, theirs))
