"""The DPIA of a version that is handed in says from then on what it said, whatever becomes known later."""

from datetime import datetime

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia import queries
from spreekkamer.assessments.dpia.models import Dpia
from spreekkamer.assessments.models import Assessment


def freeze(assessment: Assessment, *, at: datetime) -> None:
    """Part of handing in, in its transaction: keep all that the DPIA says, and where each unit comes from."""
    reading = queries.record(assessment)
    row = Dpia.objects.filter(assessment=assessment).first() or Dpia(
        assessment=assessment, document=doc.text_of(reading.own), proposes=reading.proposes, changed_at=at
    )
    row.frozen = doc.text_of(reading.document)
    row.frozen_sources = dict(reading.sources)
    row.save()
