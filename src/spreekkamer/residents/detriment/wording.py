"""What a finding means, said plainly: also what it can't mean."""

from django.utils.translation import gettext as _

from spreekkamer.figures.figure import Unit
from spreekkamer.figures.wording import amount, compared
from spreekkamer.residents.detriment.rules import Finding


def sentences(found: Finding) -> list[str]:
    """The comparison, what it means, and what it could have seen."""
    return [compared(found.comparison), *meaning(found)]


def meaning(found: Finding) -> list[str]:
    """What it means and what it could have seen, for whoever has both shares before them already."""
    return [_meaning(found), _could(found)]


def _meaning(found: Finding) -> str:
    return {
        "worse": _("Residents who said no were refused more often. Find out why, before anybody is filmed again."),
        "blind": _("These numbers can't tell: with them even a large harm would probably go unseen."),
        "weak": _("No harm was found. A large harm would probably have been seen, but not surely."),
        "strong": _("No harm was found, and a large one would have been seen. A small one may still be there."),
    }[found.reading]


def _could(found: Finding) -> str:
    doubled = _percent(found.power.doubled)
    if found.power.smallest is None:
        return _(
            "If those who said no were refused twice as often, the chance of seeing it would be %(doubled)s. Even if "
            "all of them were refused, it would probably not be seen."
        ) % {"doubled": doubled}
    return _(
        "If those who said no were refused twice as often, the chance of seeing it would be %(doubled)s. A share of "
        "refusals of %(smallest)s or more would be seen with a chance of 80%%."
    ) % {"doubled": doubled, "smallest": _percent(found.power.smallest)}


def _percent(fraction: float) -> str:
    return amount(100 * fraction, Unit.PERCENT)
