"""Attachments that a document names: "Bijlage: overzicht", "Bijlagen" with a list behind it."""

import re
from collections.abc import Sequence

_NAMED = re.compile(r"^Bijlagen?\s*(?:\d{1,2}\s*)?(?:\(n\)|\(en\))?\s*[:.–-]\s*(?P<what>\S.{1,200})$", re.IGNORECASE)
_NUMBERED = re.compile(r"^Bijlage\s+(?:\d{1,2}|[A-Z])\s+(?P<what>[A-Z«].{2,200})$")
_NONE = re.compile(r"^(?:geen|n\.?v\.?t\.?|-|0|nee)\.?$", re.IGNORECASE)
# "Raadpleegbaar via tweedekamer.nl", behind the mark of an attachment
_ATTACHED = re.compile(r"^\d*\s*Raadpleegbaar via (?:www\.)?tweedekamer\.nl", re.IGNORECASE)


def attachments_in(lines: Sequence[str], notes: Sequence[str] = ()) -> tuple[str, ...]:
    """The attachments that lines of a document name, and notes that say that something is attached."""
    found = []
    for line in lines:
        match = _NAMED.match(line) or _NUMBERED.match(line)
        if match and not _NONE.match(match["what"].strip()):
            found.append(match["what"].strip())
    found += [note for note in notes if _ATTACHED.match(note) or re.match(r"(?:Zie )?[Bb]ijlage\b", note)]
    return tuple(dict.fromkeys(found))
