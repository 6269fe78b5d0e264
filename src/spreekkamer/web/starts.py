"""The start page of each role: what this person comes for, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role
from spreekkamer.assessments import queries as assessments
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import State
from spreekkamer.dashboard import queries as dashboard
from spreekkamer.figures.figure import Figure
from spreekkamer.gate import queries as gate
from spreekkamer.gate import recorder_client
from spreekkamer.gate.states import camera_state
from spreekkamer.incidents.aftercare import queries as aftercare
from spreekkamer.ledger import queries as ledger
from spreekkamer.oversight import queries as oversight
from spreekkamer.questions.queries import terms
from spreekkamer.vault import queries as vault

Context = dict[str, object]
PERIOD = timedelta(days=182)


def context_for(person: Person) -> Context:
    """What the start page of this person's role shows."""
    waiting = assessments.waiting_for(person, timezone.localdate())
    return {**STARTS[Role(person.role)](person), "assessments_waiting": waiting}


def _case_worker(person: Person) -> Context:
    talks = list(conversations.on_day(timezone.localdate(), case_worker=person))
    going_on = next((talk for talk in talks if talk.state == State.OPEN), None)
    coming = next((talk for talk in talks if talk.state == State.PLANNED), None)
    near = going_on or coming or (talks[0] if talks else None)
    now = timezone.now()
    return {
        "waiting": sum(talk.state == State.PLANNED and talk.ends_at < now for talk in talks),
        "talks": talks,
        "going_on": going_on,
        "camera": camera_state(going_on.room) if going_on else None,
        "alarm_room": near.room if near else None,
        "shares": gate.share_warnings(timezone.localdate()),
        "to_describe": aftercare.to_describe(person, timezone.now() - timedelta(days=28)),
        "rooms": conversations.rooms(),
    }


def _manager(person: Person) -> Context:
    now = timezone.now()
    return {
        "by_term": aftercare.by_term([case for case in aftercare.led_by(person, now) if case.to_do], now),
        "waiting": vault.waiting_for(person),
        "recordings": vault.kept()[:5],
        "cameras": [camera_state(room) for room in conversations.rooms()],
        "suspensions": oversight.standing(),
    }


def _dpo(person: Person) -> Context:
    today = timezone.localdate()
    month = today - timedelta(days=30)
    return {
        "waiting": vault.waiting_for(person),
        "recordings": vault.kept()[:5],
        "suspensions": oversight.standing(),
        "shares": gate.share_warnings(today),
        "assessment": assessments.current(today),
        "grants": gate.grants_between(month, today).count(),
        "refusals": gate.refusals_between(month, today).count(),
        "cameras": [camera_state(room) for room in conversations.rooms()],
        "figures": figures(),
    }


def _executive(_person: Person) -> Context:
    return {
        "assessment": assessments.current(timezone.localdate()),
        "shares": gate.share_warnings(timezone.localdate()),
        "suspensions": oversight.standing(),
        "figures": figures(),
    }


def _clerk(_person: Person) -> Context:
    return {"figures": figures(), "due": terms.due(timezone.localdate())}


def _with_figures(_person: Person) -> Context:
    return {"figures": figures()}


def _coordinator(_person: Person) -> Context:
    cases = aftercare.unnamed(timezone.now())
    return {
        "figures": figures(),
        "cases": sum(case.goes_on for case in cases),
        "late": sum(bool(case.overdue) for case in cases if case.goes_on),
        "mine": sum(len(case.for_coordinator) for case in cases),
    }


def _administrator(_person: Person) -> Context:
    return {"reply": recorder_client.health(), "rooms": conversations.rooms(), "log": ledger.head()}


def figures() -> list[Figure]:
    """The figures of the last half year that everybody asks for first, the same as on the page of the figures."""
    today = timezone.localdate()
    found = dashboard.shown(dashboard.Chosen(today - PERIOD, today), today=today)
    return [found.held, found.under_permit, found.incident_rate, found.police_reports]


STARTS: dict[Role, Callable[[Person], Context]] = {
    Role.CASE_WORKER: _case_worker,
    Role.MANAGER: _manager,
    Role.COORDINATOR: _coordinator,
    Role.DPO: _dpo,
    Role.EXECUTIVE: _executive,
    Role.CLERK: _clerk,
    Role.ADMINISTRATOR: _administrator,
}

LIVE_STARTS = frozenset({Role.CASE_WORKER, Role.MANAGER, Role.DPO})
"""The roles whose start page follows what happens."""
