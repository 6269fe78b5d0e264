"""What others want to know of assessments."""

from datetime import date

from spreekkamer.assessments.models import Assessment


def current(on: date) -> Assessment | None:
    """The newest assessment that was decided by this day: the only one that counts, whatever it concluded."""
    return Assessment.objects.filter(decided_on__lte=on).order_by("-decided_on", "-pk").first()
