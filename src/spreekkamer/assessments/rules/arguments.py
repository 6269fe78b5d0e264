"""A finding on a text that must be a reason."""

from django.utils.translation import gettext as _

from spreekkamer.assessments.rules import phrases
from spreekkamer.assessments.rules.findings import Finding, Part, Status

STATUS = {None: Status.HOLDS, "empty": Status.UNKNOWN}


def argued(part: Part, code: str, source: str, text: str, holds: str) -> Finding:
    """Whether `text` is a reason. `holds`: what is true when it is. Not filled in yet is unknown, a phrase fails."""
    wrong = phrases.problem(text)
    return Finding(part, code, STATUS.get(wrong, Status.FAILS), holds, source, what_to_write(wrong))


def what_to_write(wrong: str | None) -> str:
    """What to do about a text that is no reason; empty when it is one."""
    if wrong is None:
        return ""
    if wrong == "empty":
        return _("Write it down: nothing has been filled in yet.")
    if wrong == "short":
        return _("Write more: in so few words nobody can check it.")
    return _("Say what happened here and what was tried: these words fit everywhere.")
