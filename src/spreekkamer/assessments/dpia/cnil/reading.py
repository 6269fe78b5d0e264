"""Reading a PIA: what of it has a place in the model DPIA, and what is kept with the file."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia import richtext
from spreekkamer.assessments.dpia.cnil.answers import data_of, items_in, list_of, moment_of, text_in
from spreekkamer.assessments.dpia.cnil.links import (
    CONCEPT,
    DEFINITIVE,
    FIELDS,
    GAUGES,
    LINKS,
    RISKS,
    SIGNED,
    SOURCES,
    THREATS,
    VALIDATED,
    Pia,
)
from spreekkamer.assessments.dpia.definition import YES, full_title_of, title_of
from spreekkamer.assessments.dpia.document import Document, Value
from spreekkamer.assessments.dpia.reading import CNIL
from spreekkamer.assessments.dpia.report import Kept, Report, Taken, with_rows


def take(contents: Pia, *, now: str) -> tuple[Document, str, Report]:
    """The record that a PIA makes, its title, and what was done with each thing in it."""
    document = to_document(contents, now=now)
    return (
        document,
        name_of(contents),
        Report(CNIL, tuple(_taken(contents)), tuple(_kept(contents)), _remarks(contents)),
    )


def name_of(contents: Pia) -> str:
    """What the PIA is called."""
    name = contents["pia"].get("name")
    return richtext.plain(name) if isinstance(name, str) else ""


def to_document(contents: Pia, *, now: str) -> Document:
    """What of a PIA has a place in the model, as a document. The same PIA gives the same document."""
    pia = contents["pia"]
    created = next((pia[name] for name in ("updated_at", "created_at") if doc.is_moment(pia.get(name))), now)
    document = doc.empty(created)
    for link in LINKS:
        text = richtext.from_html(text_in(contents, link.question))
        if text:
            at = moment_of(contents, link.question, created)
            document = doc.with_value(document, link.text, text, at)
            if link.said_yes:
                document = doc.with_value(document, link.said_yes, YES, at)
    for field, question in FIELDS.items():
        if isinstance(pia.get(field), str) and pia[field]:
            document = doc.with_value(document, question, pia[field], created)
    if isinstance(pia.get("validator_name"), str) and pia["validator_name"]:
        document = doc.with_rows(document, SIGNED[0], {0: {SIGNED[1]: pia["validator_name"]}}, created)
    if "status" in pia:
        document = doc.with_value(document, "19.2", DEFINITIVE if pia["status"] in VALIDATED else CONCEPT, created)
    risks = [_risk(contents, *each) for each in _answered_risks(contents)]
    document = doc.with_rows(document, "16.1", dict(enumerate(risks)), created)
    return doc.with_rows(document, "17.1", dict(enumerate(_measures(contents))), created)


def _answered_risks(contents: Pia) -> Iterator[tuple[int, str]]:
    for base, title in RISKS:
        if any(data_of(contents, base + number) for number in range(1, 7)):
            yield base, title


def _risk(contents: Pia, base: int, title: str) -> dict[str, Value]:
    threats, sources = items_in(contents, base + 2), items_in(contents, base + 3)
    origin = [f"{name}\n\n{_bullets(items)}" for name, items in ((THREATS, threats), (SOURCES, sources)) if items]
    return {
        "16.1.1": _described(contents, base, title),
        "16.1.2": "\n\n".join(origin) or None,
        "16.1.3": _gauge(contents, base + 6),
        "16.1.4": richtext.from_html(text_in(contents, base + 6)) or None,
        "16.1.5": _gauge(contents, base + 5),
        "16.1.6": richtext.from_html(text_in(contents, base + 5)) or None,
    }


def _described(contents: Pia, base: int, title: str) -> str:
    impacts = items_in(contents, base + 1)
    return f"{title}\n\n{_bullets(impacts)}" if impacts else title


def _gauge(contents: Pia, question: int) -> str | None:
    gauge = data_of(contents, question).get("gauge")
    return GAUGES.get(gauge) if isinstance(gauge, int) else None


def _bullets(items: Sequence[str]) -> str:
    return "\n".join(f"- {' '.join(item.split())}" for item in items)


def _measures(contents: Pia) -> Iterator[dict[str, Value]]:
    risks = list(_answered_risks(contents))
    for measure in list_of(contents, "measures"):
        title = richtext.plain(measure["title"]) if isinstance(measure.get("title"), str) else ""
        text = richtext.from_html(measure["content"]) if isinstance(measure.get("content"), str) else ""
        against: list[str] = [
            _described(contents, base, name)
            for base, name in risks
            if measure.get("title") in items_in(contents, base + 4)
        ]
        yield {"17.1.1": against or None, "17.1.3": ": ".join(filter(None, (title, text))) or None}


def _taken(contents: Pia) -> Iterator[Taken]:
    if name_of(contents):
        yield Taken("pia/name", "", _("Title"))
    for link in LINKS:
        if text_in(contents, link.question):
            yield Taken(str(link.question), link.text, full_title_of(link.text))
    for field, question in FIELDS.items():
        if contents["pia"].get(field):
            yield Taken(f"pia/{field}", question, full_title_of(question))
    if contents["pia"].get("validator_name"):
        yield Taken("pia/validator_name", SIGNED[1], title_of(SIGNED[1]))
    if "status" in contents["pia"]:
        yield Taken("pia/status", "19.2", title_of("19.2"))
    for base, title in _answered_risks(contents):
        yield Taken(f"{base + 1}-{base + 6}", "16.1", title)
    count = len(list_of(contents, "measures"))
    if count:
        yield Taken("measures", "17.1", with_rows(title_of("17.1.3"), count))


_NO_PLACE: dict[str, Callable[[], str]] = {
    "evaluations": lambda: _("Evaluations of the CNIL's tool have no place in the model DPIA."),
    "comments": lambda: _("Comments in the CNIL's tool have no place in the model DPIA."),
}
_READ = {"name", "validator_name", "status", *FIELDS}
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


def _kept(contents: Pia) -> Iterator[Kept]:
    for name, given in contents.items():
        if name in _NO_PLACE and given:
            count = f" ({len(given)})" if isinstance(given, list) else ""
            yield Kept(f"{name}{count}", _NO_PLACE[name]())
        elif name in ("answers", "measures") and given and not isinstance(given, list):
            yield Kept(name, _("This isn't a list, as the CNIL's tool writes it."))
        elif name not in {"pia", "answers", "measures", *_NO_PLACE}:
            yield Kept(name, _unknown_field())
    yield from _kept_answers(contents)
    yield from _kept_fields(contents)


def _kept_answers(contents: Pia) -> Iterator[Kept]:
    known = {link.question for link in LINKS} | {base + number for base, _title in RISKS for number in range(1, 7)}
    for each in list_of(contents, "answers"):
        question = each.get("reference_to")
        if str(question) not in map(str, known) and each.get("data"):
            yield Kept(f"answers/{question}", _("The model DPIA has no question for this."))


def _kept_fields(contents: Pia) -> Iterator[Kept]:
    for field, value in contents["pia"].items():
        if field not in _READ | _BOOKKEEPING | _PIA_FIELDS:
            yield Kept(f"pia/{field}", _unknown_field())
        elif field in _PIA_FIELDS and value not in (None, "", [], {}, 0, False):
            yield Kept(f"pia/{field}", _("The model DPIA has no question for this."))
    for name, known in _ENTRY_FIELDS.items():
        strange = [field for each in list_of(contents, name) for field in each if field not in known]
        yield from (Kept(f"{name}/*/{field}", _unknown_field()) for field in dict.fromkeys(strange))


def _unknown_field() -> str:
    return _("We don't know this field of the file.")


def _remarks(contents: Pia) -> tuple[str, ...]:
    remarks = []
    if not any(text_in(contents, link.question) for link in LINKS):
        remarks.append(_("No question in this PIA has been answered with text."))
    if contents["pia"].get("status") in VALIDATED or contents["pia"].get("dpo_opinion"):
        remarks.append(
            _(
                "Status, advice and signature in the file are kept as text. "
                "Here only the people who may can advise and decide."
            )
        )
    if any(items_in(contents, base + 1) for base, _title in RISKS):
        remarks.append(_("The CNIL's four levels became the model's three: important and maximal are both high."))
    return tuple(remarks)
