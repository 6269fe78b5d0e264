"""Reading a PIA: what of it has a place in the model DPIA, and what is kept with the file."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia import richtext
from spreekkamer.assessments.dpia.cnil.answers import data_of, items_in, list_of, moment_of, text_in, whole_number
from spreekkamer.assessments.dpia.cnil.kept import kept
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
from spreekkamer.assessments.dpia.report import Report, Taken, with_rows


def take(contents: Pia, *, now: str) -> tuple[Document, str, Report]:
    """The record that a PIA makes, its title, and what was done with each thing in it."""
    document = to_document(contents, now=now)
    return (
        document,
        name_of(contents),
        Report(CNIL, tuple(_taken(contents)), tuple(kept(contents)), _remarks(contents)),
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
        state = DEFINITIVE if whole_number(pia["status"]) in VALIDATED else CONCEPT
        document = doc.with_value(document, "19.2", state, created)
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
    return GAUGES.get(whole_number(data_of(contents, question).get("gauge")) or 0)


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


def _is_text(given: object) -> bool:
    return isinstance(given, str) and bool(given)


def _taken(contents: Pia) -> Iterator[Taken]:
    if name_of(contents):
        yield Taken("pia/name", "", _("Title"))
    for link in LINKS:
        if text_in(contents, link.question):
            yield Taken(str(link.question), link.text, full_title_of(link.text))
    for field, question in FIELDS.items():
        if _is_text(contents["pia"].get(field)):
            yield Taken(f"pia/{field}", question, full_title_of(question))
    if _is_text(contents["pia"].get("validator_name")):
        yield Taken("pia/validator_name", SIGNED[1], title_of(SIGNED[1]))
    if "status" in contents["pia"]:
        yield Taken("pia/status", "19.2", title_of("19.2"))
    for base, title in _answered_risks(contents):
        yield Taken(f"{base + 1}-{base + 6}", "16.1", title)
    count = len(list_of(contents, "measures"))
    if count:
        yield Taken("measures", "17.1", with_rows(title_of("17.1.3"), count))


def _remarks(contents: Pia) -> tuple[str, ...]:
    remarks = []
    if not any(text_in(contents, link.question) for link in LINKS):
        remarks.append(_("No question in this PIA has been answered with text."))
    if whole_number(contents["pia"].get("status")) in VALIDATED or contents["pia"].get("dpo_opinion"):
        remarks.append(
            _(
                "Status, advice and signature in the file are kept as text. "
                "Here only the people who may can advise and decide."
            )
        )
    if any(items_in(contents, base + 1) for base, _title in RISKS):
        remarks.append(_("The CNIL's four levels became the model's three: important and maximal are both high."))
    return tuple(remarks)
