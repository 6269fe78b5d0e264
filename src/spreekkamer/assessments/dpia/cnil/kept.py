"""What of a PIA has no place in the model DPIA, or isn't as the tool writes it: told, and kept with the file."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from spreekkamer.assessments.dpia.cnil.answers import data_in, items_in, list_of, number_of, whole_number
from spreekkamer.assessments.dpia.cnil.links import FIELDS, GAUGES, LINKS, RISKS, Pia
from spreekkamer.assessments.dpia.report import Kept

PICTURE = re.compile(r"<\s*(?:img|svg|picture|video|audio|iframe|object|embed|canvas)\b", re.IGNORECASE)
NOTHING: tuple[object, ...] = (None, "", [], {}, 0, False)
_TEXTS = {str(link.question) for link in LINKS}
_LISTS = {str(base + number) for base, _title in RISKS for number in (1, 2, 3, 4)}
_LEVELS = {str(base + number) for base, _title in RISKS for number in (5, 6)}
_READ_OF = {
    **dict.fromkeys(_TEXTS, frozenset({"text"})),
    **dict.fromkeys(_LISTS, frozenset({"list"})),
    **dict.fromkeys(_LEVELS, frozenset({"gauge", "text"})),
}
"""What is taken over of the answer to a question, by its number."""
_NO_PLACE: dict[str, Callable[[], str]] = {
    "evaluations": lambda: _("Evaluations of the CNIL's tool have no place in the model DPIA."),
    "comments": lambda: _("Comments in the CNIL's tool have no place in the model DPIA."),
}
_PIA_FIELDS = {
    "category",
    "evaluator_name",
    "dpo_status",
    "people_names",
    "concerned_people_status",
    "concerned_people_searched_opinion",
    "concerned_people_searched_content",
    "rejection_reason",
    "applied_adjustments",
    "is_example",
    "is_archive",
    "progress",
    "structure_id",
    "structure_name",
    "structure_sector_name",
    "structure_data",
    "numberOfQuestions",
    "user_pias",
    "authors",
    "evaluators",
    "validators",
    "guests",
}
"""Fields of the CNIL's tool without a place in the model."""
_EVERY_ENTRY = {"id", "pia_id", "created_at", "updated_at", "lock_version", "reference_to"}
_ENTRY_FIELDS = {
    "answers": _EVERY_ENTRY | {"data", "answer_type"},
    "measures": _EVERY_ENTRY | {"title", "content", "placeholder"},
    "evaluations": _EVERY_ENTRY
    | {"status", "action_plan_comment", "evaluation_comment", "evaluation_date", "evaluation_infos", "gauges"}
    | {"estimated_implementation_date", "person_in_charge", "global_status"},
    "comments": _EVERY_ENTRY | {"description", "for_measure"},
}
_BOOKKEEPING = {"id", "created_at", "updated_at", "dbVersion", "tableName", "serverUrl", "objectStore", "lock_version"}
"""The tool's own administration of a PIA: it means nothing elsewhere, and is kept without a word for each."""


def kept(contents: Pia) -> Iterator[Kept]:
    """Everything that wasn't taken over, with its place in the file and why."""
    for name, given in contents.items():
        if name in _NO_PLACE and given:
            count = f" ({len(given)})" if isinstance(given, list) else ""
            yield Kept(f"{name}{count}", _NO_PLACE[name]())
        elif name in ("answers", "measures") and given and not isinstance(given, list):
            yield Kept(name, _("This isn't a list, as the CNIL's tool writes it."))
        elif name not in {"pia", "answers", "measures", *_NO_PLACE}:
            yield Kept(name, _unknown_field())
    yield from _of_answers(contents)
    yield from _of_measures(contents)
    yield from _of_pia(contents["pia"])
    yield from _strange(contents)


def _of_answers(contents: Pia) -> Iterator[Kept]:
    seen = set()
    for each in list_of(contents, "answers"):
        question, given = number_of(each), each.get("data")
        if given in NOTHING:
            continue
        if question not in _READ_OF:
            yield Kept(f"answers/{question}", _("The model DPIA has no question for this."))
        elif question in seen:
            yield Kept(f"answers/{question}", _("The file answers this question twice. The first was taken."))
        elif given and not data_in(each):
            yield Kept(f"answers/{question}", _not_as_written())
        else:
            yield from _of_answer(question, data_in(each))
        seen.add(question)
    titles = [each.get("title") for each in list_of(contents, "measures")]
    for base, _risk in RISKS:
        lacking = [title for title in items_in(contents, base + 4) if title not in titles]
        if lacking:
            why = _("These measures aren't among the measures of the file: %(titles)s.")
            yield Kept(f"answers/{base + 4}", why % {"titles": ", ".join(each[:80] for each in lacking)})


def _of_answer(question: str, data: Mapping[str, Any]) -> Iterator[Kept]:
    """Of one answer: what isn't read, or isn't of its kind."""
    for name, given in data.items():
        place = f"answers/{question}/{name}"
        if given in NOTHING:
            continue
        if name not in ("text", "gauge", "list"):
            yield Kept(place, _unknown_field())
        elif name not in _READ_OF[question]:
            yield Kept(place, _("The model DPIA has no question for this."))
        elif not _is_as_written(name, given):
            yield Kept(place, _not_as_written())
        elif name == "text" and PICTURE.search(given):
            yield Kept(place, _picture())


def _is_as_written(name: str, given: object) -> bool:
    if name == "text":
        return isinstance(given, str)
    if name == "gauge":
        return whole_number(given) in (0, *GAUGES)
    return isinstance(given, list) and all(isinstance(each, str) for each in given)


def _of_measures(contents: Pia) -> Iterator[Kept]:
    for number, each in enumerate(list_of(contents, "measures")):
        for name in ("title", "content"):
            given = each.get(name)
            if given not in NOTHING and not isinstance(given, str):
                yield Kept(f"measures/{number}/{name}", _not_as_written())
            elif isinstance(given, str) and PICTURE.search(given):
                yield Kept(f"measures/{number}/{name}", _picture())


def _of_pia(pia: Mapping[str, Any]) -> Iterator[Kept]:
    texts = {"name", "validator_name", *FIELDS}
    for field, value in pia.items():
        if field in texts:
            if value not in NOTHING and not isinstance(value, str):
                yield Kept(f"pia/{field}", _not_as_written())
        elif field == "status":
            if value is not None and whole_number(value) is None:
                yield Kept("pia/status", _not_as_written())
        elif field not in _BOOKKEEPING | _PIA_FIELDS:
            yield Kept(f"pia/{field}", _unknown_field())
        elif field in _PIA_FIELDS and value not in NOTHING:
            yield Kept(f"pia/{field}", _("The model DPIA has no question for this."))


def _strange(contents: Pia) -> Iterator[Kept]:
    """Entries that are none, and fields of entries that nobody knows."""
    for name, known in _ENTRY_FIELDS.items():
        given = contents.get(name)
        if name in ("answers", "measures") and isinstance(given, list):
            strays = [number for number, each in enumerate(given) if not isinstance(each, dict)]
            yield from (Kept(f"{name}/{number}", _not_as_written()) for number in strays)
        strange = [field for each in list_of(contents, name) for field in each if field not in known]
        yield from (Kept(f"{name}/*/{field}", _unknown_field()) for field in dict.fromkeys(strange))


def _picture() -> str:
    return _("There is a picture or film in this text. The words were taken over without it.")


def _unknown_field() -> str:
    return _("We don't know this field of the file.")


def _not_as_written() -> str:
    return _("This isn't written as the CNIL's tool writes it.")
