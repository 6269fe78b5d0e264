"""A file with a DPIA, as somebody has it: which form it is of, and what stands in it. Pure.

Whatever is wrong is said in a sentence with what to do; what can be read all the same is read.
"""

import ctypes
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import charset_normalizer
import pypdfium2
import pypdfium2.raw as pdfium
from django.utils.translation import gettext as _

from spreekkamer.assessments.dpia.document import KEY

MAX_BYTES = 30_000_000
DEEPEST = 60
"""Levels of nesting. The forms use seven; what goes deeper was made to do harm."""
MBZK, CNIL = "mbzk", "cnil"
PDF_KEY = b"AssessmentData"
"""Where the government's form puts the answers in the PDF that it makes."""


class Unreadable(Exception):
    """The file can't be read. The message says why, and what to do."""


@dataclass(frozen=True)
class Source:
    """What a file holds: the form that it is of, its contents, and what stood out."""

    form: str
    contents: dict[str, Any]
    text: str
    remarks: tuple[str, ...]


def read(data: bytes) -> Source:
    """The contents of a file. Raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable(_("This file is larger than 30 MB. Take out the pictures and export it again."))
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable(_("This file is empty. Export the DPIA again and choose the new file."))
    _refuse_other_files(data)
    text, remarks = _from_pdf(data) if data.startswith(b"%PDF") else _decoded(data)
    contents, doubles = _parsed(text)
    return Source(_form_of(contents), contents, text, (*remarks, *doubles))


def _refuse_other_files(data: bytes) -> None:
    begin = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK\x03\x04"):
        raise Unreadable(
            _("This is a ZIP, Word or Excel file. Unpack it, or export the DPIA as JSON, and choose the .json file.")
        )
    if begin[:1] == b"<":
        raise Unreadable(_("This is a web page or XML. Export the DPIA as JSON, and choose the .json file."))


def _from_pdf(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The answers inside a PDF of the government's form."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_("This PDF is broken or locked. Export the DPIA as JSON, and choose that file.")) from error
    size = pdfium.FPDF_GetMetaText(document, PDF_KEY, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, PDF_KEY, buffer, size)
    document.close()
    text = buffer.raw.decode("utf-16-le", "surrogatepass").rstrip("\x00")
    if not text:
        raise Unreadable(
            _("There are no answers inside this PDF, only pages. Export the DPIA as JSON, and choose that file.")
        )
    return text, (_("The answers were read from inside a PDF."),)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    encoding = str(json.detect_encoding(data))
    try:
        return data.decode(encoding), () if encoding == "utf-8" else (_told(encoding),)
    except UnicodeDecodeError:
        pass
    for attempt in (_western, _guessed):
        try:
            text, encoding = attempt(data)
        except UnicodeDecodeError:
            continue
        return text, (_told(encoding),)
    raise Unreadable(_("This file isn't text. Export the DPIA as JSON, and choose the .json file."))


def _western(data: bytes) -> tuple[str, str]:
    """What older programs on Windows wrote in this part of the world."""
    return data.decode("cp1252"), "cp1252"


def _guessed(data: bytes) -> tuple[str, str]:
    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise UnicodeDecodeError("utf-8", data, 0, 1, "no encoding fits")
    return str(best), best.encoding


def _told(encoding: str) -> str:
    return _(
        "The letters of this file are written as %(encoding)s and not as UTF-8. See whether é and ë are right."
    ) % {"encoding": encoding}


def _parsed(text: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    doubles: list[str] = []
    try:
        contents = json.loads(text, object_pairs_hook=_noting(doubles), parse_constant=_no_number, parse_float=_finite)
        deep = _deeper_than(contents, DEEPEST)
    except json.JSONDecodeError as error:
        raise Unreadable(_why_no_json(text, error)) from error
    except RecursionError:
        deep = True
    except ValueError as error:
        raise Unreadable(
            _("There is a number in this file that is none (%(number)s). Export the DPIA again.")
            % {"number": str(error)[:40]}
        ) from error
    if deep:
        raise Unreadable(_("This file is nested too deeply to be a DPIA. Export the DPIA again."))
    if not isinstance(contents, dict):
        raise Unreadable(
            _("This JSON is a list or a single value, not one DPIA. Export one DPIA and choose that file.")
        )
    return contents, tuple(
        _("“%(name)s” stands twice in one place. The last one was taken, as other programs do.") % {"name": name[:80]}
        for name in dict.fromkeys(doubles)
    )


def _noting(doubles: list[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _value in pairs]
            doubles.extend(name for name in found if names.count(name) > 1)
        return found

    return made


def _no_number(name: str) -> float:
    raise ValueError(name)


def _finite(number: str) -> float:
    value = float(number)
    if value in (float("inf"), float("-inf")):
        raise ValueError(number)
    return value


def _deeper_than(contents: object, levels: int) -> bool:
    if not isinstance(contents, dict | list):
        return False
    inside = contents.values() if isinstance(contents, dict) else contents
    return levels == 0 or any(_deeper_than(each, levels - 1) for each in inside)


def _why_no_json(text: str, error: json.JSONDecodeError) -> str:
    if re.search(r"^tasks\s*:", text, re.MULTILINE):
        return _(
            "This is the form itself (its definition), not a form that was filled in. Choose the exported answers."
        )
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return _("This file breaks off before its end. Fetch or export it again.")
    return _("This is no valid JSON: it goes wrong in line %(line)d, character %(column)d. Export the DPIA again.") % {
        "line": error.lineno,
        "column": error.colno,
    }


def _form_of(contents: dict[str, Any]) -> str:
    metadata, answers = contents.get("metadata"), contents.get("answers")
    urn = str(metadata.get("urn", "")) if isinstance(metadata, dict) else ""
    if isinstance(contents.get("pia"), dict):
        return CNIL
    if isinstance(contents.get("tasks"), list):
        raise Unreadable(
            _("This is the form itself (its definition), not a form that was filled in. Choose the exported answers.")
        )
    if "$defs" in contents or "properties" in contents:
        raise Unreadable(_("This is a schema: it describes files and isn't one. Choose the exported answers."))
    if urn and not urn.startswith("urn:nl:dpia"):
        raise Unreadable(
            _("This file is of another form (%(urn)s), not of a DPIA. Take it over into a DPIA in the form first.")
            % {"urn": urn[:60]}
        )
    if isinstance(answers, dict) and (isinstance(metadata, dict) or any(map(KEY.fullmatch, answers))):
        if "dpia" in answers or not {"prescan", "iama"} & set(answers):
            return MBZK
        raise Unreadable(
            _("This file is of another form (%(urn)s), not of a DPIA. Take it over into a DPIA in the form first.")
            % {"urn": ", ".join(sorted(answers)[:2])}
        )
    raise Unreadable(
        _(
            "This JSON is no DPIA that we know: neither of the Dutch government's form (metadata and answers) nor of "
            "the CNIL's tool (pia). Export the DPIA from one of those."
        )
    )
