"""Which of what has one UID counts: the newest version of it, and of each occurrence that was changed.

SEQUENCE tells, and RECURRENCE-ID which occurrence (RFC 5545, 3.8.7.4 and 3.8.4.4); software that keeps to neither is
understood where it can be.
"""

from collections.abc import Iterator
from typing import Any

from spreekkamer.conversations.importing.appointment import Unusable
from spreekkamer.conversations.importing.events import Event
from spreekkamer.conversations.importing.parsing import in_form_of, zone_of

Member = tuple[Event, Any]
"""An event with what icalendar made of it."""


def versions(uid: str, members: list[Member]) -> Iterator[tuple[str, list[Member]]]:
    """The newest version of what has this UID, under the name by which it is known.

    Some software gives every single occurrence the UID of its series and no RECURRENCE-ID: different starts in one
    version are then different appointments.
    """
    masters, changed = _split(members)
    changed = _newest_of_each(changed)
    if not masters:
        yield uid, changed
        return
    newest = max(masters, key=_version)
    start, (zone, _known) = newest[1]["DTSTART"].dt, zone_of(newest[0].head)
    for _, component in changed:
        component["RECURRENCE-ID"].dt = in_form_of(start, component["RECURRENCE-ID"].dt, zone)
    changed = [member for member in changed if not _left_out(member, newest)]
    starts = {event.first("DTSTART"): (event, component) for event, component in sorted(masters, key=_version)}
    single = not changed and not any("RRULE" in component or "RDATE" in component for _, component in masters)
    if single and len(starts) > 1 and not _successive(masters):
        for start, master in starts.items():
            yield f"{uid}\x1e{start}", [master]
        return
    yield uid, [newest, *changed]


def _successive(masters: list[Member]) -> bool:
    """Whether these are one appointment as it was changed in the course of time: each tells another version."""
    modified = {event.first("LAST-MODIFIED") for event, _ in masters}
    return len({_version(master)[0] for master in masters}) > 1 or (
        len(modified) == len(masters) and "" not in modified
    )


def _newest_of_each(changed: list[Member]) -> list[Member]:
    """Of each changed occurrence, however often it was changed, the last."""
    newest: dict[str, Member] = {}
    for member in sorted(changed, key=_version):
        newest[member[0].first("RECURRENCE-ID")] = member
    return [member for member in changed if any(member is kept for kept in newest.values())]


def superseded(uid: str, members: list[Member]) -> Iterator[Unusable]:
    """The events that don't count: an older version, twice in the file, or a change of what the series leaves out."""
    chosen = [member for _, group in versions(uid, members) for member in group]
    used = {id(component) for _, component in chosen}
    masters, _changed = _split(chosen)
    for event, component in members:
        if id(component) not in used:
            left_out = any(_left_out((event, component), master) for master in masters)
            yield Unusable(event.line, "left_out" if left_out else "twice_in_file")


def _left_out(changed: Member, master: Member) -> bool:
    """Whether the series leaves out the occurrence that this changes: it is then none of it (RFC 5545, 3.8.5.1)."""
    which = changed[1].get("RECURRENCE-ID")
    if which is None or "RANGE" in which.params:  # a range is about those after it too
        return False
    lists = master[1].get("EXDATE", [])
    return any(one.dt == which.dt for each in (lists if isinstance(lists, list) else [lists]) for one in each.dts)


def _split(members: list[Member]) -> tuple[list[Member], list[Member]]:
    """The events that say what a series is, and those that change one occurrence of it."""
    return (
        [member for member in members if "RECURRENCE-ID" not in member[1]],
        [member for member in members if "RECURRENCE-ID" in member[1]],
    )


def _version(member: Member) -> tuple[int, str, str, int]:
    """How new this version is: SEQUENCE first, then the stamps (RFC 5546, 2.1.5), then its place in the file."""
    event, component = member
    return sequence(component), event.first("LAST-MODIFIED"), event.first("DTSTAMP"), event.line


def sequence(component: Any) -> int:
    return max(0, int(component.get("SEQUENCE", 0)))
