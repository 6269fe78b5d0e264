"""What goes on by itself: the assessment in force is tested again each day, on what was counted until then."""

from datetime import date

from spreekkamer.assessments import actions, evidence, queries
from spreekkamer.assessments.models import Check


def test_if_due(today: date) -> Check | None:
    """Test the assessment in force, once a day; None when there is none, or it has been done."""
    current = queries.current(today)
    if current is None or current.conclusion != "camera":
        return None
    newest = queries.newest_check(current, today)
    if newest is not None and newest.on == today:
        return None
    return actions.check(current, records=evidence.records(current, on=today), on=today)
