"""What the records say about telling residents and about their rights, as facts for the rules."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from spreekkamer.assessments import queries as assessments
from spreekkamer.conversations.models import Notice
from spreekkamer.conversations.rules import dutch_holidays, latest_notice
from spreekkamer.figures.figure import Origin
from spreekkamer.questions.facts import NoDetriment, Requests
from spreekkamer.residents.detriment import queries as detriment
from spreekkamer.residents.detriment.wording import meaning
from spreekkamer.residents.models import RequestKind
from spreekkamer.residents.rights import queries as rights

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Told:
    """Notices that were sent, and whether they were in time."""

    sent: int
    judged: int
    """Those that name an assessment: it says how many working days lie in between."""
    in_time: int


def notices(rows: QuerySet[Notice]) -> Told:
    """Counts of these notices."""
    terms = dict(assessments.versions().values_list("version", "notice_working_days"))
    found = list(rows.values_list("sent_on", "conversation__starts_at", "assessment_version"))
    talks = [starts_at.astimezone(AMSTERDAM).date() for _sent, starts_at, _version in found]
    closed = dutch_holidays(range(min(talks).year - 1, max(talks).year + 1)) if talks else ()

    @cache  # a day has many conversations
    def latest(on: date, working_days: int) -> date:
        return latest_notice(on, working_days, closed)

    judged = [
        sent <= latest(on, terms[version])
        for (sent, _starts_at, version), on in zip(found, talks, strict=True)
        if version in terms
    ]
    return Told(len(found), len(judged), sum(judged))


def requests(origin: Origin, room: str | None) -> dict[str, Requests]:
    """What residents asked and complained of in this period, by kind."""
    return {kind: _requests(origin, kind, room) for kind in RequestKind.values}


def no_detriment(begin: date, end: date) -> NoDetriment | None:
    """The counts that the benefits department handed in over these days, and what they tell."""
    found = detriment.no_detriment(begin, end)
    if found is None:
        return None
    told = tuple(meaning(found.finding)) if found.finding else ()
    return NoDetriment(found.others, found.objected, told)


def _requests(origin: Origin, kind: str, room: str | None) -> Requests:
    found = rights.counts(origin.begin, origin.end, kind=kind, room=room or "")
    return Requests(found.received, found.answered, found.in_time, found.granted)
