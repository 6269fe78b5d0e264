"""The main acts, on whatever SPREEKKAMER_DATABASE names; a process of its own. Prints what it found as JSON."""

import json
import sys
import threading
from datetime import timedelta
from pathlib import Path

from spreekkamer.cli import use_django

use_django()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

call_command("migrate", verbosity=0, interactive=False)

from tests.cast import found_town, plan_talk  # noqa: E402
from tests.questions import dossier_cases  # noqa: E402

from spreekkamer.conversations import actions, queries  # noqa: E402
from spreekkamer.conversations.counting import totals  # noqa: E402
from spreekkamer.conversations.importing.run import bring_in  # noqa: E402
from spreekkamer.conversations.models import Conversation, State  # noqa: E402
from spreekkamer.gate import actions as gate  # noqa: E402
from spreekkamer.gate.models import Grant  # noqa: E402
from spreekkamer.ledger import queries as ledger  # noqa: E402
from spreekkamer.ledger import sequencer  # noqa: E402

PER_THREAD, THREADS = 15, 4
now = timezone.now()


def talk_all_the_way(town: object) -> str:
    """From planned to held under a permit, with one entry per act."""
    talk = actions.open_room(plan_talk(town, starts_at=now), at=now)
    granted = gate.ask(talk, at=now, recorder_can_seal=True)
    assert isinstance(granted, Grant), granted
    gate.end(granted, at=now, because="room_closed")
    actions.close_room(talk, at=now + timedelta(minutes=30))
    return Conversation.objects.get(pk=talk.pk).state


def many_at_once(town: object) -> None:
    """Acts on one cell of the totals from several threads: each counts, none waits for ever."""

    def act() -> None:
        for _ in range(PER_THREAD):
            talk = plan_talk(town, room=town.plain_room, starts_at=now, notice=False, wish=False)
            actions.drop(talk, state=State.NO_SHOW)
        connections.close_all()

    threads = [threading.Thread(target=act) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def ask_twice_at_once(town: object) -> int:
    """Two who press "open" in the same moment get one grant; how many there are."""
    talk = actions.open_room(plan_talk(town, starts_at=now), at=now)
    together, got = threading.Barrier(2), []

    def ask() -> None:
        together.wait(60)
        got.append(gate.ask(Conversation.objects.get(pk=talk.pk), at=now, recorder_can_seal=True))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 2, "one of them met an error"
    assert all(isinstance(each, Grant) for each in got), got
    gate.end(got[0], at=now, because="room_closed")
    actions.close_room(talk, at=now + timedelta(minutes=30))
    return Grant.objects.filter(conversation_id=talk.pk).count()


def wrong_searches() -> list[str]:
    """What the dossier finds otherwise than it should."""
    dossier_cases.fill()
    return [asked for asked, expected in dossier_cases.FINDS if dossier_cases.found(asked) != expected]


def main() -> None:
    with transaction.atomic():
        town = found_town()
    state = talk_all_the_way(town)
    grants = ask_twice_at_once(town)
    many_at_once(town)
    summary = bring_in(Path(sys.argv[1]))
    again = bring_in(Path(sys.argv[1]))
    integrated = sequencer.integrate()
    today = timezone.localdate()
    print(
        json.dumps(
            {
                "vendor": connection.vendor,
                "state": state,
                "grants": grants,
                "under_permit": queries.counts(today, today).under_permit,
                "no_show": queries.counts(today, today).no_show,
                "expected_no_show": PER_THREAD * THREADS,
                "imported": summary.outcomes,
                "again": again.outcomes,
                "wrong_totals": len(totals.differences()),
                "integrated": integrated,
                "log_size": ledger.head().size,
                "wrong_searches": wrong_searches(),
                "entries": ledger.entries().count(),
            }
        )
    )


main()
