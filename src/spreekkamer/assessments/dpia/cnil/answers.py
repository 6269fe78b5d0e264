"""Finding an answer in a PIA file, whatever its shape: what isn't there, or isn't as it should be, is empty."""

import json
import re
from collections.abc import Mapping
from typing import Any

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.cnil.links import Pia


def list_of(contents: Pia, name: str) -> list[dict[str, Any]]:
    """The entries of one of the file's lists (`answers`, `measures`)."""
    found = contents.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def entry_of(contents: Pia, question: int) -> dict[str, Any] | None:
    """The answer to a question. The tool writes its number as a number, its server as text."""
    return next((each for each in list_of(contents, "answers") if number_of(each) == str(question)), None)


def number_of(entry: Mapping[str, Any]) -> str:
    """The number of the question that an entry answers, as text."""
    number = entry.get("reference_to")
    return str(int(number)) if isinstance(number, float) and number.is_integer() else str(number).strip()


def data_of(contents: Pia, question: int) -> Mapping[str, Any]:
    """What an answer holds."""
    return data_in(entry_of(contents, question) or {})


def data_in(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an entry holds. Some versions of the tool write it as text with JSON in it."""
    data = entry.get("data")
    if isinstance(data, str):
        try:
            data = json.loads(data)
        except (ValueError, RecursionError):
            return {}
    return data if isinstance(data, dict) else {}


def text_in(contents: Pia, question: int) -> str:
    """The text of an answer, as HTML."""
    text = data_of(contents, question).get("text")
    return text if isinstance(text, str) else ""


def items_in(contents: Pia, question: int) -> list[str]:
    """The list of an answer."""
    items = data_of(contents, question).get("list")
    return [each for each in items if isinstance(each, str)] if isinstance(items, list) else []


def moment_of(contents: Pia, question: int, fallback: str) -> str:
    """When it was answered."""
    entry = entry_of(contents, question) or {}
    return next((entry[name] for name in ("updated_at", "created_at") if doc.is_moment(entry.get(name))), fallback)


def whole_number(given: object) -> int | None:
    """A level or state, also when it was written as text."""
    if isinstance(given, str) and re.fullmatch("[0-9]{1,3}", given):
        return int(given)
    return given if isinstance(given, int) and not isinstance(given, bool) else None
