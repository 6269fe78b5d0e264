"""What the gate knows, and what others ask of it."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from spreekkamer.assessments import queries as assessments
from spreekkamer.assessments.models import Assessment
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Conversation, Room, State
from spreekkamer.conversations.rules import dutch_holidays, latest_notice, motivation_problem
from spreekkamer.gate.models import Grant, Refusal
from spreekkamer.gate.rules import AssessmentFacts, Facts
from spreekkamer.gate.shares import Share, to_warn_of
from spreekkamer.oversight import queries as oversight
from spreekkamer.protocol.permit import CLOCK_LEEWAY_SECONDS, LIFETIME_SECONDS
from spreekkamer.vault import queries as vault

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SHARE_DAYS = 90
PERMIT_IS_OVER = timedelta(seconds=LIFETIME_SECONDS + CLOCK_LEEWAY_SECONDS)
"""After its issue, however the clocks differ: from then on the recorder is connected to no camera for it."""


def facts(conversation: Conversation, *, at: datetime, recorder_can_seal: bool | None) -> Facts:
    """All that the gate looks at for this conversation at this moment. What can't be found stays None."""
    today = at.astimezone(AMSTERDAM).date()
    room = conversation.room
    assessment = assessments.current(today)
    managers, dpos = vault.recipients_known()
    counted = conversations.counts(today - timedelta(days=SHARE_DAYS), today, kind=conversation.kind)
    wish = getattr(conversation, "camera_wish", None)
    notice = getattr(conversation, "notice", None)
    return Facts(
        today=today,
        now=at,
        conversation_open=conversation.state == State.OPEN,
        room_has_camera=bool(room.camera),
        reason=wish.reason if wish else None,
        motivation_problem=motivation_problem(wish.motivation) if wish else None,
        assessment=_assessment_facts(assessment, conversation, today) if assessment else None,
        notice_sent_on=notice.sent_on if notice else None,
        notice_latest_on=_latest_notice(conversation, assessment),
        notice_version=notice.assessment_version if notice else None,
        objection_stands=conversations.objection_stands(conversation),
        suspended=oversight.suspended(room),
        manager_keys=managers,
        dpo_keys=dpos,
        recorder_can_seal=recorder_can_seal,
        conversations_of_kind=counted.held,
        under_permit_of_kind=counted.under_permit,
    )


def share_warnings(on: date) -> list[Share]:
    """The kinds of conversation of which the share under permit nears the bound, or is beyond it."""
    assessment = assessments.current(on)
    if assessment is None or assessment.conclusion != "camera":
        return []
    found = []
    for kind in assessment.kinds:
        counted = conversations.counts(on - timedelta(days=SHARE_DAYS), on, kind=kind)
        found.append(Share(kind, counted.held, counted.under_permit, assessment.share_bound_percent))
    return to_warn_of(found)


def grant_in_force(room_slug: str) -> Grant | None:
    """The grant under which this room's camera may be on now."""
    return Grant.objects.filter(room=room_slug, ended_at=None).first()


def grant_at(conversation_id: uuid.UUID, at: datetime) -> Grant | None:
    """The grant under which the camera could be on at this conversation at this moment, as far as clocks agree."""
    return (
        Grant.objects.filter(conversation_id=conversation_id, began_at__lte=at + conversations.CLOCKS_DIFFER)
        .filter(Q(ended_at=None) | Q(ended_at__gte=at))
        .order_by("-began_at")
        .first()
    )


def unheard_end(room_slug: str) -> Grant | None:
    """The grant that ended last in this room, when the recorder has not said that the camera is off."""
    last = Grant.objects.filter(room=room_slug).first()
    return last if last and last.ended_at and not last.outcome and last.camera_state != "off" else None


def silent_grants(at: datetime) -> QuerySet[Grant]:
    """Grants that ended, whose permits are over too, and of which the recorder never told what became of them."""
    return Grant.objects.filter(outcome="", ended_at__isnull=False, permit_issued_at__lt=at - PERMIT_IS_OVER)


def grants_in_force() -> QuerySet[Grant]:
    """All cameras that may be on now."""
    return Grant.objects.filter(ended_at=None)


def last_grant(conversation: Conversation) -> Grant | None:
    """The newest grant of this conversation."""
    return Grant.objects.filter(conversation_id=conversation.pk).first()


def grants_of(conversation: Conversation) -> QuerySet[Grant]:
    """All grants of this conversation: without one its camera was never connected to."""
    return Grant.objects.filter(conversation_id=conversation.pk)


def last_refusal(conversation: Conversation) -> Refusal | None:
    """The newest refusal for this conversation."""
    return Refusal.objects.filter(conversation_id=conversation.pk).first()


def refusals_between(begin: date, end: date) -> QuerySet[Refusal]:
    """Refusals on the days begin..end, in Dutch time."""
    return Refusal.objects.filter(**_between("at", begin, end))


def grants_between(begin: date, end: date) -> QuerySet[Grant]:
    """Grants that began on the days begin..end, in Dutch time."""
    return Grant.objects.filter(**_between("began_at", begin, end))


def first_grant_on() -> date | None:
    """The day on which a camera was on under a permit for the first time; None when none ever was."""
    first = Grant.objects.order_by("began_at").values_list("began_at", flat=True).first()
    return first.astimezone(AMSTERDAM).date() if first else None


def rooms_with_camera() -> QuerySet[Room]:
    """The rooms in which a camera hangs."""
    return conversations.rooms().exclude(camera="")


def _between(field: str, begin: date, end: date) -> dict[str, datetime]:
    start = datetime(begin.year, begin.month, begin.day, tzinfo=AMSTERDAM)
    last = end + timedelta(days=1)
    return {
        f"{field}__gte": start,
        f"{field}__lt": datetime(last.year, last.month, last.day, tzinfo=AMSTERDAM),
    }


def _assessment_facts(assessment: Assessment, conversation: Conversation, today: date) -> AssessmentFacts:
    return AssessmentFacts(
        version=assessment.version,
        allows_camera=assessment.conclusion == "camera",
        decided_on=assessment.decided_on,
        expires_on=assessment.expires_on,
        covers_room=assessment.rooms.filter(pk=conversation.room_id).exists(),
        covers_kind=conversation.kind in assessment.kinds,
        dpo_advice_on=assessment.dpo_advice_on,
        works_council_consent_on=assessment.works_council_consent_on,
        retention_days=assessment.retention_days,
        pre_roll_seconds=assessment.pre_roll_seconds,
        sound=assessment.sound,
        maximum_seconds=assessment.maximum_seconds,
        share_bound_percent=assessment.share_bound_percent,
        test_holds=assessments.test_holds(assessment, today),
        review_overdue=assessments.review_overdue(assessment, today),
    )


def _latest_notice(conversation: Conversation, assessment: Assessment | None) -> date | None:
    if assessment is None:
        return None
    on = conversation.starts_at.astimezone(AMSTERDAM).date()
    return latest_notice(on, assessment.notice_working_days, dutch_holidays(range(on.year - 1, on.year + 1)))
