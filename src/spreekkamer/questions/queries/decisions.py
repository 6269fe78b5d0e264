"""What was decided beforehand and how it stands the test since, as facts for the rules."""

from datetime import date

from django.utils.translation import get_language

from spreekkamer.assessments import queries as assessments
from spreekkamer.assessments.catalogue import ladder_with
from spreekkamer.assessments.labels import PART_LABELS
from spreekkamer.assessments.models import Assessment as Row
from spreekkamer.assessments.models import Check, Standing
from spreekkamer.assessments.rules.findings import Part, Status, worst
from spreekkamer.questions.facts import Assessment, Means, PartOutcome


def assessment(day: date) -> Assessment | None:
    """The newest decided assessment on this day, in the active language where it has both."""
    row = assessments.current(day)
    if row is None or row.decided_on is None:
        return None
    check = assessments.newest_check(row, day)
    return Assessment(
        version=row.version,
        title=row.title,
        allows_camera=row.conclusion == "camera",
        ground=row.ground,
        rooms=tuple(room.name for room in row.rooms.order_by("name")),
        kinds=tuple(row.kinds),
        sound=row.sound,
        pre_roll_seconds=row.pre_roll_seconds,
        maximum_seconds=row.maximum_seconds,
        retention_days=row.retention_days,
        notice_working_days=row.notice_working_days,
        share_bound_percent=row.share_bound_percent,
        dpo_advice_on=row.dpo_advice_on,
        works_council_consent_on=row.works_council_consent_on,
        decided_on=row.decided_on,
        expires_on=row.expires_on,
        conditions=row.conditions,
        means=_means(row, day),
        tested_on=check.on if check else None,
        parts=tuple(_part(check, part) for part in Part) if check else (),
        reviews_open=assessments.open_reviews(row).count(),
    )


def _means(row: Row, day: date) -> Means:
    standing = {key: choice.get("standing", "") for key, choice in row.means.items()}
    promises = assessments.promises(row, day)
    there = {promise.means.key for promise in promises if promise.introduced_on and promise.introduced_on <= day}
    there |= {key for key, each in standing.items() if each == Standing.IN_PLACE}
    ladder = ladder_with(row.means)
    return Means(
        compared=tuple(str(means.name) for means in ladder if standing.get(means.key)),
        in_place=tuple(str(means.name) for means in ladder if means.key in there),
        late=tuple(str(promise.means.name) for promise in promises if promise.is_late),
    )


def _part(check: Check, part: Part) -> PartOutcome:
    language = "en" if (get_language() or "nl").startswith("en") else "nl"
    found = [finding for finding in check.findings if finding["part"] == part]
    return PartOutcome(
        str(PART_LABELS[part]),
        worst(Status(finding["status"]) for finding in found),
        tuple(finding["text"][language] for finding in found if finding["status"] != Status.HOLDS),
    )
