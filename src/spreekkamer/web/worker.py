"""What goes on by itself: the log is put in order and published, recordings are destroyed on time."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections
from django.utils import timezone

from spreekkamer.assessments import watch
from spreekkamer.conversations.importing import feeds
from spreekkamer.gate import rooms
from spreekkamer.incidents.aftercare import actions as aftercare
from spreekkamer.incidents.alarms import actions as alarms
from spreekkamer.incidents.police import actions as police
from spreekkamer.incidents.reporting import actions as reporting
from spreekkamer.ledger import sequencer
from spreekkamer.post import actions as post
from spreekkamer.post.delivery import Postman
from spreekkamer.questions import actions as questions
from spreekkamer.questions import dossier
from spreekkamer.questions.promises import reminding as promises
from spreekkamer.residents.desk import actions as desk
from spreekkamer.residents.receipts import actions as receipts
from spreekkamer.residents.rights import actions as rights
from spreekkamer.vault import actions as vault

log = logging.getLogger(__name__)


@dataclass
class Job:
    """Something that is done again and again, `every` so many seconds."""

    name: str
    every: float
    do: Callable[[], object]
    due: float = 0.0


def jobs(postman: Postman) -> list[Job]:
    """All that goes on by itself."""
    return [
        Job("log", 0.3, sequencer.integrate),
        Job("public checkpoint", 1.0, lambda: sequencer.publish_if_due(timezone.now())),
        Job("test of the assessment", 600.0, lambda: watch.test_if_due(timezone.localdate())),
        Job("permits", 1.0, lambda: rooms.stop_what_is_refused(at=timezone.now())),
        Job("recorders that ended in between", 30.0, lambda: rooms.find_lost(at=timezone.now())),
        Job("receipts", 2.0, lambda: receipts.make_due(timezone.now())),
        Job("old requests", 3600.0, lambda: rights.forget_old(timezone.localdate())),
        Job("tried codes", 60.0, lambda: desk.forget_tries(timezone.now())),
        Job("feeds", 900.0, feeds.refresh_beside),
        Job("retention", 5.0, lambda: vault.destroy_due(timezone.localdate())),
        Job("alarm steps", 0.2, lambda: alarms.take_due_steps(timezone.now())),
        Job("alarm tests", 1.0, lambda: alarms.end_drills(timezone.now())),
        Job("reminder of alarm tests", 600.0, lambda: alarms.remind_of_tests(timezone.now())),
        Job("police forms", 60.0, lambda: police.erase_due(timezone.now())),
        Job("post", 0.2, postman.round),
        Job("old messages", 3600.0, lambda: post.forget_old(timezone.now())),
        Job("aftercare that begins late", 30.0, aftercare.begin_late),
        Job("reminders", 30.0, lambda: aftercare.remind_due(timezone.now())),
        Job("cases whose term is over", 600.0, lambda: aftercare.erase_due(timezone.localdate(), timezone.now())),
        Job("drafts", 3600.0, lambda: reporting.forget_drafts(timezone.now())),
        Job("terms of questions", 600.0, lambda: questions.remind(timezone.now())),
        Job("days of promises", 600.0, lambda: promises.remind(timezone.now())),
        Job("assessments in the dossier", 600.0, dossier.put_assessments),
        Job("openings that lapse", 5.0, lambda: vault.lapse_due(timezone.now())),
    ]


def work() -> None:
    """Do the jobs until told to stop. One that fails is said and tried again; the others go on."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    vault.repair()
    postman = Postman()
    pending = jobs(postman)
    while not stop.is_set():
        for job in pending:
            if time.monotonic() < job.due:
                continue
            try:
                job.do()
            except Exception:
                log.exception("The job “%s” failed; it is tried again in %s s.", job.name, max(job.every, 5))
                job.due = time.monotonic() + max(job.every, 5)
            else:
                job.due = time.monotonic() + job.every
        close_old_connections()
        stop.wait(0.1)
    postman.close()
