"""Playing and exporting an opened recording: checked as a whole first, and each time noted."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.vault import queries
from spreekkamer.vault.models import Opening, OpeningState, View, ViewKind
from spreekkamer.vault.playback import Film, UnplayableError


class Damaged(Refused):
    """The recording isn't what was recorded; `findings` tell each place."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__(
            _("This recording is not whole, so it isn't shown. Tell the administrator what is written here."),
            code="damaged",
        )
        self.findings = findings


def start_view(opening: Opening, *, kind: ViewKind, browser_key: str, by: Person, at: datetime) -> View:
    """Check the whole recording and begin to play or export it. Raises Damaged, Refused."""
    private = queries.recording_key(opening, browser_key=browser_key, by=by, at=at)
    reading = queries.read(opening.recording, private)
    findings = [finding.message for finding in reading.findings]
    if not findings:
        try:
            Film(reading.parts)
        except UnplayableError as error:
            findings = [str(error)]
    if findings:
        _note_damage(opening, findings, by=by)
        raise Damaged(findings)
    with transaction.atomic():
        opening = Opening.objects.select_for_update().get(pk=opening.pk)
        if opening.state != OpeningState.OPEN:
            raise Refused(_("This opening was closed just now."), code="not_open")
        view = View.objects.create(
            opening=opening,
            kind=kind,
            person=by,
            at=at,
            index={
                "parts": [asdict(part) for part in reading.parts],
                "alarm": reading.manifest.alarm if reading.manifest else None,
                "lost": reading.manifest.lost if reading.manifest else None,
            },
        )
        append(
            "opening.viewed" if kind == ViewKind.PLAYED else "opening.exported",
            {"opening": str(opening.pk), "recording": opening.recording_id, "view": str(view.pk), "by": by.pk},
            subject=opening.recording_id,
        )
    return view


@transaction.atomic
def _note_damage(opening: Opening, findings: list[str], *, by: Person) -> None:
    append(
        "recording.damage_found",
        {"opening": str(opening.pk), "recording": opening.recording_id, "by": by.pk, "findings": findings[:20]},
        subject=opening.recording_id,
    )
