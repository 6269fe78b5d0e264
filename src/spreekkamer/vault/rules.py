"""What the law and the house rules say about keeping and opening recordings. Pure: facts in, findings out.

A function named `..._problem` returns None when it may, or the code of what is wrong.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

LONGEST_RETENTION_DAYS = 28
"""Camera pictures at work: at most four weeks, unless an incident is handled (source `ap-camera-work`)."""

LONGEST_HOLD_DAYS = 366
"""A hold ends; who still needs the recording then places a new one, with a reason of its own (`avg-5-1-e`)."""

SHORTEST_REASON = 20
"""Characters: enough for a sentence that somebody else can judge."""

REQUEST_LAPSES = timedelta(hours=24)
OPENING_LAPSES = timedelta(minutes=60)
STALLED_AFTER = timedelta(hours=24)
"""A recording whose end was never told for so long may be opened as far as it came."""

OPENING_PURPOSES: Mapping[str, str] = {
    "safety": "arbowet-3",
    "police_report": "vpt",
    "access_request": "avg-15",
}
"""For what a recording may be opened, with the legal source. A closed list (`avg-5-1-b`)."""

RESTRICTION = "restriction"
HOLD_PURPOSES: Mapping[str, str] = {**OPENING_PURPOSES, "complaint": "avg-5-2", RESTRICTION: "avg-18"}
"""For what a recording may be kept longer, with the legal source."""

DESPITE_RESTRICTION: frozenset[str] = frozenset({"police_report", "access_request"})
"""What a restricted recording may still be opened for: a legal claim, and who asked for it (art. 18 lid 2 AVG)."""

NEVER: frozenset[str] = frozenset({"benefit_enforcement", "benefit_decision", "performance_review"})
"""What is asked for in practice and is never a purpose (`avg-5-1-b`)."""

DPO = "dpo"
MANAGER = "manager"

TRANSITIONS: Mapping[str, frozenset[str]] = {
    "requested": frozenset({"approved_dpo", "refused", "lapsed"}),
    "approved_dpo": frozenset({"open", "refused", "lapsed"}),
    "open": frozenset({"lapsed"}),
    "refused": frozenset(),
    "lapsed": frozenset(),
}
"""What may follow on what, for an opening. The FG goes first: the FGs' seal is the outer one."""

LIVE = frozenset(state for state, following in TRANSITIONS.items() if following)

MOST_ATTEMPTS = 5
ATTEMPT_WINDOW = timedelta(minutes=15)
"""Wrong passphrases within this time before somebody has to wait."""


def retention_days(terms: Iterable[int]) -> int:
    """Where several terms apply the shortest wins, and never more than four weeks. Days, at least 1."""
    return max(1, min([LONGEST_RETENTION_DAYS, *terms]))


def destroy_on(began: date, days: int) -> date:
    """The day on which a recording that began on `began` is destroyed."""
    return began + timedelta(days=retention_days([days]))


def is_held(holds: Iterable[date], today: date) -> bool:
    """Whether a hold stands: `holds` are the last days of the holds that were not lifted."""
    return any(until >= today for until in holds)


def is_due(on: date | None, holds: Iterable[date], today: date) -> bool:
    """Whether a recording must be destroyed now. A hold that has ended no longer counts."""
    return on is not None and today >= on and not is_held(holds, today)


def last_day(on: date, holds: Iterable[date]) -> date:
    """The day on which it will be destroyed when nothing else happens, with the holds that stand."""
    return max([on, *(until + timedelta(days=1) for until in holds)])


def hold_problem(*, purpose: str, reason: str, until: date, today: date, due: bool) -> str | None:
    """`purpose`, `reason`, `past`, `too_long`; `due` when the term is over and it is being destroyed."""
    if purpose not in HOLD_PURPOSES:
        return "purpose"
    if len(reason.strip()) < SHORTEST_REASON:
        return "reason"
    if until < today:
        return "past"
    if until > today + timedelta(days=LONGEST_HOLD_DAYS):
        return "too_long"
    return "due" if due else None


def request_problem(*, state: str, stalled: bool, restricted: bool, purpose: str, motivation: str) -> str | None:
    """`gone`, `not_kept`, `recording`, `never`, `purpose`, `restricted` or `motivation`."""
    if state == "destroyed":
        return "gone"
    if state == "prepared":
        return "not_kept"
    if state == "recording" and not stalled:
        return "recording"
    if purpose in NEVER:
        return "never"
    if purpose not in OPENING_PURPOSES:
        return "purpose"
    if restricted and purpose not in DESPITE_RESTRICTION:
        return "restricted"
    return "motivation" if len(motivation.strip()) < SHORTEST_REASON else None


def shorten_problem(*, to: date, on: date | None, today: date) -> str | None:
    """`gone` (nothing is kept), `longer` (that is no shortening), `past`, or None when it may be destroyed on `to`."""
    if on is None:
        return "gone"
    if to < today:
        return "past"
    return "longer" if to > on else None


def is_stalled(began_at: datetime | None, now: datetime) -> bool:
    """Whether the recorder should have told the end long ago."""
    return began_at is not None and now - began_at >= STALLED_AFTER


def next_role(state: str) -> str | None:
    """Whose key an opening waits for; None when it waits for nobody's."""
    return {"requested": DPO, "approved_dpo": MANAGER}.get(state)


def approval_problem(
    *, state: str, roles: Collection[str], by: int, first: int | None, now: datetime, lapses_at: datetime
) -> str | None:
    """Whether this person may use their key now: two different people, one of each role, the FG first.

    `roles`: those of DPO and MANAGER that the person has; `by` and `first` are people (numbers). The requester
    may be one of the two. Returns `lapsed`, `done`, `dpo_first`, `role` or `same_person`.
    """
    role = next_role(state)
    if role is None:
        return "done"
    if now >= lapses_at:
        return "lapsed"
    if role not in roles:
        return "dpo_first" if role == DPO and MANAGER in roles else "role"
    return "same_person" if by == first else None


def may_become(state: str, following: str) -> bool:
    """Whether an opening in this state may go on to that one; unknown states go nowhere."""
    return following in TRANSITIONS.get(state, frozenset())


def wait_before_trying(wrong: Iterable[datetime], now: datetime) -> timedelta:
    """How long somebody must wait after these wrong passphrases; zero when they may try now."""
    recent = sorted(at for at in wrong if now - at < ATTEMPT_WINDOW)
    if len(recent) < MOST_ATTEMPTS:
        return timedelta(0)
    return recent[-MOST_ATTEMPTS] + ATTEMPT_WINDOW - now
