"""Part four: was everything lighter in place, tried, or rejected for a reason?"""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from spreekkamer.assessments.catalogue import Means
from spreekkamer.assessments.rules import phrases
from spreekkamer.assessments.rules.arguments import what_to_write
from spreekkamer.assessments.rules.facts import Design, Facts, MeansChoice
from spreekkamer.assessments.rules.findings import Finding, Part, Status


def findings(facts: Facts) -> Iterator[Finding]:
    """One finding for each lesser means on the ladder."""
    design = facts.design
    if design.chosen is None:
        yield Finding(
            Part.SUBSIDIARITY,
            "chosen",
            Status.UNKNOWN,
            _("It isn't said which means is chosen."),
            "tk-2021Z19919-6",
            _("Choose one means from the ladder. All lighter ones are compared with it."),
        )
        return
    copied = phrases.repeated({each.key: design.choice(each.key).reason for each in design.ladder})
    for means in design.lesser:
        yield lesser(means, design, facts.records.today, copied=means.key in copied)


def lesser(means: Means, design: Design, today: date, *, copied: bool) -> Finding:
    """What became of one lesser means."""
    choice = design.choice(means.key)
    words = {"means": means.name}
    if copied:
        text = _("%(means)s: the same words stand at other means too. That is no reason for this one.") % words
        return _found(means, Status.FAILS, text, _("Say what this means would do here, and why that isn't enough."))
    if choice.standing == "in_place":
        return _in_place(means, choice, today)
    judge = {"tried": _tried, "rejected": _rejected, "planned": _planned}
    if choice.standing not in judge:
        return _found(
            means,
            Status.FAILS,
            _("%(means)s: not looked at.") % words,
            _("Introduce it, try it, or say why it can't be enough here."),
        )
    return judge[choice.standing](means, choice)


def _in_place(means: Means, choice: MeansChoice, today: date) -> Finding:
    """In place today: what ended after the decision, or is still to come, is not."""
    if (choice.until and choice.until <= today) or (choice.since and choice.since > today):
        text = _("%(means)s: is not in place today.") % {"means": means.name}
        return _found(means, Status.FAILS, text, _("Bring it back, or say what it did and why that wasn't enough."))
    return _found(means, Status.HOLDS, _("%(means)s: is in place.") % {"means": means.name}, "")


def _tried(means: Means, choice: MeansChoice) -> Finding:
    wrong = phrases.problem(choice.effect)
    mend = what_to_write(wrong) if choice.since else _("Say from when it was tried, and what came of it.")
    answer = Status.HOLDS if wrong is None and choice.since else Status.FAILS
    return _found(means, answer, _("%(means)s: was tried, with a result.") % {"means": means.name}, mend)


def _rejected(means: Means, choice: MeansChoice) -> Finding:
    wrong = phrases.problem(choice.reason)
    text = (
        _("%(means)s: was rejected for a reason.") if wrong is None else _("%(means)s: was rejected without a reason.")
    )
    answer = Status.HOLDS if wrong is None else Status.FAILS
    return _found(means, answer, text % {"means": means.name}, what_to_write(wrong))


def _planned(means: Means, choice: MeansChoice) -> Finding:
    return _found(
        means,
        Status.FAILS,
        _("%(means)s: will be introduced, and is lighter than what is proposed.") % {"means": means.name},
        _("Introduce it first and see what it does. Then a camera may not be needed."),
    )


def _found(means: Means, status: Status, text: str, mend: str) -> Finding:
    shown = "" if status is Status.HOLDS else mend
    return Finding(Part.SUBSIDIARITY, f"means:{means.key}", status, text, "tk-2021Z19919-6", shown)
