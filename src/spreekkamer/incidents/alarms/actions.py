"""What happens with buttons, steps and tests. Each function is one transaction and one entry in the log."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spreekkamer.accounts import queries as accounts
from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role, Scope
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Room
from spreekkamer.errors import Refused
from spreekkamer.incidents import actions as incidents
from spreekkamer.incidents import queries as incident_queries
from spreekkamer.incidents.alarms import queries, rules, steps_file
from spreekkamer.incidents.alarms.models import Broker, Button, ButtonKind, Drill, Outcome, StepsVersion, StepTaken
from spreekkamer.incidents.models import Alarm
from spreekkamer.ledger.actions import append
from spreekkamer.post import actions as post
from spreekkamer.post import queries as post_queries


@transaction.atomic
def add_button(*, name: str, room: Room, kind: str, address: str, by: Person, at: datetime) -> tuple[Button, str]:
    """Let a button press the alarm in this room. Returns it with what it calls, which is shown only now."""
    _administers(by)
    token = secrets.token_urlsafe(24) if kind == ButtonKind.HTTP else ""
    if kind != ButtonKind.HTTP and not address.strip("/ "):
        raise Refused(_("Give the name that the button has on the broker."))
    try:
        with transaction.atomic():
            button = Button.objects.create(
                name=name.strip(),
                room=room,
                kind=kind,
                address="" if token else address.strip("/ "),
                token_digest=hashlib.sha256(token.encode()).hexdigest() if token else "",
                added_at=at,
            )
    except IntegrityError:
        raise Refused(_("There is a button with this name on the broker already.")) from None
    append(
        "button.added",
        {"button": button.pk, "room": room.slug, "kind": kind, "by": by.pk},
        day=timezone.localdate(at),
    )
    return button, token


@transaction.atomic
def retire_button(button: Button, *, by: Person, at: datetime) -> None:
    """This button presses nothing any more."""
    _administers(by)
    button.retired_at = at
    button.save(update_fields=["retired_at"])
    append("button.retired", {"button": button.pk, "room": button.room.slug, "by": by.pk})


def note_heard(button: Button, *, at: datetime, pressed: bool, battery: int | None) -> None:
    """That a button lives, and how full its battery is: no act of a person, so no entry in the log."""
    told: dict[str, object] = {"heard_at": at}
    if pressed:
        told["pressed_at"] = at
    if battery is not None:
        told["battery"] = battery
    Button.objects.filter(pk=button.pk).update(**told)


def note_broker(*, connected: bool, at: datetime, trouble: str = "") -> None:
    """Whether the listener hears its buttons. Shown to who can mend it; no entry in the log."""
    now = {"connected": connected, "since": at, "trouble": trouble[:300]}
    before = Broker.objects.first()
    if before is None or before.connected != connected or before.trouble != now["trouble"]:
        Broker.objects.update_or_create(pk=1, defaults=now)


@transaction.atomic
def use_steps(text: str, *, at: datetime) -> StepsVersion:
    """Put steps in force. Raises FileError; then the old ones stay."""
    steps_file.read(text)
    version = StepsVersion.objects.create(text=text, put_at=at)
    append("alarm.steps_changed", {"version": version.pk, "steps": text})
    return version


def take_due_steps(now: datetime) -> int:
    """Tell who must be told by now of each alarm that nobody has answered. The worker calls this; how many steps."""
    ringing = list(incident_queries.ringing().prefetch_related("steps_taken"))
    if not ringing:
        return 0
    steps, taken = queries.steps(), 0
    for alarm in ringing:
        done = {each.step for each in alarm.steps_taken.all()}
        for number in rules.due(steps.steps, pressed_at=alarm.pressed_at, answered_at=None, taken=done, now=now):
            taken += _take_step(alarm, number, steps, at=now)
    return taken


@transaction.atomic
def _take_step(alarm: Alarm, number: int, steps: rules.Steps, *, at: datetime) -> bool:
    alarm = Alarm.objects.select_for_update(of=("self",)).select_related("room").get(pk=alarm.pk)
    if alarm.acknowledged_at or StepTaken.objects.filter(alarm=alarm, step=number).exists():
        return False
    StepTaken.objects.create(alarm=alarm, step=number, at=at)
    step, is_test = steps.steps[number], Drill.objects.filter(alarm=alarm).exists()
    people = [person.email for role in step.roles for person in accounts.with_role(role)]
    for to in dict.fromkeys([*people, *step.emails]):
        _mail(alarm, to=to, is_test=is_test, at=at)
    for name in step.webhooks:
        post.call_webhook(
            hook=name,
            url=steps.webhooks[name],
            event="alarm.test" if is_test else "alarm.pressed" if number == 0 else "alarm.unanswered",
            data=_facts(alarm, number),
            at=at,
            about=queries.label(alarm),
            urgent=True,
        )
    append(
        "alarm.told" if step.after.total_seconds() == 0 else "alarm.escalated",
        {"alarm": str(alarm.pk), "step": number, "mails": len(people) + len(step.emails), "hooks": len(step.webhooks)},
        subject=str(alarm.pk),
    )
    return True


def _facts(alarm: Alarm, number: int) -> dict[str, str | int]:
    """What another system gets to know: where and when, never who."""
    return {
        "alarm": str(alarm.pk),
        "room": alarm.room.slug,
        "name": alarm.room.name,
        "location": alarm.room.location,
        "pressed_at": alarm.pressed_at.isoformat(),
        "step": number,
        "answer": _board(),
    }


def _mail(alarm: Alarm, *, to: str, is_test: bool, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        when = date_format(timezone.localtime(alarm.pressed_at), "H:i:s")
        told = {"room": alarm.room.name, "location": alarm.room.location, "time": when}
        subject = _("TEST: alarm in %(room)s") if is_test else _("ALARM in %(room)s")
        text = _("The alarm in %(room)s (%(location)s) was pressed at %(time)s, and nobody has answered yet.") % told
        act = _("Go there, or call. Then say on this page that you are going:")
        why = _("This is a test of the alarm. Answer it as if it were real.") if is_test else ""
        body = "\n\n".join(part for part in (why, text, f"{act}\n{_board()}") if part)
        post.send_mail(to=to, subject=subject % told, text=body, at=at, about=queries.label(alarm), urgent=True)


@transaction.atomic
def start_drill(room: Room, *, by: Person, at: datetime) -> Drill:
    """The next press in this room, within ten minutes, is a test. Raises Refused."""
    if not by.may(Scope.ALARM):
        raise Refused(_("Your role has no part in alarms."))
    room = Room.objects.select_for_update().get(pk=room.pk)
    problem = rules.test_problem(
        conversation_open=conversations.open_in(room) is not None,
        testing=Drill.objects.filter(room=room, outcome="").exists(),
        ringing=incident_queries.ringing().filter(room=room).exists(),
    )
    if problem:
        raise Refused(
            {
                "conversation": _("People are talking in this room now. Test the alarm when it is empty."),
                "testing": _("The alarm of this room is being tested already."),
                "ringing": _("The alarm of this room rings now. Answer it first."),
            }[problem]
        )
    drill = Drill.objects.create(room=room, started_at=at, started_by=by, until=at + rules.DRILL_LASTS)
    append("alarm.test_started", {"room": room.slug, "drill": drill.pk, "by": by.pk}, day=timezone.localdate(at))
    return drill


@transaction.atomic
def make_real(alarm: Alarm, *, by: Person, at: datetime) -> Alarm:
    """It was no test: somebody needs help. Opens an incident, as if there had been no test."""
    if not by.may(Scope.ALARM):
        raise Refused(_("Your role has no part in alarms."))
    drill = Drill.objects.select_for_update().filter(alarm=alarm).first()
    if drill is None:
        return alarm
    drill.alarm, drill.outcome, drill.ended_at = None, Outcome.WAS_REAL, at
    drill.save()
    append("alarm.test_was_real", {"alarm": str(alarm.pk), "by": by.pk}, subject=str(alarm.pk))
    incidents.open_incident(alarm, None)  # no test begins while people talk in the room
    return alarm


def end_drills(now: datetime) -> int:
    """Record how each test went, as soon as that is known. The worker calls this; how many ended."""
    return sum(_end_drill(drill, now=now) for drill in Drill.objects.filter(outcome="").select_related("alarm", "room"))


@transaction.atomic
def _end_drill(drill: Drill, *, now: datetime) -> bool:
    alarm = drill.alarm
    sent = [message.sent_at is not None for message in queries.messages(alarm)] if alarm else []
    outcome = rules.outcome(
        until=drill.until,
        pressed_at=alarm.pressed_at if alarm else None,
        answered_at=alarm.acknowledged_at if alarm else None,
        delivered=sent,
        now=now,
    )
    if outcome is None:
        return False
    drill.outcome, drill.ended_at = outcome, now
    drill.save()
    answered = alarm.acknowledged_at if alarm else None
    append(
        "alarm.test_ended",
        {
            "room": drill.room.slug,
            "drill": drill.pk,
            "outcome": outcome,
            "seconds": round((answered - alarm.pressed_at).total_seconds(), 1) if alarm and answered else None,
        },
        day=timezone.localdate(now),
        subject=str(alarm.pk) if alarm else "",
    )
    return True


@transaction.atomic
def remind_of_tests(now: datetime) -> int:
    """Once a week, tell the security coordinators which rooms must be tested. Returns how many were told."""
    year, week, _day = timezone.localdate(now).isocalendar()
    label = f"alarm-test:{year}-{week}"
    if post_queries.about(label).exists():
        return 0
    due = [each.room for each in queries.tests(now) if each.due]
    people = list(accounts.with_role(Role.COORDINATOR)) if due else []
    with translation.override(settings.LANGUAGE_CODE):
        rooms = "\n".join(f"- {room.name}, {room.location}" for room in due)
        text = _("The alarm of these rooms has not been tested for a month:") + f"\n\n{rooms}\n\n"
        text += _("Test each of them with its own button. Start here:") + f"\n{_board()}"
        for person in people:
            post.send_mail(to=person.email, subject=_("Test the alarm"), text=text, at=now, about=label)
    return len(people)


def _board() -> str:
    """Where an alarm is answered."""
    return settings.BASE_URL + reverse("alarm-board")


def _administers(by: Person) -> None:
    if not by.may(Scope.ADMINISTER):
        raise Refused(_("Only the administrator adds and removes buttons."))
