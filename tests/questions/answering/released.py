"""An answer that was really released: its five files, the key, and the log before and after."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from tests.cast import Town
from tests.questions.answering import world

from spreekkamer.accounts.scopes import Role
from spreekkamer.ledger import queries as ledger
from spreekkamer.ledger import sequencer
from spreekkamer.questions import actions, answering
from spreekkamer.questions.answering import FORMS
from spreekkamer.questions.models import QuestionDocument
from spreekkamer.questions.queries import answers


@dataclass(frozen=True)
class Released:
    """What is on the disk once an answer is out."""

    files: dict[str, bytes]
    """By form: html, pdf, docx, odt, json."""
    other: bytes
    """The JSON of another released answer, with a proof of its own."""
    key: str
    log: Path
    before: Path
    """The log as it was before the release."""


def receive(town: Town, path: Path = world.EIGHT, *, data: bytes | None = None) -> QuestionDocument:
    """The questions came in at the clerk's."""
    data = data or path.read_bytes()
    document = answering.read_upload(data, path.name)
    return actions.receive(document, name=path.name, data=data, by=town.people[Role.CLERK], at=timezone.now())


def offer(town: Town, row: QuestionDocument) -> None:
    """The clerk offers the answer as it stands."""
    document = answering.read_upload(bytes(row.data), row.name)
    made = answering.made(answers.draft(row, document), released=True)
    actions.offer(row, made, by=town.people[Role.CLERK], at=timezone.now())


def release(town: Town, row: QuestionDocument) -> None:
    """The clerk offers, the executive releases, and the log gets its place."""
    offer(town, row)
    actions.release(row, by=town.people[Role.EXECUTIVE], at=timezone.now())


def files_of(row: QuestionDocument) -> dict[str, bytes]:
    """The released answer as everybody can take it."""
    answer = answers.answer_to(row)
    assert answer is not None
    made = answers.frozen(answer)
    return {form: answering.file(made, form) for form in FORMS}


def everything(folder: Path) -> Released:
    """Release two answers, the one of the eight questions last."""
    town = world.found()
    other = receive(town, data=world.EIGHT.read_bytes() + b"\n")
    release(town, other)
    sequencer.integrate()
    log = sequencer.log_folder().path
    before = folder / "before"
    shutil.copytree(log, before)
    row = receive(town)
    release(town, row)
    sequencer.integrate()
    return Released(files_of(row), files_of(other)["json"], ledger.public_key(), log, before)
