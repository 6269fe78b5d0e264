"""The letter about a measure towards who did it: why, until when, what goes on, and what they can do about it."""

from datetime import date

from spreekkamer.accounts.models import Municipality
from spreekkamer.documents import render
from spreekkamer.incidents.aftercare.models import Measure
from spreekkamer.incidents.models import Incident


def letter(incident: Incident, measure: Measure, *, today: date) -> bytes:
    """The letter as PDF/UA. It names neither who reported nor who works here: the employee may want to stay unnamed."""
    municipality = Municipality.current()
    context = {
        "document": {
            "title": measure.get_kind_display(),
            "kind": "Brief",
            "date": today,
            "checkpoint": "",
            "municipality": municipality.name if municipality else "",
            "is_example": incident.is_example,
        },
        "incident": incident,
        "measure": measure,
    }
    return render.pdf(render.html("incidents/measure_letter.html", context))
