"""What others want to know of assessments."""

from datetime import date

from django.db.models import QuerySet

from spreekkamer.assessments.models import Assessment


def current(on: date) -> Assessment | None:
    """The newest assessment that was decided by this day: the only one that counts, whatever it concluded."""
    return Assessment.objects.filter(decided_on__lte=on).order_by("-decided_on", "-pk").first()


def decided() -> QuerySet[Assessment]:
    """All that were ever decided, whatever they concluded, oldest first."""
    return Assessment.objects.exclude(decided_on=None).order_by("decided_on", "pk")
