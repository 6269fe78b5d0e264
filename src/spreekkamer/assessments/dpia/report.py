"""What was taken over from a file or into one, what was not, and what to look at: nothing goes missing in silence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import ngettext

from spreekkamer.assessments.dpia.richtext import readable


def with_rows(title: str, rows: int) -> str:
    """What a group is called, with how many rows it has."""
    return ngettext("%(title)s: %(rows)d row", "%(title)s: %(rows)d rows", rows) % {"title": title, "rows": rows}


@dataclass(frozen=True)
class Taken:
    """Something found its place. `source` and `target` are places in the two forms; `what` is its name there."""

    source: str
    target: str
    what: str


@dataclass(frozen=True)
class Kept:
    """Something has no place in the other form. It stays in the record, letter by letter."""

    place: str
    why: str


@dataclass(frozen=True)
class Report:
    """An import or export, told to whoever did it."""

    form: str
    taken: tuple[Taken, ...] = ()
    kept: tuple[Kept, ...] = ()
    remarks: tuple[str, ...] = ()

    def with_remarks(self, *remarks: str) -> "Report":
        """The same with more to look at."""
        return replace(self, remarks=(*self.remarks, *remarks))

    def as_json(self) -> dict[str, Any]:
        """For `--json` and for the record."""
        return {
            "form": self.form,
            "taken": [{"source": each.source, "target": each.target, "what": each.what} for each in self.taken],
            "kept": [{"place": readable(each.place), "why": each.why} for each in self.kept],
            "remarks": [readable(each) for each in self.remarks],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Report":
        """From the record."""
        return cls(
            form=stored["form"],
            taken=tuple(Taken(**each) for each in stored["taken"]),
            kept=tuple(Kept(**each) for each in stored["kept"]),
            remarks=tuple(stored["remarks"]),
        )
