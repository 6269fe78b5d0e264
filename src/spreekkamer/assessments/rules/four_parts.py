"""The test as a whole: the four parts that parliament was promised, and neutrality. A pure function."""

from django.utils.translation import gettext as _

from spreekkamer.assessments.rules import legal_basis, necessity, neutrality, proportionality, subsidiarity
from spreekkamer.assessments.rules.facts import Facts
from spreekkamer.assessments.rules.findings import Finding, Part, Status, Verdict

PARTS = {
    Part.LEGAL_BASIS: legal_basis.findings,
    Part.NECESSITY: necessity.findings,
    Part.PROPORTIONALITY: proportionality.findings,
    Part.SUBSIDIARITY: subsidiarity.findings,
    Part.NEUTRALITY: neutrality.findings,
}


def test(facts: Facts) -> Verdict:
    """All findings. Without a camera there is nothing to justify: each part holds and says so."""
    if facts.design.conclusion == "no_camera":
        text = _("No camera is proposed: nobody is filmed, so there is nothing to justify.")
        return Verdict(tuple(Finding(part, f"{part}:no_camera", Status.HOLDS, text, "avg-5-1-c") for part in Part))
    return Verdict(tuple(finding for part in Part for finding in PARTS[part](facts)))
