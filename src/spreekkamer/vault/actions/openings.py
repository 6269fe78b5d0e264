"""Opening a recording: one asks, two of two roles agree, and only who asked sees it, for a while.

The recording's private key is never stored as such. It lies sealed to the managers and around that to the FGs; after
the FG agreed, for at most a day, sealed to the managers; after a manager agreed, for at most an hour, sealed to a key
that only the browser of the requester has.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pyrage import x25519

from spreekkamer.accounts import seal_keys
from spreekkamer.accounts.models import Person, SealKey
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.vault import places, queries, rules, sealing
from spreekkamer.vault.models import Attempt, Opening, OpeningState, Recording, State, View


@transaction.atomic
def request_opening(
    recording: Recording, *, purpose: str, motivation: str, by: Person, at: datetime
) -> tuple[Opening, str]:
    """Ask for a recording to be opened. Returns the private key for the requester's browser: keep it nowhere else.

    Raises Refused.
    """
    if not by.may(Scope.REQUEST_OPENING):
        raise Refused(_("Only managers and privacy officers can ask for a recording to be opened."), code="role")
    recording = Recording.objects.select_for_update().get(pk=recording.pk)
    problem = rules.request_problem(
        state=recording.state if not recording.doomed_because else "destroyed",
        stalled=rules.is_stalled(recording.began_at, at),
        restricted=queries.is_restricted(recording, timezone.localdate(at)),
        purpose=purpose,
        motivation=motivation,
    )
    if problem:
        raise Refused(_request_message(problem), code=problem)
    private, public = sealing.new_pair()
    opening = Opening.objects.create(
        recording=recording,
        purpose=purpose,
        motivation=motivation.strip(),
        requested_by=by,
        requested_at=at,
        recipient=public,
        lapses_at=at + rules.REQUEST_LAPSES,
    )
    _log("opening.requested", opening, purpose=purpose, motivation=opening.motivation, by=by.pk)
    return opening, private


def approve(opening: Opening, *, by: Person, passphrase: str, at: datetime) -> Opening:
    """Use one's seal key for this opening: first a privacy officer, then a manager.

    Unlocking takes a second on purpose, so it happens outside the transaction; the rules are checked again inside.
    Raises Refused, among others `wrong_passphrase` and `wait`; nothing has changed then.
    """
    opening = Opening.objects.select_related("recording").get(pk=opening.pk)
    _check_approval(opening, by, at)
    key = SealKey.objects.filter(holder=by).first()
    if key is None:
        raise Refused(_("You have no seal key. Make one first; it opens recordings made after that."), code="no_key")
    identity = _unlock(key, by=by, passphrase=passphrase, at=at)
    to_managers = rules.next_role(opening.state) == rules.DPO
    try:
        if to_managers:
            opened = sealing.open_outer(places.keys().read(opening.recording.key_file), identity)
        else:
            private = sealing.open_inner(places.openings().read(opening.key_file), identity)
            opened = sealing.seal_to(private, opening.recipient)
    except sealing.WrongKeyError:
        raise Refused(
            _("This recording was not sealed to your key: it was made before you had one. Ask a colleague."),
            code="not_sealed_to_you",
        ) from None
    except FileNotFoundError:
        raise Refused(_("The key of this recording is gone. It can't be opened any more."), code="gone") from None
    written = places.openings().write([opened])
    try:
        return _approved(opening, by=by, at=at, file=written.name, as_dpo=to_managers)
    except BaseException:
        places.openings().destroy(written.name)
        raise


@transaction.atomic
def refuse(opening: Opening, *, because: str, by: Person, at: datetime) -> Opening:
    """A key holder says no, or the requester withdraws. Raises Refused."""
    opening = Opening.objects.select_for_update().get(pk=opening.pk)
    withdraws = by.pk == opening.requested_by_id
    if not withdraws and not (by.may(Scope.APPROVE_AS_DPO) or by.may(Scope.APPROVE_AS_MANAGER)):
        raise Refused(_approval_message("role"), code="role")
    if not rules.may_become(opening.state, OpeningState.REFUSED):
        raise Refused(_approval_message("done"), code="done")
    if not withdraws and len(because.strip()) < rules.SHORTEST_REASON:
        raise Refused(_("Say in one sentence why you refuse."), code="reason")
    _end(opening, OpeningState.REFUSED, by=by, at=at, because=because.strip() or str(_("Withdrawn.")))
    _log("opening.refused", opening, by=by.pk, because=opening.ended_because, withdrawn=withdraws)
    return opening


def close(opening: Opening, *, by: Person, at: datetime) -> Opening:
    """The requester has seen enough: the opening is over before its time. Raises Refused."""
    if by.pk != opening.requested_by_id:
        raise Refused(_("Only who asked for this opening can close it."), code="role")
    return _lapse(opening, by=by, at=at, because=str(_("Closed by who asked for it.")))


def change_seal_key(key: SealKey, *, old: str, new: str, by: Person, at: datetime) -> SealKey:
    """Put one's own seal key under another passphrase; wrong tries count as when opening. Raises Refused."""
    if key.holder_id != by.pk:
        raise Refused(_("This is somebody else's key."), code="role")
    identity = _unlock(key, by=by, passphrase=old, at=at)
    return seal_keys.change_passphrase(key, identity, new)


def lapse_due(now: datetime) -> int:
    """End every opening whose time is over and destroy its key. The worker calls this; returns how many."""
    due = Opening.objects.filter(state__in=rules.LIVE, lapses_at__lte=now)
    over = [_lapse(opening, by=None, at=now, because=str(_("The time was over.")), only_due=True) for opening in due]
    return sum(opening.state == OpeningState.LAPSED for opening in over)


def _lapse(opening: Opening, *, by: Person | None, at: datetime, because: str, only_due: bool = False) -> Opening:
    """The key goes first: a crash after it leaves an opening that opens nothing, which `repair` ends."""
    places.openings().destroy(opening.key_file)
    with transaction.atomic():
        opening = Opening.objects.select_for_update().get(pk=opening.pk)
        if not rules.may_become(opening.state, OpeningState.LAPSED):
            return opening
        if only_due and opening.lapses_at > at:  # a manager agreed at the last moment
            return opening
        _end(opening, OpeningState.LAPSED, by=by, at=at, because=because)
        _log("opening.lapsed", opening, because=because, by=by.pk if by else None)
    return opening


def _end(opening: Opening, state: OpeningState, *, by: Person | None, at: datetime, because: str) -> None:
    name, opening.key_file = opening.key_file, ""
    opening.state, opening.ended_by, opening.ended_at, opening.ended_because = state, by, at, because
    opening.save()
    View.objects.filter(opening=opening).update(index=None)
    transaction.on_commit(lambda: places.openings().destroy(name), robust=True)


@transaction.atomic
def _approved(opening: Opening, *, by: Person, at: datetime, file: str, as_dpo: bool) -> Opening:
    before = opening.state
    opening = Opening.objects.select_for_update().select_related("recording").get(pk=opening.pk)
    if opening.state != before:
        raise Refused(_("A colleague was just before you. Look at the page again."), code="done")
    if opening.recording.doomed_because or opening.recording.state == State.DESTROYED:
        raise Refused(_request_message("gone"), code="gone")
    _check_approval(opening, by, at)
    old, opening.key_file = opening.key_file, file
    if as_dpo:
        opening.state, opening.dpo, opening.dpo_at = OpeningState.APPROVED_DPO, by, at
    else:
        opening.state, opening.manager, opening.manager_at = OpeningState.OPEN, by, at
        opening.lapses_at = at + rules.OPENING_LAPSES
    opening.save()
    _log(f"opening.approved_{'dpo' if as_dpo else 'manager'}", opening, by=by.pk)
    transaction.on_commit(lambda: places.openings().destroy(old), robust=True)
    return opening


def _unlock(key: SealKey, *, by: Person, passphrase: str, at: datetime) -> x25519.Identity:
    """A try is counted before it is made, so that many at once count as many."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=by.pk)
        wrong = Attempt.objects.filter(person=by, at__gt=at - rules.ATTEMPT_WINDOW).values_list("at", flat=True)
        wait = rules.wait_before_trying(wrong, at)
        if wait > timedelta(0):
            minutes = -(-wait // timedelta(minutes=1))
            raise Refused(
                ngettext(
                    "Too many wrong passphrases. Wait %(n)d minute and try again.",
                    "Too many wrong passphrases. Wait %(n)d minutes and try again.",
                    minutes,
                )
                % {"n": minutes},
                code="wait",
            )
        attempt = Attempt.objects.create(person=by, at=at)
    try:
        identity = seal_keys.unlock(key, passphrase)
    except Refused:
        with transaction.atomic():
            append("opening.wrong_passphrase", {"by": by.pk, "at": at.isoformat(), "attempt": str(uuid.uuid4())})
        raise
    attempt.delete()
    return identity


def _check_approval(opening: Opening, by: Person, at: datetime) -> None:
    roles = {rules.DPO} if by.may(Scope.APPROVE_AS_DPO) else set()
    roles |= {rules.MANAGER} if by.may(Scope.APPROVE_AS_MANAGER) else set()
    problem = rules.approval_problem(
        state=opening.state, roles=roles, by=by.pk, first=opening.dpo_id, now=at, lapses_at=opening.lapses_at
    )
    if problem:
        raise Refused(_approval_message(problem), code=problem)


def _log(kind: str, opening: Opening, **more: str | int | bool | None) -> None:
    append(kind, {"opening": str(opening.pk), "recording": opening.recording_id, **more}, subject=opening.recording_id)


def _request_message(problem: str) -> str:
    return {
        "gone": _("This recording has been destroyed. It can't be opened any more, by anyone."),
        "not_kept": _("Nothing was recorded here."),
        "recording": _("This recording is still going on. Ask again when it has ended."),
        "never": _("A recording is never opened to check on a benefit or on an employee."),
        "purpose": _("Choose for what the recording is needed. Other purposes are not allowed."),
        "restricted": _(
            "The resident asked not to use this recording. It can be opened only for the police, or for them."
        ),
        "motivation": _("Say in a few sentences why this recording must be seen (at least %(n)d characters).")
        % {"n": rules.SHORTEST_REASON},
    }[problem]


def _approval_message(problem: str) -> str:
    return {
        "done": _("This request has been dealt with; look at the page again."),
        "lapsed": _("The time for this request is over. Ask again."),
        "dpo_first": _("The privacy officer goes first. You get your turn after that."),
        "role": _("You can't use a key here. A privacy officer and a manager have to agree."),
        "same_person": _("You agreed before. The second key must be somebody else's."),
    }[problem]
