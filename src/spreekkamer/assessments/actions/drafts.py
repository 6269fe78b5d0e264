"""Writing a draft: half filled in or whole, by one person or by several."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.assessments.actions.guards import locked, must_be_allowed
from spreekkamer.assessments.contents import apply, snapshot
from spreekkamer.assessments.models import Assessment, Revision
from spreekkamer.assessments.rules.merging import Merged, difference, merge
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.ledger.leaf import Json

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@transaction.atomic
def create(
    *,
    title: str,
    by: Person,
    at: datetime,
    values: Mapping[str, Json] | None = None,
    case_figures: Mapping[str, Json] | None = None,
    is_example: bool = False,
) -> Assessment:
    """Begin a draft. `case_figures`: it is a case from elsewhere, which can be tested and never decided."""
    _must_write(by)
    day = at.astimezone(AMSTERDAM).date()
    assessment = Assessment.objects.create(
        version=next_version(day.year), title=title, author=by, case_figures=case_figures, is_example=is_example
    )
    return _begun(assessment, {**snapshot(assessment), **(values or {}), "title": title}, by=by, at=at)


@transaction.atomic
def new_version(previous: Assessment, *, by: Person, at: datetime) -> Assessment:
    """Begin a draft with the content of another version, which itself stays as it is."""
    _must_write(by)
    if previous.case_figures is not None:
        raise Refused(_("This is a case from elsewhere. Begin an assessment of your own."), code="case")
    day = at.astimezone(AMSTERDAM).date()
    assessment = Assessment.objects.create(
        version=next_version(day.year),
        title=previous.title,
        author=by,
        previous=previous,
        is_example=previous.is_example,
    )
    return _begun(assessment, snapshot(previous), by=by, at=at)


@transaction.atomic
def save(assessment: Assessment, values: Mapping[str, Json], *, revision: int, by: Person, at: datetime) -> Merged:
    """Save some or all of a draft that was at `revision` when the editor began.

    What somebody else changed in the meantime stays. Where both changed the same, nothing is overwritten: those
    fields are among the `conflicts` of what comes back, and all the others are saved.
    """
    assessment = locked(assessment)
    must_be_allowed(assessment, "write", by)
    base = assessment.revisions.filter(number=revision).first()
    if base is None:
        raise Refused(_("This draft has changed too much since you began. Open it again."), code="revision")
    now = snapshot(assessment)
    merged = merge(base.content, now, values)
    if merged.values == now:
        return merged
    _record(assessment, merged.values, by=by, at=at)
    changed = sorted({each.field for each in difference(now, merged.values)})
    append(
        "assessment.saved",
        {"version": assessment.version, "revision": assessment.revision, "fields": changed, "by": by.pk},
        day=at.astimezone(AMSTERDAM).date(),
    )
    return merged


def next_version(year: int) -> str:
    """The next free name of a version in this year: `2026-3`."""
    taken = Assessment.objects.filter(version__startswith=f"{year}-").values_list("version", flat=True)
    numbers = [int(last) for last in (version.rpartition("-")[2] for version in taken) if last.isdigit()]
    return f"{year}-{max(numbers, default=0) + 1}"


def _begun(assessment: Assessment, values: Mapping[str, Json], *, by: Person, at: datetime) -> Assessment:
    _record(assessment, values, by=by, at=at)
    append(
        "assessment.begun",
        {
            "version": assessment.version,
            "previous": assessment.previous.version if assessment.previous else None,
            "by": by.pk,
        },
        day=at.astimezone(AMSTERDAM).date(),
    )
    return assessment


def _record(assessment: Assessment, values: Mapping[str, Json], *, by: Person, at: datetime) -> None:
    assessment.revision += 1
    apply(assessment, values)
    Revision.objects.create(
        assessment=assessment, number=assessment.revision, content=snapshot(assessment), saved_by=by, saved_at=at
    )


def _must_write(by: Person) -> None:
    if not by.may(Scope.WRITE_ASSESSMENT):
        raise Refused(_("You can't write an assessment. Ask a policy adviser or the coordinator."), code="role")
