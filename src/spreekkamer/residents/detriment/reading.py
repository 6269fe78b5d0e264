"""A file with counts from the benefits department, as CSV. Counts only: any other column is refused."""

import csv
import io
from collections.abc import Iterator
from datetime import date

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from spreekkamer.errors import Refused
from spreekkamer.residents.detriment.rules import Counted

COLUMNS = ("begin", "end", "objected_granted", "objected_refused", "others_granted", "others_refused")
DUTCH = {
    "van": "begin",
    "tot_en_met": "end",
    "nee_toegekend": "objected_granted",
    "nee_geweigerd": "objected_refused",
    "overig_toegekend": "others_granted",
    "overig_geweigerd": "others_refused",
}
MOST_BYTES = 100_000
HIGHEST = 10_000_000


def read_counts(data: bytes) -> list[Counted]:
    """The counts in the file. Raises Refused with the line that is wrong, and what to do; then nothing is taken in."""
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is too large for counts. Hand in one line per period."))
    rows = list(_rows(_text(data)))
    if not rows:
        raise Refused(_("The file has no lines with counts."))
    return rows


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
        if best is None:
            raise Refused(_("This is not a text file. Save it as CSV and try again.")) from None
        return str(best)


def _rows(text: str) -> Iterator[Counted]:
    lines = text.splitlines()
    separator = max(";,\t", key=(lines[0] if lines else "").count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    header = [_column(name) for name in next(reader, [])]
    lacking = [name for name, own in DUTCH.items() if own not in header]
    if lacking:
        raise Refused(_("The file lacks the columns: %(names)s.") % {"names": ", ".join(lacking)})
    if len(header) != len(COLUMNS):
        other = ", ".join(name for name in header if name not in COLUMNS) or _("the same column twice")
        raise Refused(_("Hand in counts only. These columns have no place here: %(names)s.") % {"names": other})
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _counted(dict(zip(header, cells, strict=False)), reader.line_num)


def _column(name: str) -> str:
    bare = "_".join(name.strip().lower().replace("-", " ").split())
    return DUTCH.get(bare, bare)


def _counted(row: dict[str, str], line: int) -> Counted:
    try:
        begin, end = (_day(row[name]) for name in COLUMNS[:2])
        numbers = [int(row[name].strip()) for name in COLUMNS[2:]]
    except (KeyError, ValueError):
        raise Refused(
            _("Line %(line)d: write days as 2026-01-31 or 31-01-2026, and counts as whole numbers.") % {"line": line}
        ) from None
    if end < begin or any(not 0 <= number <= HIGHEST for number in numbers):
        raise Refused(_("Line %(line)d: the period ends before it begins, or a count can't be right.") % {"line": line})
    return Counted(begin, end, *numbers)


def _day(text: str) -> date:
    parts = text.strip().replace("/", "-").split("-")
    if len(parts[0]) == 4:  # noqa: PLR2004 - a year
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    return date(int(parts[2]), int(parts[1]), int(parts[0]))
