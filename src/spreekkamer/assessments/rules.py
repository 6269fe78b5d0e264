"""When an assessment can be decided. Pure."""

from datetime import date, timedelta

LONGEST_VALIDITY = timedelta(days=366)
"""A review at least once a year (art. 35 lid 11 AVG)."""


def decision_problem(
    *,
    decided_on: date,
    expires_on: date,
    dpo_advice_on: date | None,
    works_council_consent_on: date | None,
    allows_camera: bool,
) -> str | None:
    """What stands in the way of deciding on this day: `advice`, `consent`, `validity`, or None.

    A decision for "no camera" needs no works council: nobody will be filmed (art. 27 lid 1 onder l WOR).
    """
    if dpo_advice_on is None or dpo_advice_on > decided_on:
        return "advice"
    if allows_camera and (works_council_consent_on is None or works_council_consent_on > decided_on):
        return "consent"
    if not timedelta(0) < expires_on - decided_on <= LONGEST_VALIDITY:
        return "validity"
    return None
