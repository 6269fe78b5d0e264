"""The whole life of a recording in a real data folder, up to its destruction. Run by test_shredding.py.

Prints what whoever wants it back would look for: everything, as hex, that ever opened the recording.
"""

import json
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from spreekkamer.cli import use_django

use_django()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from pyrage import x25519  # noqa: E402
from tests.vault.film import make  # noqa: E402
from tests.vault.light_age import lock  # noqa: E402

from spreekkamer.accounts.keys import signing_key  # noqa: E402
from spreekkamer.accounts.models import Person, SealKey  # noqa: E402
from spreekkamer.accounts.scopes import Role  # noqa: E402
from spreekkamer.vault import actions, places, queries  # noqa: E402

NOW = datetime.now(UTC)
PASSPHRASE = "vier losse woorden samen"


def person(name: str, role: Role) -> tuple[Person, x25519.Identity]:
    identity = x25519.Identity.generate()
    made = Person.objects.create(email=f"{name}@voorbeeldstad.example", name=name, role=role)
    locked = lock(f"{identity}\n".encode(), PASSPHRASE)
    SealKey.objects.create(holder=made, recipient=str(identity.to_public()), identity=locked)
    return made, identity


def main(copies: Path) -> None:
    call_command("migrate", verbosity=0)
    key = signing_key(settings.SECRETS / "recorder-key.pem")
    (farah, fg_key), (mark, manager_key) = person("farah", Role.DPO), person("mark", Role.MANAGER)
    recording = actions.prepare(conversation_id=uuid4(), room="k1", retention_days=14, at=NOW)
    secrets = {"wrapped": places.keys().read(recording.key_file)}
    made = make(recording.pk, recording.recipient, key=key, began=NOW.isoformat())
    for n, sealed in enumerate(made.segments):
        actions.receive_segment(recording.pk, n, [sealed], sha256=made.shas()[n], at=NOW)
    actions.complete(recording.pk, made.envelope, at=NOW)

    why = "De politie vraagt om de beelden van gisteren."
    opening, browser_key = actions.request_opening(recording, purpose="safety", motivation=why, by=mark, at=NOW)
    opening = actions.approve(opening, by=farah, passphrase=PASSPHRASE, at=NOW)
    secrets["inner"] = places.openings().read(opening.key_file)
    opening = actions.approve(opening, by=mark, passphrase=PASSPHRASE, at=NOW)
    secrets["for the browser"] = places.openings().read(opening.key_file)
    private = queries.recording_key(opening, browser_key=browser_key, by=mark, at=NOW)
    secrets["private"] = private.encode()
    secrets["browser"] = browser_key.encode()
    actions.start_view(opening, kind="played", browser_key=browser_key, by=mark, at=NOW)
    shutil.copytree(settings.DATA, copies / "before")
    before = queries.kept().get(pk=recording.pk)
    actions.destroy_due(before.destroy_on + timedelta(days=0), at=NOW + timedelta(days=14))
    shutil.copytree(settings.DATA, copies / "after")
    print(
        json.dumps(
            {
                "secrets": {name: data.hex() for name, data in secrets.items()},
                "segments": [data.hex() for data in made.segments],
                "identities": [str(fg_key), str(manager_key)],
                "recording": recording.pk,
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
