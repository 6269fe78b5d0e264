"""Cases in every state: looked after in time, late, under way, and one of yesterday with something to do today."""

import random
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from spreekkamer.accounts.models import Person
from spreekkamer.incidents.aftercare import actions, queries, rules
from spreekkamer.incidents.aftercare.engine import ASKS, Task
from spreekkamer.incidents.aftercare.protocol import Records
from spreekkamer.incidents.aftercare.terms import AMSTERDAM
from spreekkamer.incidents.models import Channel, Incident
from spreekkamer.incidents.reporting import actions as reporting
from spreekkamer.incidents.reporting.rules import Report

OFF_ROOM = (
    (140, Channel.TELEPHONE, ("insult",), "De inwoner schold tien minuten en hing op.", "participatiewet"),
    (112, Channel.HOME_VISIT, ("threat", "intimidation"), "Bij de deur zei hij: kom nog eens en je merkt het.", "wmo"),
    (75, Channel.COUNTER, ("damage", "insult"), "De inwoner sloeg het scherm van de balie stuk.", "participatiewet"),
    (41, Channel.SOCIAL_MEDIA, ("online",), "Een filmpje van mij staat online, met mijn naam.", "participatiewet"),
    (23, Channel.WRITTEN, ("serious_threat",), "Drie e-mails op een avond: ik weet waar je woont.", "jeugdwet"),
)  # fmt: skip
KIND_WORDS = ("Goed gesprek. Slaapt weer beter.", "Wil graag een tijd met twee collega’s werken.", "Gaat goed.", "")


def put_in_line(people: dict[str, Person]) -> None:
    """Who looks after whom."""
    ingrid, rachid = people["Ingrid Postma"], people["Rachid Amrani"]
    for name in ("Noor van Dalen", "Kees Mulder", "Lotte Smit"):
        actions.put_under(people[name], ingrid, by=None)
    actions.put_under(ingrid, rachid, by=None)


def look_after(people: dict[str, Person], *, today: date) -> None:
    """What was done since each incident of the history; then cases outside the rooms, and two of this week."""
    chance = random.Random(72)  # noqa: S311 - a made-up history, the same each time
    now = timezone.now()
    for incident in Incident.objects.select_related("manager").order_by("happened_at"):
        if incident.manager is None:
            actions.take(incident, by=people["Ingrid Postma"], at=incident.happened_at)
        _follow(incident, people, chance, now)
    for days, channel, signs, story, law in OFF_ROOM:
        at = datetime.combine(today - timedelta(days=days), time(10, 20), AMSTERDAM)
        worker = chance.choice([people["Noor van Dalen"], people["Kees Mulder"]])
        told = Report(signs=signs, what_happened=story, happened_at=at, channel=channel, law=law)
        reported_at = at + timedelta(hours=chance.randint(1, 30))
        reported = reporting.send(told, by=worker, at=reported_at, is_example=True, day=reported_at.date())
        _follow(reported, people, chance, now)
    _this_week(people, now)


def _this_week(people: dict[str, Person], now: datetime) -> None:
    """One case with a step that is too late, one in which everything still has time."""
    kees, noor, ingrid = people["Kees Mulder"], people["Noor van Dalen"], people["Ingrid Postma"]
    late = Report(
        signs=("threat", "insult"),
        what_happened="De inwoner zei aan de telefoon dat hij mij na werktijd zou opwachten.",
        happened_at=now - timedelta(hours=30),
        channel=Channel.TELEPHONE,
        law="participatiewet",
        stay_unnamed=True,
        witnesses=("Lotte Smit",),
    )
    case = reporting.send(late, by=kees, at=now - timedelta(hours=29), is_example=True)
    actions.finish(case, "first_care", note="Meteen langsgegaan.", by=ingrid, at=now - timedelta(hours=29), now=now)
    fresh = Report(
        signs=("insult",),
        what_happened="Aan de balie werd ik uitgescholden waar iedereen bij stond.",
        happened_at=now - timedelta(minutes=50),
        channel=Channel.COUNTER,
        law="wmo",
        witnesses=("bezoeker",),
    )
    reporting.send(fresh, by=noor, at=now - timedelta(minutes=40), is_example=True)


def _follow(incident: Incident, people: dict[str, Person], chance: random.Random, now: datetime) -> None:
    """Do each step somewhere within its term, now and then too late; what lies ahead stays open."""
    for turn in range(3):  # a measure brings steps of its own, and the closing comes last
        for task in [task for task in queries.tasks(incident, now) if task.state in ASKS]:
            late = chance.random() < 0.07
            within = task.opens + (task.due - task.opens) * chance.uniform(0.1, 0.8)
            at = max(task.due + timedelta(hours=20) if late else within, incident.happened_at)
            if at < now and (task.step.records is not Records.VIEW or turn):
                _do(incident, task, people, chance, at)


def _do(incident: Incident, task: Task, people: dict[str, Person], chance: random.Random, at: datetime) -> None:
    by = people["Wim de Groot"] if task.step.who == "coordinator" else people["Ingrid Postma"]
    records = task.step.records
    if records is Records.DONE:
        actions.finish(incident, task.id, note=chance.choice(KIND_WORDS), by=by, at=at, now=at)
    elif records is Records.DECISION:
        choice = chance.choice(task.step.choices)
        actions.decide(incident, task.id, choice=choice.key, reason="Samen zo besproken.", by=by, at=at, now=at)
    elif records is Records.POLICE:
        report = chance.random() < 0.6
        told, reason = ("report", "") if report else ("none", "De medewerker wil geen aangifte; wij deden een gesprek.")
        actions.record_police(incident, task.id, told=told, on=at.date(), reason=reason, by=by, at=at)
    elif records is Records.MEASURE:
        _measure(incident, task, by, chance, at)
    elif not rules.still_open(queries.tasks(incident, at)):
        view = "Ik voelde mij gesteund. Het gesprek na twee weken hielp het meest."
        actions.close(incident, task.id, outcome="said", view=view, by=by, at=at)


def _measure(incident: Incident, task: Task, by: Person, chance: random.Random, at: datetime) -> None:
    if chance.random() < 0.4:
        reason = "Na het gesprek bood de inwoner excuses aan; meer is niet nodig."
        actions.take_measure(incident, task.id, kind="", reason=reason, by=by, at=at)
        return
    kind = chance.choice(("talk", "warning", "ban"))
    actions.take_measure(
        incident,
        task.id,
        kind=kind,
        reason="Dit gedrag accepteren wij niet.",
        by=by,
        at=at,
        ends_on=at.date() + timedelta(days=90) if kind == "ban" else None,
        heard="De inwoner vertelde aan de telefoon hoe het ging.",
        service="Gesprekken gaan door per telefoon.",
    )
