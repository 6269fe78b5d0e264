"""Ten alarms in the same moment, on a real server: none is refused, none is lost, all are shown."""

import json
import threading
import urllib.request

from tests.browser import Site, site
from tests.waiting import PATIENCE

__all__ = ["site"]
ROOMS = """
import json
from django.utils import timezone
from spreekkamer.accounts.models import Person
from spreekkamer.conversations import actions as conversations
from spreekkamer.incidents.alarms import actions
by, now, tokens = Person.objects.get(role="administrator"), timezone.now(), []
for n in range(10):
    room, _ = conversations.add_room(slug=f"tien-{n}", name=f"Tien {n}", location="Stadhuis")
    tokens.append(actions.add_button(name=f"knop {n}", room=room, kind="http", address="", by=by, at=now)[1])
print(json.dumps(tokens))
"""
RINGING = """
import json
from spreekkamer.incidents import queries
print(json.dumps([a.room.slug for a in queries.ringing() if a.room.slug.startswith("tien-") and a.incident]))
"""


def test_ten_alarms_at_once_are_all_heard(site: Site) -> None:
    tokens = json.loads(site.python(ROOMS))
    together, statuses = threading.Barrier(len(tokens)), []

    def press(token: str) -> None:
        together.wait(PATIENCE)
        with urllib.request.urlopen(f"{site.url}/api/v1/buttons/{token}", data=b"", timeout=PATIENCE) as answer:
            statuses.append(answer.status)

    threads = [threading.Thread(target=press, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert statuses == [200] * 10
    assert sorted(json.loads(site.python(RINGING))) == [f"tien-{n}" for n in range(10)]
