"""A table to lines: councils answer in tables ("Vraag | Antwoord"), and write their heads in them ("Datum | ...")."""

import re
from collections.abc import Iterable, Sequence

_ASKED = re.compile(r"(?:(?:uw|de)\s+)?(?:gestelde\s+)?vra(?:ag|gen)(?:\s*/\s*opmerking(?:en)?)?\s*:?", re.IGNORECASE)
_ANSWERED = re.compile(
    r"(?:(?:ons|het)\s+)?(?:antwoord(?:en)?|beantwoording|reactie)(?:\s+(?:van\s+het\s+)?college)?\s*:?", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:nr|nummer|#|no)\.?\s*:?", re.IGNORECASE)
_LABEL = re.compile(r"[A-Z][\w .()/-]{1,40}:?")
_OWN_NUMBER = re.compile(r"^(?:[Vv]raag\s*)?(\d{1,3})\s*[.):]?\s*")


def lines_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as paragraphs: questions and answers under headings when the table's head says which is which."""
    rows = [list(row) for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return []
    head = [cell.strip() for cell in rows[0]]
    asked = next((i for i, cell in enumerate(head) if _ASKED.fullmatch(cell)), None)
    answered = next((i for i, cell in enumerate(head) if _ANSWERED.fullmatch(cell)), None)
    if asked is not None and answered is not None:
        numbered = next((i for i, cell in enumerate(head) if _NUMBERED.fullmatch(cell)), None)
        return list(_pairs(rows[1:], asked, answered, numbered))
    return [_row(row) for row in rows]


def _pairs(rows: Iterable[Sequence[str]], asked: int, answered: int, numbered: int | None) -> Iterable[str]:
    number = 0
    for row in rows:
        cells = [cell.strip() for cell in row] + [""] * (max(asked, answered) + 1 - len(row))
        own = _OWN_NUMBER.match(cells[asked])
        printed = cells[numbered] if numbered is not None else own[1] if own else ""
        number = int(printed.strip(". )")) if printed.strip(". )").isdecimal() else number + 1
        text = cells[asked][own.end() :] if own and numbered is None else cells[asked]
        yield f"Vraag {number}\n{text}"
        if cells[answered]:
            yield f"Antwoord {number}\n{cells[answered]}"
        rest = [c for i, c in enumerate(cells) if c and i not in (asked, answered, numbered)]
        if rest:
            yield " | ".join(rest)


def _row(row: Sequence[str]) -> str:
    cells = [cell.strip() for cell in row if cell.strip()]
    if len(cells) == 2 and _LABEL.fullmatch(cells[0]):  # noqa: PLR2004 -- a label and its value
        return f"{cells[0].rstrip(':')}: {cells[1]}"
    return " | ".join(cells) if all("\n" not in cell for cell in cells) else "\n".join(cells)
