"""What others want to know of the vault."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person, SealKey
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.protocol.manifest import ManifestError, read_envelope
from spreekkamer.protocol.verification import Finding
from spreekkamer.vault import places, recorders, rules, sealing
from spreekkamer.vault.models import Ending, Hold, Opening, OpeningState, Recording, State
from spreekkamer.vault.reading import Reading, read_recording


def recipients_known() -> tuple[int, int]:
    """How many managers and how many privacy officers have a key that recordings are sealed to."""
    holders = [key.holder for key in SealKey.objects.select_related("holder")]
    return (
        sum(holder.may(Scope.APPROVE_AS_MANAGER) for holder in holders),
        sum(holder.may(Scope.APPROVE_AS_DPO) for holder in holders),
    )


def kept() -> QuerySet[Recording]:
    """Recordings that exist now, newest first."""
    return Recording.objects.filter(state__in=[State.RECORDING, State.KEPT]).order_by("-began_at")


def destroyed() -> QuerySet[Recording]:
    """Recordings that were destroyed, newest first: what, when and why. Keys that were never used don't count."""
    return (
        Recording.objects.filter(state=State.DESTROYED)
        .exclude(destroyed_because=Ending.UNUSED)
        .order_by("-destroyed_at")
    )


def for_conversation(conversation_id: uuid.UUID) -> list[Recording]:
    """What was recorded of this conversation, also what has been destroyed since; not the keys never used."""
    return list(Recording.objects.filter(conversation_id=conversation_id).exclude(began_at=None).order_by("began_at"))


def there_for(conversation_id: uuid.UUID, today: date | None = None) -> list[Recording]:
    """What is still kept of this conversation, and isn't being destroyed just now."""
    return [
        recording
        for recording in kept().filter(conversation_id=conversation_id, doomed_because="")
        if today is None or not is_due(recording, today)
    ]


def standing_among(numbers: Collection[int]) -> list[Hold]:
    """Of the holds with these numbers those that were not lifted."""
    return list(Hold.objects.filter(pk__in=numbers, lifted_at=None))


def is_restricted(recording: Recording, today: date) -> bool:
    """Whether the resident asked not to use it (art. 18 AVG), and that stands."""
    return any(hold.purpose == rules.RESTRICTION for hold in standing_holds(recording, today))


@dataclass(frozen=True)
class Outcome:
    """What became of a recording, for a receipt."""

    state: str
    began_at: datetime | None
    destroy_on: date | None
    """The day on which it will be (or would have been) destroyed, with the holds that stand."""
    destroyed_at: datetime | None
    destroyed_because: str


def outcome(recording_id: str) -> Outcome | None:
    """What became of this recording; None when there is no such recording."""
    recording = Recording.objects.filter(pk=recording_id).first()
    if recording is None:
        return None
    return Outcome(
        state=recording.state,
        began_at=recording.began_at,
        destroy_on=last_day(recording),
        destroyed_at=recording.destroyed_at,
        destroyed_because=recording.destroyed_because,
    )


def find(recording_id: str) -> Recording | None:
    """This recording; None when there is no such recording."""
    return Recording.objects.filter(pk=recording_id).first() if recording_id else None


def is_unused(recording_id: str) -> bool:
    """Whether a key was made for it and nothing ever came in, so that `actions.discard` may destroy the key."""
    return Recording.objects.filter(pk=recording_id, state=State.PREPARED, segments=None).exists()


def is_kept(recording: Recording) -> bool:
    """Whether it exists, being recorded or sealed, and isn't being destroyed."""
    return recording.state in {State.RECORDING, State.KEPT} and not recording.doomed_because


def open_for(recording_id: str, person: Person, at: datetime) -> Opening | None:
    """The opening of this recording that both have agreed to, for who asked for it."""
    return Opening.objects.filter(
        recording_id=recording_id, requested_by=person, state=OpeningState.OPEN, lapses_at__gt=at
    ).first()


def standing_holds(recording: Recording, today: date | None = None) -> list[Hold]:
    """Holds that were not lifted, and (with `today`) have not ended."""
    holds = recording.holds.filter(lifted_at=None)
    return list(holds.filter(until__gte=today) if today else holds)


def held(today: date) -> set[str]:
    """The recordings, by number, that somebody has a reason to keep on this day."""
    standing = Hold.objects.filter(lifted_at=None, until__gte=today).order_by()
    return set(standing.values_list("recording_id", flat=True))


def is_due(recording: Recording, today: date) -> bool:
    """Whether it must be destroyed now."""
    return rules.is_due(recording.destroy_on, [hold.until for hold in standing_holds(recording)], today)


def last_day(recording: Recording) -> date | None:
    """The day on which it is destroyed when nothing else happens."""
    if recording.destroy_on is None:
        return None
    return rules.last_day(recording.destroy_on, [hold.until for hold in standing_holds(recording)])


def due(today: date) -> list[Recording]:
    """Recordings that must be destroyed now."""
    candidates = Recording.objects.filter(
        state__in=[State.RECORDING, State.KEPT], destroy_on__lte=today
    ).prefetch_related(Prefetch("holds", queryset=Hold.objects.filter(lifted_at=None), to_attr="standing"))
    return [
        recording
        for recording in candidates
        if rules.is_due(recording.destroy_on, [hold.until for hold in recording.standing], today)
    ]


def waiting_for(person: Person) -> QuerySet[Opening]:
    """Openings that wait for this person's key."""
    states = []
    if person.may(Scope.APPROVE_AS_DPO):
        states.append(OpeningState.REQUESTED)
    if person.may(Scope.APPROVE_AS_MANAGER):
        states.append(OpeningState.APPROVED_DPO)
    return Opening.objects.filter(state__in=states).select_related("recording", "requested_by", "dpo")


def cookie_name(opening: Opening) -> str:
    """The cookie with the key for the requester's browser: each opening has one of its own."""
    return f"opening-{opening.pk.hex}"


def recording_key(opening: Opening, *, browser_key: str, by: Person, at: datetime) -> str:
    """The recording's private key, for the one person and browser that it was opened for. Raises Refused."""
    if opening.state != OpeningState.OPEN or at >= opening.lapses_at:
        raise Refused(_("This opening is over, or not yet open. Ask again if you need it."), code="not_open")
    if by.pk != opening.requested_by_id:
        raise Refused(_("This recording was opened for somebody else."), code="role")
    try:
        if str(sealing.identity(browser_key).to_public()) != opening.recipient:
            raise sealing.WrongKeyError
        return sealing.open_inner(places.openings().read(opening.key_file), sealing.identity(browser_key))
    except (sealing.WrongKeyError, FileNotFoundError):
        raise Refused(
            _("This recording can be seen only in the browser in which you asked for it. Go there, or ask again."),
            code="other_browser",
        ) from None


def read(recording: Recording, private: str) -> Reading:
    """Open and check the whole recording."""
    files = dict(recording.segments.values_list("n", "file"))
    folder = places.segments()
    envelope = None
    if recording.envelope is not None:
        try:
            envelope = read_envelope(bytes(recording.envelope), recorders.known_keys())
        except ManifestError as error:
            return Reading([Finding(code="manifest", place=None, message=str(error))], [], None)
    return read_recording(
        recording.pk, private=private, envelope=envelope, places=files, read=lambda n: folder.read(files[n])
    )
