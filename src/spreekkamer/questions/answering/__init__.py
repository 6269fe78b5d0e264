"""Answers as files: `html`, `pdf`, `docx`, `odt` and `json`, each with the same words and its own proof."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from spreekkamer.documents.blocks import Block
from spreekkamer.documents.docx import docx_file
from spreekkamer.documents.odt import odt_file
from spreekkamer.documents.render import blocks_page, pdf
from spreekkamer.questions.answering import house_form
from spreekkamer.questions.answering.corrections import with_notice
from spreekkamer.questions.answering.embedding import carry
from spreekkamer.questions.answering.making import (
    UNANSWERED,
    Answer,
    AnsweredQuestion,
    Corrected,
    Document,
    Note,
    Pick,
    Written,
    answer,
    evidence,
    proposed,
    read_file_of_questions,
    read_upload,
)
from spreekkamer.questions.answering.numbers import numbers_in, numbers_in_evidence
from spreekkamer.questions.answering.payload import as_file, commitments, evidence_payload, payload, stored
from spreekkamer.questions.verification.carried import NAME, Receipt

__all__ = [
    "FORMS",
    "TYPES",
    "UNANSWERED",
    "Answer",
    "AnsweredQuestion",
    "Corrected",
    "Document",
    "Made",
    "Note",
    "Pick",
    "Written",
    "answer",
    "commitments",
    "evidence",
    "evidence_payload",
    "file",
    "files",
    "house_form",
    "made",
    "numbers_in",
    "numbers_in_evidence",
    "proposed",
    "read_file_of_questions",
    "read_upload",
    "stored",
    "with_notice",
]

TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "json": "application/json",
}
FORMS = tuple(TYPES)


@dataclass(frozen=True)
class Made:
    """An answer ready to be written down: what readers see, and what machines read."""

    language: str
    blocks: list[Block]
    payload: Mapping[str, Any]
    receipt: Receipt | None = None
    corrected: Receipt | None = None
    """Of the answer that corrects this one."""


def made(found: Answer, *, released: bool = False) -> Made:
    """A draft, or what is about to be released."""
    with translation.override(found.language):
        blocks = house_form.blocks(found, released=released)
    return Made(found.language, blocks, payload(found, blocks, released=released))


def file(one: Made, form: str) -> bytes:
    """The answer as one file."""
    carried = as_file(one.payload, one.receipt, one.corrected)
    if form == "json":
        return carried
    if form == "docx":
        return carry(docx_file(one.blocks, language=one.language), carried)
    if form == "odt":
        return carry(odt_file(one.blocks, language=one.language), carried)
    if form == "pdf":
        cover = house_form.cover_of(one.blocks)
        return pdf(blocks_page(one.blocks, language=one.language), attached={NAME: carried}, day=cover.day)
    return blocks_page(one.blocks, language=one.language, embedded=carried.decode()).encode()


def files(found: Answer) -> dict[str, bytes]:
    """A draft as all its files."""
    one = made(found)
    return {f"answer.{form}": file(one, form) for form in FORMS}
