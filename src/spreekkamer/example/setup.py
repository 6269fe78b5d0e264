"""Setting up the example: once, the first time; after that it goes on where it was."""

import json
import random
from collections import deque
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from spreekkamer.accounts.keys import permit_public_pem, signing_key
from spreekkamer.accounts.models import Municipality, Person
from spreekkamer.accounts.scopes import Role
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations import queries as conversation_queries
from spreekkamer.conversations.models import Conversation, Kind, Law, Reason, Room
from spreekkamer.example import aftercare, alarms, answers, dpia, promises, residents
from spreekkamer.example.appointments import bring_in_a_list
from spreekkamer.example.assessments import BETWEEN_CHECKS, CAMERA_AFTER, Desk
from spreekkamer.example.history import MOTIVATIONS, Stage, write
from spreekkamer.example.people import add_people

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HISTORY = timedelta(days=182)
ROOMS = (
    ("kamer-1", "Spreekkamer 1", "camera-1"),
    ("kamer-2", "Spreekkamer 2", "camera-2"),
    ("kamer-3", "Spreekkamer 3", ""),
    ("kamer-4", "Spreekkamer 4", ""),
)


def prepare() -> Path:
    """Bring the database up to date, fill it when it is empty, plan today. Returns the recorder's configuration."""
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    configuration: Path = settings.DATA / "recorder.toml"
    today = timezone.localdate()
    if Municipality.current() is None:
        print("Setting up Gemeente Voorbeeldstad with six months of made-up history ...", flush=True)
        with transaction.atomic():
            tokens = _found(today)
            signing_key(settings.SECRETS / "recorder-key.pem")
            configuration.touch(mode=0o600)
            configuration.write_text(recorder_configuration(tokens))
        bring_in_a_list(today)
        answers.write(today=today)
    if not conversation_queries.on_day(today).exists():
        plan_today(today)
    return configuration


def _found(today: date) -> dict[str, str]:
    """The municipality, its people, rooms, assessment and history. Returns the alarm tokens of the rooms."""
    begin = today - HISTORY
    Municipality.objects.create(name="Gemeente Voorbeeldstad", is_example=True, counting_since=begin)
    people = add_people()
    tokens: dict[str, str] = {}
    rooms: list[Room] = []
    for slug, name, camera in ROOMS:
        room, tokens[slug] = conversations.add_room(
            slug=slug, name=name, location="Stadhuis, begane grond", camera=camera
        )
        rooms.append(room)
    stage = Stage(
        rooms=rooms,
        workers=[people["Noor van Dalen"], people["Kees Mulder"]],
        manager=people["Ingrid Postma"],
        serious_from=deque(begin + timedelta(days=days) for days in (9, 24, 40, 75, 130)),
        chance=random.Random(2021),  # noqa: S311 - a made-up history, the same each time
    )
    aftercare.put_in_line(people)
    _tell(stage, Desk.of(people, begin), begin=begin, end=today)
    aftercare.look_after(people, today=today)
    alarms.write(people, today=today)
    residents.set_contact()
    yesterday = today - timedelta(days=1)
    residents.hold_with_letter(rooms[0], people["Noor van Dalen"], on=yesterday, reference=f"VB-{yesterday:%y%m%d}-9")
    residents.write(people["Lotte Smit"], begin=begin, today=today)
    promises.answer_the_council(people["Lotte Smit"], today=today)
    return tokens


def _tell(stage: Stage, desk: Desk, *, begin: date, end: date) -> None:
    """The history: without a camera, then with one within limits, the assessment tested again each month."""
    desk.decide_no_camera()
    since = begin + CAMERA_AFTER
    write(stage, begin=begin, end=since)
    assessment = desk.decide_camera()
    stage.assessment_version = assessment.version
    while since < end:
        until = min(since + BETWEEN_CHECKS, end)
        write(stage, begin=since, end=until)
        desk.check(assessment, until)
        since = until
    desk.leave_work_in_progress(assessment, end)
    dpia.write(desk.people, on=end)


@transaction.atomic
def plan_today(today: date) -> None:
    """Five talks for today: one in which the camera may be on, and others in which it may not."""
    noor = Person.objects.filter(role=Role.CASE_WORKER).order_by("pk").first()
    rooms = {room.slug: room for room in conversation_queries.rooms()}
    at = datetime.combine(today, time(9), AMSTERDAM)
    plans = (
        ("kamer-1", Law.PARTICIPATION, Kind.REVIEW, 14, ("nl",), False, True),
        ("kamer-2", Law.PARTICIPATION, Kind.REVIEW, 14, ("nl", "ar"), True, True),
        ("kamer-3", Law.SOCIAL_SUPPORT, Kind.INTAKE, 14, ("nl",), False, False),
        ("kamer-1", Law.PARTICIPATION, Kind.BENEFIT_LEVEL, 2, ("nl", "tr"), False, True),
        ("kamer-4", Law.DEBT, Kind.PROGRESS, 14, ("nl",), False, False),
    )
    for number, (slug, law, kind, told_days_before, languages, objected, wished) in enumerate(plans):
        starts = at + timedelta(hours=number)
        talk = conversations.plan(
            reference=f"VB-{today:%y%m%d}-{number + 1}",
            law=law,
            kind=kind,
            room=rooms[slug],
            case_worker=noor,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=45),
            is_example=True,
        )
        residents.send_letter(talk, on=today - timedelta(days=told_days_before), languages=languages)
        if objected:
            conversations.object_to_filming(talk, at=timezone.now())
        if wished:
            _wish(talk)


def _wish(conversation: Conversation) -> None:
    conversations.ask_for_camera(conversation, reason=Reason.THREAT, motivation=MOTIVATIONS[0], at=timezone.now())


def recorder_configuration(tokens: dict[str, str]) -> str:
    """recorder.toml for the two example cameras."""
    data, camera_port = settings.DATA, settings.PORT + 2
    lines = [
        "# Made by `spreekkamer run`. Addresses and passwords of cameras are here only, never in the database.",
        f"listen = {json.dumps('127.0.0.1:' + str(settings.PORT + 1))}",
        f"server = {json.dumps(settings.BASE_URL)}",
        f"permit_keys = [{json.dumps(permit_public_pem())}]",
        f"signing_key = {json.dumps(str(settings.SECRETS / 'recorder-key.pem'))}",
        f"spool = {json.dumps(str(data / 'recorder' / 'spool'))}",
        "min_free_bytes = 500_000_000",
    ]
    for number, (slug, _name, camera) in enumerate(ROOMS, start=1):
        if camera:
            lines += [
                "",
                "[[camera]]",
                f"id = {json.dumps(camera)}",
                f"room = {json.dumps(slug)}",
                f"url = {json.dumps(f'rtsp://127.0.0.1:{camera_port}/room-{number}')}",
                f"alarm_token = {json.dumps(tokens[slug])}",
            ]
    return "\n".join(lines) + "\n"
