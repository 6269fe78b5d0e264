"""The DPIA of a version, as it reads now: what people answered, and under it what the system knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.document import Document, moment
from spreekkamer.assessments.dpia.known import known
from spreekkamer.assessments.dpia.models import Dpia, DpiaFile
from spreekkamer.assessments.dpia.proposal import Proposal, proposal
from spreekkamer.assessments.dpia.risks import LEVELS, level
from spreekkamer.assessments.models import Assessment, State
from spreekkamer.assessments.rules.procedure import RISKS

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PROCEDURE = "procedure"
"""The source of what only the procedure can say: status, advice, signature."""


@dataclass(frozen=True)
class Record:
    """The DPIA of one version."""

    assessment: Assessment
    document: Document
    """All answers, whoever they come from."""
    own: Document
    """What people answered."""
    sources: Mapping[str, str]
    """Of each unit that the system filled in: where it comes from (`proposal.nl.yaml`)."""
    proposed: Document
    """What the system would fill in, also where people answered something else."""
    file: DpiaFile | None
    """The file that it came from."""
    proposes: bool
    at: str
    """The moment of the last change, as it stands in a file."""

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.assessment.state == State.DRAFT

    def source(self, unit: str) -> str:
        """Where a unit comes from: `own`, a source of the system, or empty when nothing was answered."""
        if unit in self.sources:
            return self.sources[unit]
        return "own" if doc.content(self.document, unit) is not None else ""


def remaining_risk(now: Record) -> str:
    """The highest risk that stays by the DPIA after its measures: `low`, `medium` or `high`; empty when none is said.

    A risk against which nothing is done stays as high as it was.
    """
    measured = doc.rows(now.document, "17.1")
    against = {risk for row in measured for risk in _chosen(row.value("17.1.1"))}
    said = [str(row.value("17.1.4")) for row in measured]
    for row in doc.rows(now.document, "16.1"):
        if row.value("16.1.1") not in against:
            computed = level(str(row.value("16.1.3")), str(row.value("16.1.5")))
            said += [str(row.value("16.1.7")), str(computed)]
    levels = [LEVELS.index(each) for each in said if each in LEVELS]
    return RISKS[max(levels)] if levels else ""


def _chosen(value: doc.Value) -> list[str]:
    return value if isinstance(value, list) else []


def row_of(assessment: Assessment) -> Dpia | None:
    """What was answered for this version, or for the one that it changes; None when nothing was."""
    found = Dpia.objects.filter(assessment=assessment).first()
    if found is None and assessment.previous is not None:
        return row_of(assessment.previous)
    return found


def file_of(assessment: Assessment) -> DpiaFile | None:
    """The file that this version, or one that it changes, came from."""
    found = DpiaFile.objects.filter(dpia__assessment=assessment).first()
    if found is None and assessment.previous is not None:
        return file_of(assessment.previous)
    return found


def record(assessment: Assessment) -> Record:
    """The DPIA as it reads now."""
    row = row_of(assessment)
    at = changed_at(assessment, row)
    frozen = row.frozen if row and row.assessment == assessment else ""
    own: Document = doc.parsed(frozen or (row.document if row else "")) or doc.empty(at)
    proposes = row.proposes if row else True
    made = proposal(known(assessment, on=_day_of(assessment)), at=at)
    below = _allowed(made, everything=proposes and not frozen, procedure=proposes or not is_draft(assessment))
    document, sources = _laid(own, below, dict(row.frozen_sources) if row and frozen else {})
    return Record(
        assessment=assessment,
        document=document,
        own=own,
        sources=sources,
        proposed=made.document,
        file=file_of(assessment),
        proposes=proposes,
        at=at,
    )


def is_draft(assessment: Assessment) -> bool:
    """Whether this version can still be changed."""
    return assessment.state == State.DRAFT


def changed_at(assessment: Assessment, row: Dpia | None) -> str:
    """The moment of the last change to the version, its DPIA or its procedure: nothing newer is in it."""
    revision = assessment.revisions.first()
    step = assessment.steps.last()
    days = [step.on if step else None, assessment.decided_on]
    moments = [datetime.combine(day, time(12), AMSTERDAM) for day in days if day]
    moments += [at for at in (revision.saved_at if revision else None, row.changed_at if row else None) if at]
    return moment(max(moments, default=datetime(2000, 1, 1, tzinfo=AMSTERDAM)).astimezone(ZoneInfo("UTC")))


def _day_of(assessment: Assessment) -> date:
    """A draft looks at the figures of today, a version that was handed in at those of that day."""
    if is_draft(assessment):
        return timezone.localdate()
    first = assessment.steps.first()
    return first.on if first else assessment.decided_on or timezone.localdate()


def _allowed(made: Proposal, *, everything: bool, procedure: bool) -> Proposal:
    units = [unit for unit, source in made.sources.items() if (procedure if source == PROCEDURE else everything)]
    answers = {unit: made.document["answers"][unit] for unit in units}
    return Proposal({**made.document, "answers": answers}, {unit: made.sources[unit] for unit in units})


def _laid(own: Document, below: Proposal, frozen_sources: Mapping[str, str]) -> tuple[Document, dict[str, str]]:
    """What people answered, with the proposal under it, and the procedure over it."""
    acts = [unit for unit, source in below.sources.items() if source == PROCEDURE]
    kept = {key: given for key, given in own["answers"].items() if key not in acts}
    document = doc.overlaid({**own, "answers": kept}, below.document)
    sources = {unit: source for unit, source in below.sources.items() if doc.content(own, unit) is None or unit in acts}
    return document, {**frozen_sources, **sources}
