"""The answer for machines: its form is in data/answer.schema.json. What is released is this, hashed into the log."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils import translation

from spreekkamer.documents.blocks import Block, as_plain
from spreekkamer.figures import wording
from spreekkamer.figures.figure import Figure
from spreekkamer.ledger.leaf import canonical
from spreekkamer.questions.answering.making import Answer, AnsweredQuestion, Corrected, Note
from spreekkamer.questions.evidence import Details, Statement, Table
from spreekkamer.questions.facts import Facts
from spreekkamer.questions.verification.carried import Receipt, figures_of, fingerprint, lines_of

VERSION = 2


def payload(answer: Answer, blocks: list[Block], *, released: bool) -> dict[str, Any]:
    """All that the answer says; `blocks` is what a reader sees in each of its forms, in order."""
    reading = answer.document.reading
    document = {
        **{key: value for key, value in reading.as_json().items() if key not in {"questions", "answers"}},
        "sha256": answer.document.sha256,
        "late": answer.late,
        "names_municipality": answer.names_municipality,
    }
    return {
        **evidence_payload(answer.facts, answer.notes, blocks, language=answer.language, released=released),
        "document": document,
        "questions": [_question(each) for each in answer.questions],
        **({"corrects": _corrects(answer.corrects)} if answer.corrects else {}),
    }


def evidence_payload(
    facts: Facts, notes: Iterable[Note], blocks: list[Block], *, language: str, released: bool
) -> dict[str, Any]:
    """What every document from these records holds for machines: of which state, with which evidence, in which words."""
    origin = facts.whole.origin
    with translation.override(language):
        return {
            "version": VERSION,
            "status": "released" if released else "draft",
            "language": language,
            "date": facts.day.isoformat(),
            "municipality": {
                "name": facts.municipality,
                "example": facts.is_example,
                "counting_since": facts.counting_since.isoformat(),
            },
            "period": {
                "begin": origin.begin.isoformat(),
                "end": origin.end.isoformat(),
                "counted_from": facts.counted.origin.begin.isoformat() if facts.counted else None,
            },
            "checkpoint": {
                "origin": facts.log_origin,
                "size": facts.log_size,
                "root": facts.log_root,
                "address": facts.log_address,
            },
            "evidence": [_note(each) for each in notes],
            "blocks": as_plain(blocks),
        }


def as_file(released: Mapping[str, Any], receipt: Receipt | None, corrected: Receipt | None = None) -> bytes:
    """The JSON file: the payload with the receipt that proves it; without one when it is a draft.

    corrected: the receipt of the answer that corrects this one.
    """
    whole = {**released, "receipt": None if receipt is None else receipt.as_json()}
    if corrected is not None:
        whole["corrected"] = corrected.as_json()
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def commitments(released: Mapping[str, Any]) -> dict[str, Any]:
    """What the log commits to when a document is released: the whole, and each part, so that a wrong one can be named."""
    return {
        "sha256": fingerprint(released),
        "figures": [fingerprint(figure, short=True) for _name, figure in figures_of(released)],
        "lines": [fingerprint(line.text, short=True) for line in lines_of(released)],
    }


def stored(released: Mapping[str, Any]) -> str:
    """The payload as it is kept: one text for one value."""
    return canonical(released).decode()


def _corrects(corrected: Corrected) -> dict[str, str]:
    return {"sha256": corrected.sha256, "date": corrected.day.isoformat(), "because": corrected.because}


def _question(answered: AnsweredQuestion) -> dict[str, Any]:
    return {
        "place": answered.place,
        "number": answered.question.number,
        "text": answered.question.text,
        "then": {"status": answered.question.status, "text": answered.then or None},
        "answer": answered.text,
        "version": answered.version,
        "evidence": [note.number for note in answered.notes],
    }


def _note(note: Note) -> dict[str, Any]:
    asked = note.pick.asked
    return {
        "number": note.number,
        "card": note.pick.card,
        "title": str(note.card.title),
        "limits": {
            "begin": _day(asked.begin),
            "end": _day(asked.end),
            "law": asked.law and str(asked.law),
            "kind": asked.kind and str(asked.kind),
            "room": asked.room,
        },
        "statements": [_statement(each) for each in note.evidence.statements],
        "tables": [_table(each) for each in note.evidence.tables],
        "details": [_details(each) for each in note.evidence.details],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "standing": str(statement.standing),
        "text": statement.text,
        "source": statement.source,
        "who": statement.who or None,
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "code": table.code,
        "caption": table.caption,
        "columns": list(table.columns),
        "rows": [{"label": row.label, "figures": [_figure(each) for each in row.figures]} for row in table.rows],
        "who": table.who or None,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        **asdict(figure),
        "unit": str(figure.unit),
        "begin": figure.begin.isoformat(),
        "end": figure.end.isoformat(),
        "unknown_because": figure.unknown_because or None,
        "text": wording.in_words(figure),
    }


def _details(details: Details) -> dict[str, Any]:
    return {
        "code": details.code,
        "caption": details.caption,
        "pairs": [{"name": name, "value": value} for name, value in details.pairs],
        "source": details.source,
    }
