"""Writing the DPIA of a draft, and bringing one in. Each function is one transaction and one entry in the log."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.assessments.actions.drafts import create
from spreekkamer.assessments.actions.guards import locked, must_be_allowed
from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia import queries
from spreekkamer.assessments.dpia.document import Document, moment
from spreekkamer.assessments.dpia.importing import read_file
from spreekkamer.assessments.dpia.models import Dpia, DpiaFile
from spreekkamer.assessments.models import Assessment
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LANGUAGES = ("nl", "en")


@transaction.atomic
def bring_in(data: bytes, *, name: str, by: Person, at: datetime) -> Assessment:
    """Make a draft of a file with a DPIA. Raises Unreadable when it can't be read.

    What the file says of status, advice and signature stays text: those acts are done here, by who may.
    """
    told = {}
    for language in LANGUAGES:
        with translation.override(language):
            imported = read_file(data, name=name, now=moment(at))
            told[language] = imported.report.as_json()
    assessment = create(title=imported.title, by=by, at=at, values=imported.values)
    row = Dpia.objects.create(
        assessment=assessment, document=doc.text_of(imported.document), proposes=False, changed_at=at
    )
    sha256 = hashlib.sha256(data).hexdigest()
    DpiaFile.objects.create(
        dpia=row,
        form=imported.report.form,
        name=name[:200],
        sha256=sha256,
        data=data,
        report=told,
        received_at=at,
        received_by=by,
    )
    append(
        "dpia.brought_in",
        {"version": assessment.version, "form": imported.report.form, "sha256": sha256, "by": by.pk},
        day=_day(at),
    )
    return assessment


@dataclass(frozen=True)
class Edit:
    """What somebody wants a unit to say: a value, or rows by their index. `seen`: the fingerprint of what it said."""

    seen: str
    value: doc.Value = None
    rows: Mapping[int, Mapping[str, doc.Value]] | None = None

    def put(self, document: Document, unit: str, at: str) -> Document:
        """The document with this in it."""
        if self.rows is None:
            return doc.with_value(document, unit, self.value, at)
        return doc.with_rows(document, unit, self.rows, at)

    def changes(self, document: Document, unit: str) -> bool:
        """Whether the document would say something else with this."""
        return bool(doc.content(self.put(document, unit, ""), unit) != doc.content(document, unit))


@dataclass(frozen=True)
class Saved:
    """What became of an edit: the units that changed, and those that somebody else had changed in the meantime."""

    changed: tuple[str, ...]
    conflicts: tuple[str, ...]


@transaction.atomic
def save(
    assessment: Assessment,
    wanted: Mapping[str, Edit],
    *,
    by: Person,
    at: datetime,
) -> Saved:
    """Save some units of a draft. A unit that changed since the editor saw it is left as it is, and told."""
    assessment, row, own = _open(assessment, by=by, at=at)
    reading = queries.record(assessment)
    changed, conflicts = [], []
    for unit, edit in wanted.items():
        now = doc.content(reading.document, unit)
        if not edit.changes(reading.document, unit):
            continue
        if reading.sources.get(unit) == queries.PROCEDURE:
            raise Refused(_("Status, advice and signature follow from the procedure; they can't be filled in."))
        if doc.fingerprint(now) != edit.seen:
            conflicts.append(unit)
            continue
        made = edit.put(own, unit, moment(at))
        if reading.proposes and doc.content(made, unit) == doc.content(reading.proposed, unit):
            made = doc.without(made, unit)  # the same as the system says: then it goes along with what is known
        own = made
        changed.append(unit)
    if changed:
        _store(row, own, at)
        _log("dpia.saved", assessment, changed, by=by, at=at)
    return Saved(tuple(changed), tuple(conflicts))


@transaction.atomic
def fill_in(assessment: Assessment, *, by: Person, at: datetime) -> None:
    """From now on what the system knows is filled in where nobody answered."""
    assessment, row, own = _open(assessment, by=by, at=at)
    row.proposes = True
    _store(row, own, at)
    _log("dpia.filled_in", assessment, (), by=by, at=at)


@transaction.atomic
def take_back(assessment: Assessment, units: Iterable[str], *, by: Person, at: datetime) -> None:
    """Drop what people answered in these units, so that they say again what the system knows."""
    assessment, row, own = _open(assessment, by=by, at=at)
    dropped = [unit for unit in units if doc.content(own, unit) is not None]
    for unit in dropped:
        own = doc.without(own, unit)
    if dropped:
        row.proposes = True
        _store(row, own, at)
        _log("dpia.taken_back", assessment, dropped, by=by, at=at)


@transaction.atomic
def freeze(assessment: Assessment, *, by: Person, at: datetime) -> None:
    """Once a version was handed in: its DPIA says from here on what it says now, whatever becomes known later."""
    assessment = locked(assessment)
    if queries.is_draft(assessment):
        raise Refused(_("A draft can still change. Hand it in first."), code="state")
    reading = queries.record(assessment)
    row = Dpia.objects.filter(assessment=assessment).first() or Dpia(
        assessment=assessment, document=doc.text_of(reading.own), proposes=reading.proposes, changed_at=at
    )
    if row.frozen:
        return
    row.frozen, row.frozen_sources = doc.text_of(reading.document), dict(reading.sources)
    row.save()
    sha256 = hashlib.sha256(row.frozen.encode()).hexdigest()
    append("dpia.frozen", {"version": assessment.version, "sha256": sha256, "by": by.pk}, day=_day(at))


def _open(assessment: Assessment, *, by: Person, at: datetime) -> tuple[Assessment, Dpia, Document]:
    """The version for this act alone, with its own row: a copy of that of the version before, if need be."""
    assessment = locked(assessment)
    must_be_allowed(assessment, "write", by)
    row = Dpia.objects.filter(assessment=assessment).first()
    if row is None:
        before = queries.row_of(assessment)
        row = Dpia(
            assessment=assessment,
            document=before.document if before else doc.text_of(doc.empty(moment(at))),
            proposes=before.proposes if before else True,
            changed_at=at,
        )
    return assessment, row, doc.parsed(row.document) or doc.empty(moment(at))


def _store(row: Dpia, document: Document, at: datetime) -> None:
    changed = {**document, "metadata": {**document["metadata"], "createdAt": moment(at)}}
    row.document, row.changed_at = doc.text_of(changed), at
    row.save()


def _log(kind: str, assessment: Assessment, units: Iterable[str], *, by: Person, at: datetime) -> None:
    append(kind, {"version": assessment.version, "units": list(units), "by": by.pk}, day=_day(at))


def _day(at: datetime) -> date:
    return at.astimezone(AMSTERDAM).date()
