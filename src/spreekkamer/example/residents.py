"""What residents of Gemeente Voorbeeldstad got, asked and were decided: letters, proofs, requests, counts."""

import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from spreekkamer.accounts.models import Person
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import Conversation, Kind, Law, Reason, Room, State
from spreekkamer.example.history import MOTIVATIONS
from spreekkamer.gate import actions as gate
from spreekkamer.gate.models import Grant
from spreekkamer.residents.detriment import actions as detriment
from spreekkamer.residents.detriment.rules import Counted
from spreekkamer.residents.models import RequestKind
from spreekkamer.residents.notice import actions as notice
from spreekkamer.residents.rights import actions as rights

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def set_contact() -> None:
    """How residents reach the municipality: before its first letter."""
    notice.set_contact(
        phone="14 0000",
        email="gesprek@voorbeeldstad.example",
        address="Raadhuisplein 1, 0000 AA Voorbeeldstad",
        dpo="fg@voorbeeldstad.example",
    )


def send_letter(talk: Conversation, *, on: date, languages: tuple[str, ...] = ("nl",)) -> None:
    """A letter for this talk, made and sent on one day."""
    letter = notice.make_letter(talk, at=datetime.combine(on, time(9), AMSTERDAM))
    notice.send_letter(letter, sent_on=on, languages=languages, today=on)


def hold_with_letter(room: Room, worker: Person, *, on: date, reference: str) -> Conversation:
    """A talk under a permit that ended without alarm, of which the resident can get the proof."""
    starts = datetime.combine(on, time(9), AMSTERDAM)
    told_on = on - timedelta(days=14)
    talk = conversations.plan(
        reference=reference,
        law=Law.PARTICIPATION,
        kind=Kind.REVIEW,
        room=room,
        case_worker=worker,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=45),
        is_example=True,
        day=told_on,
    )
    send_letter(talk, on=told_on)
    conversations.ask_for_camera(talk, reason=Reason.THREAT, motivation=MOTIVATIONS[0], at=starts, day=told_on)
    conversations.open_room(talk, at=starts, day=on)
    grant = gate.ask(Conversation.objects.get(pk=talk.pk), at=starts, recorder_can_seal=True, day=on)
    if isinstance(grant, Grant):
        ends = starts + timedelta(minutes=40)
        gate.end(grant, at=ends, because="room_closed", day=on)
        event = uuid.uuid5(uuid.NAMESPACE_URL, reference)
        gate.record_camera_event(grant, event=event, kind="wiped", at=ends, detail={}, day=on)
    return conversations.close_room(talk, at=starts + timedelta(minutes=40), day=on)


def write(clerk: Person, *, begin: date, today: date) -> None:
    """Requests about talks of the last weeks, and the counts of the last months."""
    held = Conversation.objects.filter(state=State.HELD, is_example=True).order_by("-starts_at")
    asked = (
        (RequestKind.ACCESS, 20, "Ik wil weten of er beelden van mij zijn."),
        (RequestKind.COMPLAINT, 38, "Er hing geen bord bij de deur."),
    )
    for kind, days_ago, message in asked:
        day = today - timedelta(days=days_ago)
        rights.receive(
            held.filter(starts_at__date__lt=day)[0],
            kind=kind,
            message=message,
            language="nl",
            received_on=day,
            at=datetime.combine(today, time(8), AMSTERDAM),
        )
    middle = begin + (today - begin) // 2
    counts = [
        Counted(begin, middle - timedelta(days=1), 9, 2, 212, 41),
        Counted(middle, today - timedelta(days=1), 13, 3, 231, 38),
    ]
    detriment.hand_in(counts, by=clerk, at=datetime.combine(today, time(8), AMSTERDAM), today=today, is_example=True)
