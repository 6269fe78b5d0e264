"""Writing the annual report and bringing it out. Each function is one transaction and one entry in the log.

No second person releases it: the privacy officer gets no instructions, and reports to the highest level directly
(article 38(3) of the GDPR).
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.annual_report.models import AnnualReport
from spreekkamer.annual_report.rules import in_the_way
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.ledger.leaf import Json, canonical
from spreekkamer.questions.answering import Made, commitments, stored

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@transaction.atomic
def write(year: int, *, words: Mapping[str, str], language: str, seen: int, by: Person) -> AnnualReport:
    """Keep the words of the report on this year; the first time this begins it.

    seen: the revision that the writer had before them. When somebody else wrote in the meantime nothing is kept and
    Refused says so.
    """
    _must_write(by)
    report, _begun = AnnualReport.objects.select_for_update().get_or_create(year=year, version=_newest(year) or 1)
    _must_be_draft(report)
    if report.revision != seen:
        raise Refused(
            _("Somebody else changed this report while you were writing. Copy your words, and open the page again."),
            code="changed_meanwhile",
        )
    report.words, report.language, report.revision = dict(words), language, seen + 1
    report.save()
    digest = sha256(canonical(dict(words))).hexdigest()
    append(
        "report.written",
        {"year": year, "revision": report.revision, "sha256": digest, "by": by.pk},
        subject=str(report.pk),
    )
    return report


@transaction.atomic
def release(report: AnnualReport, made: Made, *, by: Person, at: datetime) -> AnnualReport:
    """Bring out `made`. Its fingerprint, whole and in parts, becomes the entry by which copies are checked."""
    _must_write(by)
    kept = AnnualReport.objects.select_for_update().get(pk=report.pk)
    _must_be_draft(kept)
    if kept.revision != report.revision:
        raise Refused(_("Somebody changed the report just now. Look at it again first."), code="changed_meanwhile")
    if reason := next(in_the_way(kept.year, kept.words, on=at.astimezone(AMSTERDAM).date()), None):
        raise Refused(reason)
    kept.released, kept.released_by, kept.released_at = stored(made.payload), by, at
    kept.save()
    detail: dict[str, Json] = {
        "report": str(kept.pk),
        "year": kept.year,
        "version": kept.version,
        **commitments(made.payload),
    }
    append("report.released", detail, subject=str(kept.pk))
    return kept


@transaction.atomic
def correct(report: AnnualReport, *, because: str, by: Person) -> AnnualReport:
    """Begin the next version of a released report. What was released stays as it was, and can still be checked."""
    _must_write(by)
    if not because.strip():
        raise Refused(_("Say what was wrong. It will stand on the first page of the new version."))
    if not report.is_released or report.version != _newest(report.year):
        raise Refused(_("Only the newest released version can be corrected."))
    following = AnnualReport.objects.create(
        year=report.year,
        version=report.version + 1,
        corrects_because=because.strip(),
        language=report.language,
        words=report.words,
    )
    detail: dict[str, Json] = {
        "year": report.year,
        "version": following.version,
        "because": because.strip(),
        "by": by.pk,
    }
    append("report.correction_begun", detail, subject=str(following.pk))
    return following


def _newest(year: int) -> int | None:
    newest: int | None = AnnualReport.objects.filter(year=year).aggregate(newest=Max("version"))["newest"]
    return newest


def _must_write(by: Person) -> None:
    if not by.may(Scope.WRITE_REPORT):
        raise Refused(_("Only the privacy officer writes the annual report."))


def _must_be_draft(report: AnnualReport) -> None:
    if report.is_released:
        raise Refused(
            _("This report was released and doesn't change any more. Begin a correction instead."), code="released"
        )
