"""E-mail: a saved message (.eml), or one pasted as text with its "Van:", "Aan:", "Onderwerp:"."""

import contextlib
import email.policy
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from spreekkamer.questions.reading.dates import spelled

from . import page
from .text import Extracted, unquoted

_HEADER = re.compile(
    r"(?im)^(?:from|to|subject|date|received|return-path|mime-version|message-id|content-type):[ \t]*\S"
)
_ENOUGH = 3


def is_message(text: str) -> bool:
    """Whether the file is a saved message: headers of RFC 5322 from its first line on."""
    head = re.split(r"\r?\n\r?\n", text.lstrip(), maxsplit=1)[0]
    return re.match(r"[A-Za-z-]+:", text) is not None and len(_HEADER.findall(head)) >= _ENOUGH


def message(data: bytes) -> Extracted:
    """The message's own text below the headers that tell who, when and about what."""
    read = message_from_bytes(data, policy=email.policy.default)
    body = read.get_body(("plain", "html"))
    text = body.get_content() if isinstance(body, EmailMessage) else ""
    found = page.page(text) if body is not None and body.get_content_subtype() == "html" else Extracted(unquoted(text))
    attached = tuple(name for part in read.iter_attachments() if (name := part.get_filename()))
    warnings = (f"The message has attachments that were not read: {', '.join(attached)}.",) if attached else ()
    return Extracted("\n".join([*_head(read), "", found.text]), found.notes, attached, warnings)


def _head(read: EmailMessage) -> list[str]:
    """The headers in the words of a Dutch message, the day written out."""
    lines = [
        f"{dutch}: {read[name]}" for name, dutch in (("From", "Van"), ("To", "Aan"), ("Subject", "Onderwerp")) if read[name]
    ]  # fmt: skip
    with contextlib.suppress(TypeError, ValueError):
        lines.append(f"Verzonden: {spelled(parsedate_to_datetime(str(read['Date'])).date())}")
    return lines
