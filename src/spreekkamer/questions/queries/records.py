"""What the records say now, as facts for the rules. Reads only: making an answer leaves no trace of its own.

Rows of other rooms are read here and nowhere else in this room; nothing of them is ever written here.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Municipality
from spreekkamer.assessments import queries as assessments
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Conversation, Notice, Objection, State
from spreekkamer.errors import Refused
from spreekkamer.figures.figure import Origin
from spreekkamer.gate import queries as gate
from spreekkamer.gate.models import Grant
from spreekkamer.incidents import queries as incidents
from spreekkamer.ledger import queries as ledger
from spreekkamer.ledger import sequencer
from spreekkamer.ledger.note import encode_base64
from spreekkamer.oversight import queries as oversight
from spreekkamer.questions.facts import Facts, Objections, Period, Suspension, Talks
from spreekkamer.questions.queries import decisions, rights, safety
from spreekkamer.vault import queries as vault

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
YEARS = 7
"""How far parliament asked back in 2021, and what is asked of these records unless said otherwise."""
ONE_RENEWAL = timedelta(seconds=60)
ATTEMPTS = 5
Found = TypeVar("Found")


@dataclass(frozen=True)
class Span:
    """Over which days facts are wanted, and of which room; None: the usual days, all rooms."""

    begin: date | None = None
    end: date | None = None
    room: str | None = None
    """The room's name."""


def facts(*, begin: date | None = None, end: date | None = None) -> Facts:
    """All that an answer is made of, over the days begin..end; by default the seven years up to the newest entry.

    Raises Refused when nothing has been set up yet, or when the period can't be.
    """
    span = Span(begin, end)
    return facts_over([span])[span]


def facts_over(spans: Collection[Span]) -> dict[Span, Facts]:
    """The same over several periods, all counted in one state of the log. Raises Refused."""
    municipality = the_municipality()
    return _undisturbed(lambda: {span: _facts(municipality, span) for span in dict.fromkeys(spans)})


def the_municipality() -> Municipality:
    """Whose records these are. Raises Refused when nothing has been set up yet."""
    municipality = Municipality.current() if _has_tables() else None
    if municipality is None:
        raise Refused(
            _("This data folder holds no records: set SPREEKKAMER_DATA to the right one, or run `spreekkamer run`."),
            code="no_records",
        )
    return municipality


def room_names() -> tuple[str, ...]:
    """The rooms by which figures can be limited."""
    return tuple(conversations.rooms().values_list("name", flat=True))


def _has_tables() -> bool:
    """Whether the database was made; a data folder that nothing was done with yet has none."""
    return Municipality._meta.db_table in connection.introspection.table_names()


def last_day(municipality: Municipality) -> date:
    """The day of the log's newest entry: as far as these records go."""
    newest: date | None = ledger.entries().aggregate(newest=Max("day"))["newest"]
    return newest or municipality.counting_since


def _undisturbed(read: Callable[[], Found]) -> Found:
    """Read while nothing changes, so that all figures and the checkpoint belong to one state.

    Every act is an entry in the log: when that has not grown in the meantime, nothing else has changed.
    """
    for _attempt in range(ATTEMPTS):
        sequencer.integrate()
        before = ledger.entries().count(), ledger.head_label()
        found = read()
        if before == (ledger.entries().count(), ledger.head_label()):
            return found
    raise Refused(_("The records are changing too fast to count them now. Try again in a minute."), code="busy")


def _facts(municipality: Municipality, span: Span) -> Facts:
    day = last_day(municipality)
    end = span.end or day
    begin = span.begin or years_before(end)
    if begin > end:
        raise Refused(_("The period ends before it begins. Turn the two days round."), code="period")
    if end > day:
        raise Refused(
            _("These records go as far as %(day)s. Choose a period that ends on that day or before.")
            % {"day": day.isoformat()},
            code="period",
        )
    head = ledger.head()
    origin = Origin(begin, end, ledger.head_label(), municipality.counting_since)
    until = min(timezone.now(), _moments(replace(origin, begin=day, end=day))[1])
    whole = _period(origin, span.room, until)
    counted = origin.counted
    kept = list(vault.kept())
    return Facts(
        municipality=municipality.name,
        is_example=municipality.is_example,
        counting_since=municipality.counting_since,
        day=day,
        log_origin=head.origin,
        log_size=head.size,
        log_root=encode_base64(head.root),
        whole=whole,
        counted=whole if counted == origin else (_period(counted, span.room, until) if counted else None),
        assessment=decisions.assessment(day),
        suspensions=tuple(
            Suspension(each.room.name if each.room else None, each.placed_at.astimezone(AMSTERDAM).date())
            for each in oversight.standing().order_by("placed_at")
        ),
        share_days=gate.SHARE_DAYS,
        rooms=conversations.rooms().count(),
        rooms_with_camera=gate.rooms_with_camera().count(),
        recordings_kept=len(kept),
        holds_standing=sum(len(vault.standing_holds(recording, day)) for recording in kept),
        no_detriment=rights.no_detriment(begin, end),
        protocol=safety.protocol(day),
        log_address=settings.BASE_URL + reverse("ledger:checkpoint"),
        register_address=settings.BASE_URL + reverse("rooms"),
    )


def years_before(end: date) -> date:
    """The day after the one YEARS years ago, so that both ends count."""
    try:
        return end.replace(year=end.year - YEARS) + timedelta(days=1)
    except ValueError:  # the 29th of February
        return date(end.year - YEARS, 3, 1)


def _moments(origin: Origin) -> tuple[datetime, datetime]:
    """The first moment of the period and the first after it, in Dutch time."""
    return (
        datetime.combine(origin.begin, time.min, AMSTERDAM),
        datetime.combine(origin.end + timedelta(days=1), time.min, AMSTERDAM),
    )


def _period(origin: Origin, room: str | None, until: datetime) -> Period:
    begin, end = _moments(origin)
    of_room = {} if room is None else {"room__name": room}
    talks = Conversation.objects.filter(starts_at__gte=begin, starts_at__lt=end, **of_room)
    alarms = incidents.real_alarms().filter(pressed_at__gte=begin, pressed_at__lt=end, **of_room)
    happened = incidents.happened(origin.begin, origin.end).filter(**of_room)
    notices = Notice.objects.filter(sent_on__gte=origin.begin, sent_on__lte=origin.end)
    asked = gate.refusals_between(origin.begin, origin.end)
    permitted = gate.grants_between(origin.begin, origin.end)
    if room is not None:
        there = Conversation.objects.filter(**of_room)
        notices = notices.filter(conversation__in=there)
        asked = asked.filter(conversation_id__in=there.values("pk"))
        permitted = permitted.filter(conversation_id__in=there.values("pk"))
    told = rights.notices(notices)
    refusals, grants = list(asked.values_list("reasons", flat=True)), list(permitted)
    return Period(
        origin=origin,
        talks=_talks(talks),
        incidents=safety.incidents(happened, until=until),
        alarms=alarms.count(),
        alarms_answered=alarms.exclude(acknowledged_at=None).count(),
        notices=told.sent,
        notices_judged=told.judged,
        notices_in_time=told.in_time,
        objections=_objections(talks),
        requests=rights.requests(origin, room),
        permits=len(grants),
        permits_outside_assessment=_outside_assessment(grants),
        refusals=len(refusals),
        refused_because=Counter(reason["code"] for reasons in refusals for reason in reasons),
        acts=_acts(origin),
    )


def _talks(talks: QuerySet[Conversation]) -> dict[tuple[str, str], Talks]:
    held, dropped = Q(state=State.HELD), Q(state__in=[State.CANCELLED, State.NO_SHOW])
    rows = (
        talks.order_by("law", "kind")
        .values_list("law", "kind")
        .annotate(
            held=Count("pk", filter=held),
            under=Count("pk", filter=held & Q(under_permit=True)),
            dropped=Count("pk", filter=dropped),
        )
    )
    return {(law, kind): Talks(held=n, under_permit=under, dropped=lost) for law, kind, n, under, lost in rows}


def _objections(talks: QuerySet[Conversation]) -> Objections:
    raised = Objection.objects.filter(conversation__in=talks).select_related("conversation")
    states = Counter(each.conversation.state for each in raised)
    after, late = _permits_despite(list(raised))
    return Objections(
        standing=len(raised),
        held=states[State.HELD],
        dropped=states[State.CANCELLED] + states[State.NO_SHOW],
        permits_after=after,
        stopped_late=late,
    )


def _permits_despite(objections: list[Objection]) -> tuple[int, int]:
    """Permits that began while an objection stood, and those that went on for over a minute after one."""
    grants = defaultdict(list)
    for grant in Grant.objects.filter(conversation_id__in=[each.conversation_id for each in objections]):
        grants[grant.conversation_id].append(grant)
    pairs = [(each, grant) for each in objections for grant in grants[each.conversation_id]]
    after = sum(grant.began_at >= each.raised_at for each, grant in pairs)
    late = sum(grant.began_at < each.raised_at and _went_on(grant, each.raised_at) for each, grant in pairs)
    return after, late


def _went_on(grant: Grant, raised: datetime) -> bool:
    """Whether this permit was in force for longer than one renewal after the objection."""
    return grant.ended_at is not None and grant.ended_at - raised > ONE_RENEWAL


def _outside_assessment(grants: Iterable[Grant]) -> int:
    in_force: dict[date, str] = {}
    outside = 0
    for grant in grants:
        day = grant.began_at.astimezone(AMSTERDAM).date()
        if day not in in_force:
            current = assessments.current(day)
            valid = current and current.conclusion == "camera" and current.expires_on and day < current.expires_on
            in_force[day] = current.version if current and valid else ""
        outside += grant.assessment_version != in_force[day]
    return outside


def _acts(origin: Origin) -> dict[str, tuple[date, ...]]:
    found: dict[str, list[date]] = defaultdict(list)
    entries = ledger.entries(kinds=PUBLISHED_ACTS).filter(day__gte=origin.begin, day__lte=origin.end)
    for kind, day in entries.order_by("day", "pk").values_list("kind", "day"):
        found[kind].append(day)
    return {kind: tuple(days) for kind, days in found.items()}


PUBLISHED_ACTS = (
    "assessment.decided",
    "suspension.placed",
    "suspension.lifted",
    "camera.wiped",
    "recording.kept",
    "recording.destroyed",
    "opening.requested",
    "opening.refused",
    "opening.viewed",
    "opening.exported",
    "hold.placed",
    "hold.lifted",
)
