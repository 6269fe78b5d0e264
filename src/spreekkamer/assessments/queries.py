"""What others want to know of assessments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.assessments.catalogue import Means, ladder_with
from spreekkamer.assessments.models import Assessment, Check, Review, State, StepKind
from spreekkamer.assessments.rules.procedure import ADVISED, CHECK_VALID, RETURNERS


def current(on: date) -> Assessment | None:
    """The assessment that was decided last, up to this day: the only one that counts, whatever it concluded."""
    decided = Assessment.objects.filter(decided_on__lte=on, steps__kind=StepKind.DECISION)
    return decided.order_by("-decided_on", "-steps__pk").first()


def versions() -> QuerySet[Assessment]:
    """All versions, the newest first."""
    return Assessment.objects.select_related("author", "decided_by", "previous").order_by("-pk")


def decided() -> QuerySet[Assessment]:
    """What was decided, the newest first: public."""
    return Assessment.objects.exclude(decided_on=None).order_by("-decided_on", "-pk")


def open_reviews(assessment: Assessment) -> QuerySet[Review]:
    """The reviews that nobody has answered yet."""
    return assessment.reviews.filter(closed_on=None)


def waiting_after_advice() -> QuerySet[Assessment]:
    """Versions with a camera that the privacy officer advised on, and that nobody has decided yet."""
    return Assessment.objects.filter(state__in=ADVISED, conclusion="camera")


def happened_since_advice(assessment: Assessment) -> QuerySet[Review]:
    """What happened to a version that waits for a decision, and the privacy officer has not advised on."""
    return open_reviews(assessment).filter(advised_by=None)


def waiting_for(person: Person, on: date) -> list[tuple[Assessment, bool]]:
    """The versions that wait for this person: to advise, record an answer or decide, and whether it is on a review."""
    states = [state for state, scope in RETURNERS.items() if person.may(scope)]
    turns = Assessment.objects.filter(state__in=states, case_figures__isnull=True)
    found = [(each, False) for each in turns.order_by("pk")]
    reviewed = [each for each in (*waiting_after_advice(), current(on)) if each and (each, False) not in found]
    for each in reviewed:
        unadvised = happened_since_advice(each).exists()
        may_reconfirm = each.state == State.DECIDED and not unadvised and person.may(Scope.DECIDE_ASSESSMENT)
        if open_reviews(each).exists() and ((unadvised and person.may(Scope.ADVISE_ASSESSMENT)) or may_reconfirm):
            found.append((each, True))
    return found


def newest_check(assessment: Assessment, on: date) -> Check | None:
    """The last test on this day or before it."""
    return assessment.checks.filter(on__lte=on).first()


def test_holds(assessment: Assessment, on: date) -> bool | None:
    """Whether every part held at the last test; None when that is too long ago to tell, or was never done."""
    check = newest_check(assessment, on)
    if check is None or on - check.on > CHECK_VALID:
        return None
    return check.holds


def review_overdue(assessment: Assessment, on: date) -> bool:
    """Whether a review should have been answered by this day and was not."""
    return assessment.reviews.filter(due_on__lte=on).exclude(closed_on__lte=on).exists()


def resumable(on: date) -> bool:
    """Whether filming may be asked for again after a suspension.

    That takes a positive assessment that is in force, of which the test holds, and that was decided or reconfirmed
    after whatever forced a review of it.
    """
    assessment = current(on)
    return bool(
        assessment
        and assessment.conclusion == "camera"
        and assessment.expires_on
        and on < assessment.expires_on
        and test_holds(assessment, on)
        and not open_reviews(assessment).exclude(trigger="expiry").exists()
    )


@dataclass(frozen=True)
class Promise:
    """A means that a decided assessment promised."""

    means: Means
    due_on: str
    introduced_on: date | None
    is_late: bool


def promises(assessment: Assessment, on: date) -> Sequence[Promise]:
    """What the assessment says will be introduced, and what came of it."""
    done = dict(assessment.introduced.values_list("means", "on"))
    found = []
    for means in ladder_with(assessment.means):
        choice = assessment.means.get(means.key, {})
        if choice.get("standing") == "planned":
            due = choice.get("since", "")
            late = means.key not in done and bool(due) and due < on.isoformat()
            found.append(Promise(means, due, done.get(means.key), late))
    return found
