"""Kill a process at each step of each act and see that repair makes the vault whole. Run by test_crash.py.

Every fsync, rename, unlink and commit is a step. For each step of each act a forked process is ended there with
`_exit`, exactly as a crash would; a second process then repairs and checks. Prints one JSON object per act.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from spreekkamer.cli import use_django

use_django()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.db.backends.sqlite3.base import DatabaseWrapper  # noqa: E402
from tests.vault.film import make  # noqa: E402
from tests.vault.light_age import lock  # noqa: E402

from spreekkamer.accounts.keys import signing_key  # noqa: E402
from spreekkamer.accounts.models import Person, SealKey  # noqa: E402
from spreekkamer.accounts.scopes import Role  # noqa: E402
from spreekkamer.ledger.models import Entry  # noqa: E402
from spreekkamer.vault import actions, places  # noqa: E402
from spreekkamer.vault.check import check  # noqa: E402
from spreekkamer.vault.models import Opening, Recording  # noqa: E402

NOW = datetime.now(UTC)
WHY = "De politie vraagt om de beelden van gisteren."
PASSPHRASE = "vier losse woorden samen"
CRASHED = 99


class Steps:
    """Counts the steps that leave something on disk, and ends the process before step `until`."""

    def __init__(self, until: int | None = None) -> None:
        self.names: list[str] = []
        self.until = until

    def watch(self) -> None:
        for name in ("fsync", "rename", "unlink"):
            setattr(os, name, self._before(name, getattr(os, name)))
        DatabaseWrapper._commit = self._before("commit", DatabaseWrapper._commit)

    def _before(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **kwargs: object) -> object:
            if self.until is not None and len(self.names) == self.until:
                os._exit(CRASHED)
            self.names.append(name)
            return call(*args, **kwargs)

        return step


def in_child(do: Callable[[], object]) -> tuple[int, object]:
    """Run this in a process of its own; its exit status, and what it returned."""
    connections.close_all()
    reader, writer = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            os.write(writer, json.dumps(do()).encode())
            connections.close_all()
            os._exit(0)
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
    os.close(writer)
    told = b""
    while part := os.read(reader, 65536):
        told += part
    os.close(reader)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return status, json.loads(told) if told else None


def prepare_vault() -> dict[str, str]:
    """People, one kept recording with an opening that the privacy officer agreed to, one that just began."""
    call_command("migrate", verbosity=0)
    signing_key(settings.SECRETS / "recorder-key.pem")
    from pyrage import x25519

    for name, role in (("farah", Role.DPO), ("mark", Role.MANAGER)):
        person = Person.objects.create(email=f"{name}@voorbeeldstad.example", name=name, role=role)
        identity = x25519.Identity.generate()
        SealKey.objects.create(
            holder=person,
            recipient=str(identity.to_public()),
            identity=lock(f"{identity}\n".encode(), PASSPHRASE),
        )
    farah, mark = Person.objects.get(name="farah"), Person.objects.get(name="mark")
    kept = actions.prepare(conversation_id=uuid4(), room="k1", retention_days=14, at=NOW)
    hand_in(kept)
    opening, _ = actions.request_opening(kept, purpose="safety", motivation=WHY, by=mark, at=NOW)
    actions.approve(opening, by=farah, passphrase=PASSPHRASE, at=NOW)
    begun = actions.prepare(conversation_id=uuid4(), room="k2", retention_days=14, at=NOW)
    return {"kept": kept.pk, "begun": begun.pk, "opening": str(opening.pk)}


def hand_in(recording: Recording) -> None:
    made = make(
        recording.pk,
        recording.recipient,
        key=signing_key(settings.SECRETS / "recorder-key.pem"),
        began=NOW.isoformat(),
        count=2,
    )
    for n, sealed in enumerate(made.segments):
        actions.receive_segment(recording.pk, n, [sealed], sha256=made.shas()[n], at=NOW)
    actions.complete(recording.pk, made.envelope, at=NOW)


def acts(ids: dict[str, str]) -> dict[str, Callable[[], object]]:
    """The acts that put something on disk or take it away."""
    due = NOW + timedelta(days=14)

    def recording(name: str) -> Recording:
        return Recording.objects.get(pk=ids[name])

    def opening() -> Opening:
        return Opening.objects.get(pk=ids["opening"])

    def mark() -> Person:
        return Person.objects.get(name="mark")

    return {
        "prepare": lambda: actions.prepare(conversation_id=uuid4(), room="k3", retention_days=14, at=NOW),
        "discard": lambda: actions.discard(ids["begun"], at=NOW),
        "receive": lambda: actions.receive_segment(
            ids["begun"], 0, [b"sealed"], sha256=__import__("hashlib").sha256(b"sealed").hexdigest(), at=NOW
        ),
        "approve": lambda: actions.approve(opening(), by=mark(), passphrase=PASSPHRASE, at=NOW),
        "refuse": lambda: actions.refuse(opening(), because=WHY, by=mark(), at=NOW),
        "lapse": lambda: actions.lapse_due(NOW + timedelta(days=2)),
        "destroy": lambda: actions.destroy(
            recording("kept"), because="retention", at=due, today=due.date() + timedelta(days=1)
        ),
    }


def after(ids: dict[str, str], act: str) -> dict[str, object]:
    """What is there once the act was crashed and the vault repaired, and whether it may be so."""
    before = [str(v) for v in check(today=NOW.date()) if v.invariant in {"V1", "V2", "V3"}]
    actions.repair(at=NOW, grace=timedelta(0))
    kept = Recording.objects.get(pk=ids["kept"])
    opening = Opening.objects.get(pk=ids["opening"])
    return {
        "worse": before,
        "wrong": [str(v) for v in check(today=NOW.date(), grace=timedelta(0))],
        "kept": kept.state,
        "destroyed_entries": Entry.objects.filter(kind="recording.destroyed").count(),
        "opening": opening.state,
        "keys": len(places.keys().names()),
        "openings": len(places.openings().names()),
        "act": act,
    }


def main(folder: Path) -> None:
    template = folder / "template"

    def use(data: Path) -> None:
        settings.DATA, settings.SECRETS = data, data / "secrets"
        connection.settings_dict["NAME"] = str(data / "db.sqlite3")

    use(template)
    template.mkdir(parents=True, exist_ok=True)
    status, ids = in_child(prepare_vault)
    assert status == 0, "the vault could not be prepared"
    for act in acts(ids):
        results, names, number = [], [], 0
        while True:
            data = folder / "run"
            shutil.rmtree(data, ignore_errors=True)
            shutil.copytree(template, data)
            use(data)
            steps = Steps(until=number)

            def crash(steps: Steps = steps, act: str = act) -> list[str]:
                steps.watch()
                acts(ids)[act]()
                return steps.names

            status, told = in_child(crash)
            assert status in {0, CRASHED}, f"{act} failed at step {number}"
            checked, result = in_child(lambda act=act: after(ids, act))
            assert checked == 0, f"the check after {act} failed at step {number}"
            results.append(result)
            if status == 0:
                names = told
                break
            number += 1
        print(json.dumps({"act": act, "steps": names, "results": results}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
