"""What in a filled-in DPIA deserves a second look: contradictions, hidden answers, choices that don't exist."""

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.definition import NO, Task, rows_of, tasks
from spreekkamer.assessments.dpia.document import Document, Value
from spreekkamer.assessments.dpia.richtext import readable
from spreekkamer.assessments.dpia.risks import LEVELS, level

PICTURE = re.compile(r"!\[[^\]]*\]\(|<img\b", re.IGNORECASE)
"""A picture in Markdown or HTML."""
FORBIDDEN_UNLESS = {"bijzonder": "12.1.1", "strafrechtelijk": "12.2.1", "nationaal identificatienummer": "12.3.1"}
"""A kind of personal data, and the question whether such data are processed (art. 9, 10 AVG, art. 46 UAVG)."""


def remarks_on(document: Document) -> list[str]:
    """Each in a sentence, with the number of the question."""
    remarks = [
        *_unknown_questions(document),
        *_misplaced(document),
        *_pictures(document),
        *(remark for task in tasks().values() if task.is_question for remark in _about_answers(document, task)),
        *_forbidden_data(document),
        *_risks(document),
    ]
    return [readable(remark) for remark in remarks]


def _unknown_questions(document: Document) -> Iterator[str]:
    unknown = []
    for key, given in document["answers"].items():
        keys = [each for row in given for each in row if each != "_index"] if isinstance(given, list) else []
        matches = filter(None, map(doc.KEY.fullmatch, (key, *keys)))
        unknown += [match[0] for match in matches if match[1] not in tasks()]
    if unknown:
        yield _("The model DPIA 3.0 has no question %(keys)s. What was answered there is kept and exported again.") % {
            "keys": ", ".join(dict.fromkeys(unknown))
        }


def _misplaced(document: Document) -> Iterator[str]:
    """What stands where the form doesn't look: it is kept, and shown nowhere."""
    known = [(key, given, tasks()[key]) for key, given in document["answers"].items() if key in tasks()]
    misplaced = [key for key, given, task in known if isinstance(given, list) != task.repeatable]
    misplaced += [
        key for key, given, task in known if isinstance(given, dict) and rows_of(key) and key not in misplaced
    ]
    if misplaced:
        yield _(
            "%(keys)s: the form wants rows here where the file has one answer, or the other way round. It is kept."
        ) % {"keys": ", ".join(misplaced)}
    for key, given in document["answers"].items():
        numbers = [row["_index"] for row in given] if isinstance(given, list) else []
        if len(set(numbers)) < len(numbers):
            yield _("%(group)s: two rows have the same number. Both were taken over.") % {"group": key}


def _pictures(document: Document) -> Iterator[str]:
    """Pictures that the form has no place for."""
    for task in tasks().values():
        if not task.is_question or task.kind == "image":
            continue
        for _row, value in _answers(document, task.id):
            if isinstance(value, Mapping):
                yield _("%(task)s %(title)s: there is a picture here, and the form asks none. It is kept.") % {
                    "task": task.id,
                    "title": task.title,
                }
            elif isinstance(value, str) and PICTURE.search(value):
                yield _("%(task)s %(title)s: the picture inside the text is kept, and not shown or printed.") % {
                    "task": task.id,
                    "title": task.title,
                }


def _answers(document: Document, task_id: str) -> Iterator[tuple[Mapping[str, Value], Value]]:
    """Each answer to a question, with the other answers of its row."""
    group = rows_of(task_id)
    if group:
        for row in doc.rows(document, group):
            yield {key: row.value(key) for key in row.answers}, row.value(task_id)
    else:
        yield {}, doc.value_of(document, task_id)


def _about_answers(document: Document, task: Task) -> Iterator[str]:
    choices = {option.value for option in task.options}
    if task.options_from:
        choices = {str(value) for _row, value in _answers(document, task.options_from)}
    for row, value in _answers(document, task.id):
        given = value if isinstance(value, list) else [value] if isinstance(value, str) and value else []
        strange = [each for each in given if each not in choices] if choices or task.options_from else []
        if strange:
            yield _("%(task)s %(title)s: “%(value)s” isn't one of the choices. The form doesn't show it.") % {
                "task": task.id,
                "title": task.title,
                "value": "”, “".join(each[:80] for each in strange),
            }
        if given and _is_hidden(document, task, row):
            yield _("%(task)s %(title)s was answered, but the form hides it because of the answer to %(other)s.") % {
                "task": task.id,
                "title": task.title,
                "other": _hiding(task),
            }


def _hiding(task: Task) -> str:
    """The question on whose answer it depends whether this one, or its group, is shown."""
    condition = task.shown_if or (tasks()[task.parent].shown_if if task.parent else None)
    return condition.task if condition else ""


def _is_hidden(document: Document, task: Task, row: Mapping[str, Value]) -> bool:
    condition = task.shown_if or (tasks()[task.parent].shown_if if task.parent else None)
    if condition is None:
        return False
    same_row = rows_of(condition.task) and rows_of(condition.task) == rows_of(task.id)
    other = row.get(condition.task) if same_row else doc.value_of(document, condition.task)
    return not (isinstance(other, str) and other.lower() == condition.value.lower())


def _forbidden_data(document: Document) -> Iterator[str]:
    for kind, question in FORBIDDEN_UNLESS.items():
        named = [str(row.value("2.1.1")) for row in doc.rows(document, "2.1") if row.value("2.1.4") == kind]
        if named and doc.value_of(document, question) == NO:
            yield _("2.1 calls “%(data)s” %(kind)s, and %(question)s says that there are no such data.") % {
                "data": "”, “".join(named),
                "kind": kind,
                "question": question,
            }


def _risks(document: Document) -> Iterator[str]:
    for row in doc.rows(document, "16.1"):
        likelihood, impact, said = (str(row.value(key)) for key in ("16.1.3", "16.1.5", "16.1.7"))
        computed = level(likelihood, impact)
        if computed and said in LEVELS and LEVELS.index(said) < LEVELS.index(computed):
            yield _(
                "16.1, risk %(number)d: %(likelihood)s times %(impact)s is %(computed)s, and 16.1.7 says %(said)s."
            ) % {
                "number": row.index + 1,
                "likelihood": likelihood,
                "impact": impact,
                "computed": computed,
                "said": said,
            }
    for row in doc.rows(document, "17.1"):
        if row.value("17.1.4") == "hoog" and not row.value("17.1.5"):
            yield _("17.1, risk %(number)d stays high: ask the data protection authority first (17.1.5).") % {
                "number": row.index + 1
            }
