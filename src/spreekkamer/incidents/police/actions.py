"""What happens with a police case. Each function is one transaction and one entry in the log of its own."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.incidents.aftercare import actions as aftercare
from spreekkamer.incidents.aftercare import queries as aftercare_queries
from spreekkamer.incidents.models import Incident
from spreekkamer.incidents.police import queries, rules
from spreekkamer.incidents.police.models import HandOver, How, MadeFile, PoliceCase, Told
from spreekkamer.ledger import queries as ledger
from spreekkamer.ledger.actions import append, erase
from spreekkamer.vault import actions as vault
from spreekkamer.vault import queries as vault_queries
from spreekkamer.vault.rules import SHORTEST_REASON


@transaction.atomic
def start(incident: Incident, *, by: Person, at: datetime) -> PoliceCase:
    """Begin the file for the police. From now on the recording is kept for it, and can't be destroyed meanwhile."""
    _check(by)
    existing = PoliceCase.objects.filter(incident=incident).first()
    if existing:
        return existing
    case = PoliceCase(incident=incident, started_at=at, started_by=by, **queries.known_answers(incident))
    case.reporter = f"{by.name}, {by.get_role_display().lower()}"
    case.address = aftercare_queries.in_force(timezone.localdate(at)).police_address
    case.save()
    _hold(case, until=rules.hold_until(timezone.localdate(at)), by=by, at=at)
    append("police.case_started", {"incident": incident.pk, "by": by.pk}, subject=queries.subject(case))
    return case


@transaction.atomic
def save_form(case: PoliceCase, *, kind: str, texts: dict[str, str], by: Person, at: datetime) -> PoliceCase:
    """Keep what was written. Raises Refused when the case has ended."""
    _check(by)
    case = _open(case)
    if kind not in Told.values:
        raise Refused(_("Choose whether this is a report or a notification."))
    case.kind, case.saved_at = kind, at
    for name in rules.TEXTS:
        setattr(case, name, texts.get(name, "").strip())
    case.save()
    form = {name: getattr(case, name) for name in rules.TEXTS}
    append("police.form_saved", {"incident": case.incident_id, **form, "by": by.pk}, subject=queries.subject(case))
    return case


@transaction.atomic
def note_file(case: PoliceCase, *, sums_sha256: str, with_recording: bool, by: Person, at: datetime) -> MadeFile:
    """A file was made: its fingerprint goes in the log before the first byte of it leaves."""
    _check(by)
    case = _open(case)
    made = MadeFile.objects.create(
        case=case, made_at=at, made_by=by, sums_sha256=sums_sha256, with_recording=with_recording
    )
    append(
        "police.file_made",
        {"incident": case.incident_id, "sha256sums": sums_sha256, "recording": with_recording, "by": by.pk},
        subject=queries.subject(case),
    )
    return made


@transaction.atomic
def hand_over(
    case: PoliceCase, *, file: MadeFile, to_whom: str, how: str, reference: str, by: Person, at: datetime
) -> HandOver:
    """The police has it. The incident says from now on that the police was told, and when."""
    _check(by)
    case = _open(case)
    if file.case_id != case.pk:
        raise Refused(_("That file belongs to another incident."))
    if how not in How.values or not to_whom.strip():
        raise Refused(_("Say to whom the file went, and how."))
    given = HandOver.objects.create(
        file=file, at=at, by=by, to_whom=to_whom.strip(), how=how, reference=reference.strip()
    )
    incident = Incident.objects.select_for_update().get(pk=case.incident_id)
    incident.police, incident.police_on = case.kind, incident.police_on or timezone.localdate(at)
    incident.save(update_fields=["police", "police_on"])
    aftercare.police_told(incident, told=case.kind, by=by, at=at)
    append(
        "police.handed_over",
        {
            "incident": case.incident_id,
            "sha256sums": file.sums_sha256,
            "to": given.to_whom,
            "how": how,
            "reference": given.reference,
            "by": by.pk,
        },
        subject=queries.subject(case),
    )
    return given


@transaction.atomic
def keep_longer(case: PoliceCase, *, until: date, reason: str, by: Person, at: datetime) -> PoliceCase:
    """The case still goes on: keep the recording until another day. Raises Refused."""
    _check(by)
    case = _open(case)
    old = queries.hold(case)
    _hold(case, until=until, by=by, at=at, reason=reason)
    if old and old.lifted_at is None and case.hold_id != old.pk:
        vault.lift_hold(old, because=_("Replaced by a hold with a later end: %(why)s") % {"why": reason}, by=by, at=at)
    return case


@transaction.atomic
def end(case: PoliceCase, *, because: str, by: Person, at: datetime) -> PoliceCase:
    """The case is over: the recording need not be kept any more, and the form is erased after a while."""
    _check(by)
    case = _open(case)
    if len(because.strip()) < SHORTEST_REASON:
        raise Refused(_("Say in one sentence how the case ended."))
    held = queries.hold(case)
    if held and held.lifted_at is None:
        why = _("The police case is over: %(why)s") % {"why": because.strip()}
        vault.lift_hold(held, because=why, by=by, at=at)
    case.ended_at, case.ended_because = at, because.strip()
    case.save()
    append(
        "police.case_ended",
        {"incident": case.incident_id, "because": case.ended_because, "by": by.pk},
        subject=queries.subject(case),
    )
    return case


def erase_due(now: datetime) -> int:
    """Erase the texts of cases that ended long enough ago. The worker calls this; returns how many."""
    due = PoliceCase.objects.filter(ended_at__lte=now - rules.ERASE_AFTER, erased_at=None)
    return sum(_erase(case, at=now) for case in due)


@transaction.atomic
def _erase(case: PoliceCase, *, at: datetime) -> bool:
    case = PoliceCase.objects.select_for_update().get(pk=case.pk)
    if case.erased_at:
        return False
    for name in rules.TEXTS:
        setattr(case, name, "")
    case.ended_because, case.erased_at = "", at
    case.save()
    HandOver.objects.filter(file__case=case).update(to_whom="")
    for entry in ledger.entries_about(queries.subject(case)):
        erase(entry)
    append("police.form_erased", {"incident": case.incident_id}, subject=queries.subject(case))
    return True


def _hold(case: PoliceCase, *, until: date, by: Person, at: datetime, reason: str = "") -> None:
    """Keep the recording for the police, when there is one that still can be kept."""
    recording = vault_queries.find(case.incident.recording_id)
    if recording is None or not vault_queries.is_kept(recording):
        return
    why = reason or _("The police gets a file of this incident; the recording is evidence until the case is over.")
    placed = vault.hold(recording, purpose="police_report", reason=why, until=until, by=by, at=at)
    case.hold_id = placed.pk
    case.save(update_fields=["hold_id"])


def _open(case: PoliceCase) -> PoliceCase:
    case = PoliceCase.objects.select_for_update(of=("self",)).select_related("incident").get(pk=case.pk)
    if case.ended_at:
        raise Refused(_("This police case is over. What was handed over stays on record."))
    return case


def _check(by: Person) -> None:
    if not by.may(Scope.POLICE_FILE):
        raise Refused(_("Only managers make a file for the police."), code="role")
