"""What is known of a police case."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from spreekkamer.incidents.models import Incident, IncidentKind
from spreekkamer.incidents.police import rules
from spreekkamer.incidents.police.models import HandOver, MadeFile, PoliceCase
from spreekkamer.incidents.police.rules import Standing
from spreekkamer.ledger import queries as ledger
from spreekkamer.ledger.models import Entry
from spreekkamer.vault import queries as vault
from spreekkamer.vault.models import Hold

SHOWN_KINDS = (
    "alarm.pressed",
    "permit.issued",
    "camera.connected",
    "recording.begun",
    "recording.kept",
    "hold.placed",
    "opening.approved_dpo",
    "opening.approved_manager",
    "opening.exported",
    "police.case_started",
)
"""The acts that the police can check: how the recording came about, who opened it. No texts about people."""


def subject(case: PoliceCase) -> str:
    """Under this the log finds what happened with a case."""
    return f"police:{case.pk}"


def of_incident(incident: Incident) -> PoliceCase | None:
    """The case of this incident, if there is one."""
    return PoliceCase.objects.select_related("incident__room", "started_by").filter(incident=incident).first()


def handed_over() -> set[int]:
    """Of which incidents, by number, the police got a file."""
    return set(HandOver.objects.order_by().values_list("file__case__incident", flat=True).distinct())


def standing(case: PoliceCase) -> Standing:
    """What still has to be done."""
    files = list(case.files.all())
    return rules.standing(
        {name: getattr(case, name) for name in rules.TEXTS},
        files=len(files),
        hand_overs=sum(file.hand_overs.count() for file in files),
        ended=case.ended_at is not None,
    )


def hold(case: PoliceCase) -> Hold | None:
    """What keeps the recording."""
    return Hold.objects.filter(pk=case.hold_id).first() if case.hold_id else None


def files(case: PoliceCase) -> list[MadeFile]:
    """The files that were made, newest first."""
    return list(case.files.select_related("made_by").prefetch_related("hand_overs__by"))


def known_answers(incident: Incident) -> dict[str, str]:
    """What the incident tells already, as answers to the form: the manager completes them. In Dutch."""
    with override("nl"):
        kinds = [str(kind.label) for kind in IncidentKind if kind in incident.kinds]
        when = date_format(timezone.localtime(incident.happened_at), "j F Y, H:i")
        place = f"{incident.room.name}, {incident.room.location}".strip(", ") if incident.room else incident.where
        perpetrator = getattr(incident, "perpetrator", None)
        injury = incident.get_injury_display() if incident.injury else ""
        damage = "" if incident.damage_euros is None else f"€ {incident.damage_euros}"
        what = ". ".join(part for part in (", ".join(kinds), incident.what_happened) if part)
        return {
            "what": what,
            "where": place,
            "when": _("%(when)s (Dutch time)") % {"when": when},
            "who": perpetrator.description if perpetrator else "",
            "with_what": incident.with_what,
            "in_which_way": incident.in_which_way,
            "why": incident.why,
            "victim": "" if incident.stay_unnamed else str(incident.employee or incident.employee_name),
            "witnesses": "\n".join(incident.witnesses.exclude(name="").values_list("name", flat=True)),
            "damage": "; ".join(part for part in (damage, injury) if part),
        }


def entries(case: PoliceCase) -> list[Entry]:
    """The entries of the log that belong to this case and can be shown, in order."""
    incident = case.incident
    about = [subject(case), incident.recording_id, str(incident.conversation_id or ""), str(incident.alarm_id or "")]
    found = {
        entry.pk: entry
        for each in about
        if each
        for entry in ledger.entries_about(each, kinds=SHOWN_KINDS)
        if entry.index is not None
    }
    return [found[pk] for pk in sorted(found)]


def recording_facts(case: PoliceCase) -> dict[str, object]:
    """What the form says of the recording."""
    outcome = vault.outcome(case.incident.recording_id) if case.incident.recording_id else None
    if outcome is None or outcome.began_at is None:
        return {"exists": False}
    return {
        "exists": outcome.destroyed_at is None,
        "began_at": outcome.began_at,
        "destroyed_at": outcome.destroyed_at,
        "id": case.incident.recording_id,
    }
