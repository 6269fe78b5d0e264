"""What a report must hold, and no more: short enough for a phone, on a bad day. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Report:
    """What somebody tells: the seven W questions (who, what, where, with what, in which way, when, why), and more."""

    signs: Sequence[str]
    what_happened: str
    happened_at: datetime
    channel: str = "room"
    room: int | None = None
    place: str = ""
    law: str = ""
    employee: int | None = None
    """Whom it happened to, when that isn't the reporter."""
    employee_name: str = ""
    with_what: str = ""
    in_which_way: str = ""
    why: str = ""
    who: str = ""
    injury: str = ""
    absence: bool = False
    damage_euros: Decimal | None = None
    stay_unnamed: bool = False
    witnesses: Sequence[str] = field(default=())
    conversation: str = ""
    """The municipality's reference of the appointment."""


MOST_WITNESSES = 20


def names(text: str) -> list[str]:
    """One witness a line, each once."""
    lines = dict.fromkeys(" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line][:MOST_WITNESSES]


def problem(report: Report, now: datetime) -> str | None:
    """Why this can't be a report yet: a code, or None."""
    if not report.what_happened.strip():
        return "what"
    return "future" if report.happened_at > now else None
