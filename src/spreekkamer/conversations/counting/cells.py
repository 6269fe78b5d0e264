"""What one conversation adds to the totals, and where. Pure: facts in, numbers out."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import add
from typing import NamedTuple
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Cell(NamedTuple):
    """Where a conversation is counted: its day in Dutch time, its room, law and kind."""

    day: date
    room: int
    law: str
    kind: str

    def beginning(self, **first: int) -> "Cell":
        """The same for a longer time: with `day=1` for its month, with `month=1, day=1` for its year."""
        return Cell(self.day.replace(**first), self.room, self.law, self.kind)


@dataclass(frozen=True)
class Counts:
    """Numbers of conversations. A conversation has one of the first four; the other three say more of it."""

    planned: int = 0
    """Planned or going on: with a day in the past, nobody said yet whether it was held."""
    held: int = 0
    cancelled: int = 0
    no_show: int = 0
    moved: int = 0
    """Of all of these: those that first stood at another time."""
    under_permit: int = 0
    """Of those held: under a permit, at least partly."""
    objected: int = 0
    """Of those held: the resident had said no to filming."""

    @property
    def dropped(self) -> int:
        """Cancelled, or the resident did not come."""
        return self.cancelled + self.no_show

    @property
    def all(self) -> int:
        """However it ended."""
        return self.planned + self.held + self.dropped

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*map(add, self.numbers, other.numbers))

    def times(self, number: int) -> "Counts":
        """So many of it; negative to take away."""
        return Counts(*(each * number for each in self.numbers))

    @property
    def numbers(self) -> tuple[int, ...]:
        """In the order of COLUMNS."""
        return (
            *(self.planned, self.held, self.cancelled, self.no_show),
            *(self.moved, self.under_permit, self.objected),
        )


def day_of(moment: datetime) -> date:
    """The day in Dutch time on which this is."""
    return moment.astimezone(AMSTERDAM).date()


COLUMNS = tuple(field.name for field in fields(Counts))


class Standing(NamedTuple):
    """What counts of one conversation."""

    day: date
    """On which it is, in Dutch time."""
    room: int
    law: str
    kind: str
    state: str
    under_permit: bool = False
    was_moved: bool = False
    objected: bool = False

    @property
    def cell(self) -> Cell:
        """Where it is counted."""
        return Cell(self.day, self.room, self.law, self.kind)

    @property
    def counts(self) -> Counts:
        """What it adds there."""
        held = self.state == "held"
        return Counts(
            planned=self.state in ("planned", "open"),
            held=held,
            cancelled=self.state == "cancelled",
            no_show=self.state == "no_show",
            moved=self.was_moved,
            under_permit=held and self.under_permit,
            objected=held and self.objected,
        )
