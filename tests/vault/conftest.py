"""A vault of its own for each test, and the people around it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from pyrage import x25519
from tests.vault.film import Made, make
from tests.vault.light_age import lock

from spreekkamer.accounts.keys import signing_key
from spreekkamer.accounts.models import Municipality, Person, SealKey
from spreekkamer.accounts.scopes import Role
from spreekkamer.ledger.models import Entry
from spreekkamer.vault import actions
from spreekkamer.vault.models import Opening, Recording

PASSPHRASE = "vier losse woorden samen"
NOW = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
"""Yesterday at noon: commands and pages look at the real clock, for which what is kept here isn't over yet."""


@dataclass
class Cast:
    """Who is who. Farah and Floor are privacy officers, Mark and Mia managers; the others open nothing."""

    farah: Person
    """Privacy officer with a seal key."""
    floor: Person
    """Privacy officer without one."""
    mark: Person
    """Manager with a seal key."""
    mia: Person
    """Manager with a seal key."""
    carla: Person
    """Case worker."""
    ahmed: Person
    """Administrator."""
    els: Person
    """Executive."""
    greet: Person
    """Clerk."""

    def client(self, name: str) -> Client:
        """A browser in which this person is signed in, with a code from their phone."""
        who, client = getattr(self, name), Client()
        client.force_login(who, backend=settings.AUTHENTICATION_BACKENDS[0])
        Authenticator.objects.get_or_create(user=who, type=Authenticator.Type.TOTP, data={})
        session = client.session
        session["second_factor"] = True
        session.save()
        return client


@pytest.fixture(autouse=True)
def data(settings, tmp_path: Path) -> Path:
    """A data folder of its own, with the key of the recorder that belongs to it."""
    settings.DATA = tmp_path
    settings.SECRETS = tmp_path / "secrets"
    signing_key(settings.SECRETS / "recorder-key.pem")
    return tmp_path


@pytest.fixture
def recorder_key(data: Path):
    """The key that our recorder signs with."""
    return signing_key(data / "secrets" / "recorder-key.pem")


def give_key(holder: Person) -> x25519.Identity:
    """A seal key under PASSPHRASE, locked lightly so that tests are fast."""
    identity = x25519.Identity.generate()
    locked = lock(f"{identity}\n".encode(), PASSPHRASE)
    SealKey.objects.create(holder=holder, recipient=str(identity.to_public()), identity=locked)
    return identity


@pytest.fixture
def identities() -> dict[str, x25519.Identity]:
    """The private seal keys, by the holder's first name."""
    return {}


@pytest.fixture
def cast(db, identities) -> Cast:
    """The people."""
    Municipality.objects.create(name="Gemeente Voorbeeldstad", is_example=True, counting_since="2026-01-01")
    roles = {
        "farah": Role.DPO,
        "floor": Role.DPO,
        "mark": Role.MANAGER,
        "mia": Role.MANAGER,
        "carla": Role.CASE_WORKER,
        "ahmed": Role.ADMINISTRATOR,
        "els": Role.EXECUTIVE,
        "greet": Role.CLERK,
    }
    people = {
        name: Person.objects.create(email=f"{name}@voorbeeldstad.example", name=name.title(), role=role)
        for name, role in roles.items()
    }
    for name in ("farah", "mark", "mia"):
        identities[name] = give_key(people[name])
    return Cast(**people)


@pytest.fixture
def prepared(cast: Cast) -> Recording:
    """A recording whose key exists and in which nothing has been recorded."""
    return actions.prepare(conversation_id=uuid4(), room="kamer-1", retention_days=14, at=NOW)


@pytest.fixture
def hand_in(recorder_key) -> Callable[..., Made]:
    """Record something under a prepared recording and hand it in."""

    def hand_in(recording: Recording, *, at: datetime = NOW, **more: object) -> Made:
        made = make(recording.pk, recording.recipient, key=recorder_key, **{"began": at.isoformat(), **more})
        for n, sealed in enumerate(made.segments):
            actions.receive_segment(recording.pk, n, [sealed], sha256=made.shas()[n], at=at)
        actions.complete(recording.pk, made.envelope, at=at + timedelta(seconds=30))
        recording.refresh_from_db()
        return made

    return hand_in


@pytest.fixture
def kept(prepared: Recording, hand_in) -> Recording:
    """A recording that was made and handed in."""
    actions.begin(prepared.pk, at=NOW, pre_roll_seconds=20)
    hand_in(prepared)
    return prepared


WHY = "De politie vraagt om de beelden van 23 november."


def opened(
    recording: Recording, *, by: Person, dpo: Person, manager: Person, at: datetime = NOW
) -> tuple[Opening, str]:
    """An opening that both have agreed to, and the key in the requester's browser."""
    opening, browser_key = actions.request_opening(recording, purpose="police_report", motivation=WHY, by=by, at=at)
    actions.approve(opening, by=dpo, passphrase=PASSPHRASE, at=at)
    return actions.approve(opening, by=manager, passphrase=PASSPHRASE, at=at), browser_key


def kinds() -> list[str]:
    """What the log holds, in order."""
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))
