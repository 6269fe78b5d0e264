"""What a step of a case is called for whoever works on it."""

from django.utils.translation import get_language

from spreekkamer.incidents.aftercare.engine import Task
from spreekkamer.incidents.aftercare.protocol import For
from spreekkamer.incidents.models import Incident


def about(incident: Incident, task: Task) -> str:
    """Which witness or which measure this step is for; nothing when it is for the whole case."""
    if not task.subject:
        return ""
    if task.step.for_each is For.WITNESS:
        witness = incident.witnesses.filter(pk=task.subject).first()
        return witness.name if witness else ""
    measure = incident.measures.filter(pk=task.subject).first()
    return measure.get_kind_display() if measure else ""


def title(incident: Incident, task: Task) -> str:
    """The step's name in the language that is active, with whom or what it is about."""
    name, whom = task.step.label(get_language() or "nl"), about(incident, task)
    return f"{name}: {whom}" if whom else name
