"""A file of whatever make -> rows of texts, or a calendar. Says what it can't read; never holds a whole list."""

import csv
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice
from typing import IO, Any, NamedTuple

import openpyxl
from django.utils.translation import gettext as _

from spreekkamer.conversations.importing.encodings import Content, encoding_of, lines_of, opened
from spreekkamer.conversations.importing.mapping import recognised
from spreekkamer.errors import Refused

SEPARATORS = ";,\t|"
EMPTY = SEPARATORS + " \ufeff"
"""What is left of a row in which nothing stands."""
SAMPLE = 60
MOST_LINES_IN_A_CELL = 30
"""A quote that is still open after so many lines was never closed."""
MOST_UNPACKED = 1 << 30


class Row(NamedTuple):
    """One row: its number in the file (the first is 1) and its cells as text."""

    number: int
    cells: list[str]


@dataclass
class Table:
    """A list: its headings, and its rows, which can be gone through once."""

    headings: list[str]
    sample: list[list[str]]
    rows: Iterator[Row]


def kind_of(content: Content) -> str:
    """`calendar`, `xlsx` or `csv`, by what is in it; the name of a file is only a name.

    Raises Refused for what is none of these.
    """
    with opened(content) as file:
        head = file.read(4096)
    if not head.strip(b"\0\r\n\t \xef\xbb\xbf"):
        raise Refused(_("The file is empty. Choose another file."), code="empty")
    if head.startswith(b"PK"):
        return "xlsx"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            _("This is a spreadsheet in the old Excel form. Save it as .xlsx or .csv and try again."), code="format"
        )
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"GIF8", b"{", b"[", b"<")):
        raise Refused(
            _("This is no list of appointments. Give a calendar (.ics) or a list (.csv or .xlsx)."), code="format"
        )
    text = head.decode(encoding_of(head), "replace").upper()
    return "calendar" if "BEGIN:VCALENDAR" in text or "BEGIN:VEVENT" in text else "csv"


def open_table(file: IO[bytes], kind: str) -> Table:
    """The list in this file. Raises Refused when it can't be read, or has no headings that we know."""
    rows = _xlsx_rows(file) if kind == "xlsx" else _csv_rows(lines_of(file))
    try:
        start = list(islice(rows, SAMPLE))
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise Refused(_("This spreadsheet is damaged. Save it again and try once more."), code="broken") from error
    best = max(start, key=lambda row: (recognised(row.cells), -row.number), default=None)
    if best is None or not recognised(best.cells):
        raise Refused(
            _("No row with headings was found, such as date, time, room and status. Add one and try again."),
            code="headings",
        )
    below = [row for row in start if row.number > best.number]
    headings = [cell.strip() for cell in best.cells]
    return Table(headings, [row.cells for row in below], chain(below, rows))


def _csv_rows(lines: Iterator[str]) -> Iterator[Row]:
    start = list(islice(lines, SAMPLE))
    separator, width = _separator(start)
    numbered = enumerate(chain(start, lines), start=1)
    for number, line in numbered:
        text, unread = _joined(line, numbered) if line.count('"') % 2 else (line, None)
        for at, other in [(number, text), *(unread or ())]:
            if row := _row(at, other, separator, width):
                yield row


def _joined(line: str, numbered: Iterator[tuple[int, str]]) -> tuple[str, list[tuple[int, str]] | None]:
    """A cell that goes on over several lines, whole. A quote that never closes is taken as a plain character."""
    read: list[tuple[int, str]] = []
    quotes, text = line.count('"'), line
    for number, more in islice(numbered, MOST_LINES_IN_A_CELL):
        read.append((number, more))
        quotes += more.count('"')
        text += more
        if quotes % 2 == 0:
            return text, None
    return line.replace('"', ""), read


def _row(number: int, line: str, separator: str, width: int) -> Row | None:
    bare = line.strip("\r\n\0")
    if not bare.strip(EMPTY):
        return None
    cells = _split(bare, separator)
    if len(cells) < width:
        # Lists that were put together from several: another separator may be this row's.
        others = (_split(bare, other) for other in SEPARATORS if other != separator and other in bare)
        cells = max((cells, *others), key=lambda found: (len(found) == width, len(found)))
    return Row(number, [cell.strip() for cell in cells])


def _split(line: str, separator: str) -> list[str]:
    if '"' not in line:
        return line.split(separator)
    try:
        return next(csv.reader((line,), delimiter=separator), [])
    except csv.Error:
        return line.replace('"', "").split(separator)


def _separator(lines: list[str]) -> tuple[str, int]:
    """The separator that gives most rows one and the same number of cells, and that number.

    Microsoft Excel may say so itself, in a first line `sep=;`.
    """
    found: dict[str, tuple[int, int]] = {}
    for separator in SEPARATORS:
        widths = Counter(len(_split(line.strip("\r\n"), separator)) for line in lines if line.strip())
        widths.pop(1, None)
        if widths:
            width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
            found[separator] = rows, width
    said = lines[0].casefold().strip() if lines else ""
    if said.startswith("sep=") and said[4:5] in found:
        return said[4:5], found[said[4:5]][1]
    if not found:
        return SEPARATORS[0], 1
    best = max(found, key=lambda separator: (found[separator], -SEPARATORS.index(separator)))
    return best, found[best][1]


def _xlsx_rows(file: IO[bytes]) -> Iterator[Row]:
    with zipfile.ZipFile(file) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
            raise Refused(_("This spreadsheet is too large. Save it as .csv and try again."), code="too_large")
        if "xl/workbook.xml" not in parts.namelist():
            raise Refused(_("This is no spreadsheet of Excel. Save it as .xlsx or .csv and try again."), code="format")
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    sheet = _fullest_sheet(book)
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [_as_text(cell) for cell in cells]
        if any(texts):
            yield Row(number, texts)


def _fullest_sheet(book: Any) -> Any:
    """The sheet whose first rows look most like a list of appointments."""
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some software writes a wrong size, which would hide rows
    return max(
        book.worksheets,
        key=lambda sheet: max(
            (recognised([_as_text(cell) for cell in row]) for row in islice(sheet.iter_rows(values_only=True), 20)),
            default=0,
        ),
    )


def _as_text(cell: object) -> str:
    """A cell as if somebody had typed it; dates and times in a form that can be read in one way only."""
    match cell:
        case None:
            return ""
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
        case date() | time():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell).strip()
