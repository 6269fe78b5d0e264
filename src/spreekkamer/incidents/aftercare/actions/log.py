"""How acts in a case are logged: what they commit to can be found again by the case, and erased."""

from datetime import date

from spreekkamer.incidents.models import Incident
from spreekkamer.ledger.actions import append
from spreekkamer.ledger.leaf import Json


def subject(incident: Incident) -> str:
    """Under this name the log finds the details of a case again."""
    return f"incident:{incident.pk}"


def log(kind: str, incident: Incident, *, day: date | None = None, **detail: Json) -> None:
    """One entry about a case."""
    append(kind, {"incident": incident.pk, **detail}, day=day, subject=subject(incident))
