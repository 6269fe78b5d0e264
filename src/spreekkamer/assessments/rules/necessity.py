"""Part two: do the figures of this municipality show that something must be done?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from spreekkamer.assessments.rules.arguments import argued
from spreekkamer.assessments.rules.facts import Design, Facts, Records
from spreekkamer.assessments.rules.findings import Finding, Part, Status, status_of
from spreekkamer.figures import wording
from spreekkamer.figures.comparison import Verdict, compare
from spreekkamer.figures.figure import Side, Unit, beside

SERIOUS = 3
VIOLENT = 4


def findings(facts: Facts) -> Iterator[Finding]:
    """The findings on necessity."""
    design, records = facts.design, facts.records
    holds = _("It is said what goes wrong, and for whom.")
    yield argued(Part.NECESSITY, "need", "tk-2021Z19919-6", design.need, holds)
    yield serious_rate(design, records)
    yield seriousness(records)
    yield trend(design, records)
    holds = _("It is argued why these figures ask for this means.")
    yield argued(Part.NECESSITY, "necessity_argued", "tk-2021Z19919-6", design.necessity_argument, holds)


def serious_rate(design: Design, records: Records) -> Finding:
    """Serious incidents per 1,000 conversations: above the floor that the municipality set beforehand?"""
    numbers = {
        "rate": wording.in_words(records.serious),
        "floor": wording.amount(design.serious_floor, Unit.PER_1000),
    }
    if design.serious_floor <= 0:
        return Finding(
            Part.NECESSITY,
            "serious_rate",
            Status.UNKNOWN,
            _("No floor is set above which more is needed. Serious incidents at these conversations: %(rate)s.")
            % {"rate": numbers["rate"]},
            "tk-2021Z19919-6",
            _("Set the floor above 0: otherwise one incident anywhere would be reason enough."),
        )
    surely, at_most = (
        beside(records.serious, design.serious_floor),
        beside(records.serious_at_most, design.serious_floor),
    )
    if surely is Side.BEYOND:
        status = Status.HOLDS
        text = _("Serious incidents at these conversations: %(rate)s. That is above the floor of %(floor)s.")
    elif at_most is Side.WITHIN:
        status = Status.FAILS
        text = _("Serious incidents at these conversations: %(rate)s. That is not above the floor of %(floor)s.")
    elif surely is Side.UNKNOWN:
        status = Status.UNKNOWN
        text = _("Not shown. Serious incidents at these conversations: %(rate)s. The floor is %(floor)s.")
    else:
        status = Status.UNKNOWN
        text = _(
            "Not shown: too few to tell. Serious incidents at these conversations: %(rate)s. The floor is %(floor)s."
        )
    mend = _("Count conversations, describe each incident, and test again when there are more figures.")
    if status is Status.FAILS:
        mend = _("Other means are enough. Decide on “no camera”, or cover only the kinds where it goes wrong.")
    return Finding(Part.NECESSITY, "serious_rate", status, text % numbers, "tk-2021Z19919-6", mend)


def seriousness(records: Records) -> Finding:
    """How serious it was, in numbers."""
    serious = sum(times for severity, times in records.severities.items() if severity >= SERIOUS)
    police = wording.in_words(records.police_reports)
    if not records.serious.known:
        return Finding(
            Part.NECESSITY,
            "seriousness",
            Status.UNKNOWN,
            _("How serious the incidents were isn't known. Reports to the police: %(police)s.") % {"police": police},
            "arbowet-3",
            _("Describe incidents with their severity. A number of police reports says nothing without it."),
        )
    return Finding(
        Part.NECESSITY,
        "seriousness",
        status_of(bool(serious)),
        _("Serious incidents in the last year: %(serious)d, of which %(violent)d violent. Police reports: %(police)s.")
        % {"serious": serious, "violent": records.severities.get(VIOLENT, 0), "police": police},
        "arbowet-3",
        _("Without serious incidents lighter means are enough."),
    )


def trend(design: Design, records: Records) -> Finding:
    """Has it fallen by itself, or by other means, so far that nothing more is needed?"""
    if records.trend is None:
        return Finding(
            Part.NECESSITY,
            "trend",
            Status.HOLDS if records.serious.known else Status.UNKNOWN,
            _("There is no earlier year to compare with.")
            if records.serious.known
            else _("Whether it goes up or down isn't known: nothing was counted."),
            "avg-35-11",
            _("Count for a year, then compare."),
        )
    before, now = records.trend
    found = compare(before, now).verdict
    numbers = {"before": wording.in_words(before), "now": wording.in_words(now)}
    fallen_away = found is Verdict.LESS and beside(now, design.serious_floor) is not Side.BEYOND
    text = {
        Verdict.MORE: _("Serious incidents go up: before %(before)s, in the last year %(now)s."),
        Verdict.LESS: _("Serious incidents go down: before %(before)s, in the last year %(now)s."),
        Verdict.CHANCE: _("No change that can be told from chance: before %(before)s, in the last year %(now)s."),
        Verdict.UNKNOWN: _("Up or down can't be told: before %(before)s, in the last year %(now)s."),
    }[found]
    return Finding(
        Part.NECESSITY,
        "trend",
        status_of(None if found is Verdict.UNKNOWN else not fallen_away),
        text % numbers,
        "avg-35-11",
        _("What was done has helped. Decide on “no camera” and keep what works."),
    )
