"""What the pages of assessments share."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Municipality
from spreekkamer.assessments import queries
from spreekkamer.assessments.catalogue import Means
from spreekkamer.assessments.contents import design
from spreekkamer.assessments.labels import PART_LABELS
from spreekkamer.assessments.models import Assessment, Check, Standing
from spreekkamer.assessments.rules.facts import MeansChoice, Records
from spreekkamer.assessments.rules.findings import Finding, Part, Status, Verdict
from spreekkamer.documents import render as documents
from spreekkamer.figures.comparison import Verdict as Compared
from spreekkamer.figures.comparison import compare
from spreekkamer.figures.figure import Figure

STANDING_KINDS = {"in_place": "good", "tried": "neutral", "rejected": "neutral", "planned": "attention", "": "unknown"}
TOLD_TOGETHER = 3
"""From so many findings on, what is mended alike is one item on the page."""
STATUS_KINDS = {Status.HOLDS: "good", Status.FAILS: "bad", Status.UNKNOWN: "unknown"}


def find(version: str) -> Assessment:
    """The assessment with this version, or a page that says there is none."""
    return get_object_or_404(queries.versions(), version=version)


@dataclass(frozen=True)
class PartShown:
    """One part of the test, as a page shows it."""

    label: str
    kind: str
    word: str
    findings: tuple[Finding, ...]

    @property
    def problems(self) -> tuple[Finding, ...]:
        """What stands in the way, each with what would mend it; but for what stands in `alike`."""
        told = {finding for group in self.alike for finding in group}
        return tuple(each for each in self.findings if each.status is not Status.HOLDS and each not in told)

    @property
    def alike(self) -> tuple[tuple[Finding, ...], ...]:
        """What stands in the way and is mended alike, such as a row of means that nobody looked at: told together."""
        groups: dict[tuple[Status, str, str], list[Finding]] = {}
        for finding in self.findings:
            if finding.status is not Status.HOLDS:
                groups.setdefault((finding.status, finding.source, finding.mend), []).append(finding)
        return tuple(tuple(group) for group in groups.values() if len(group) >= TOLD_TOGETHER)

    @property
    def holding(self) -> tuple[Finding, ...]:
        """What holds: folded away, one click off."""
        return tuple(finding for finding in self.findings if finding.status is Status.HOLDS)


def parts(verdict: Verdict) -> list[PartShown]:
    """The parts of a verdict, with how each stands in words and not by colour alone."""
    words = {
        Status.HOLDS: _("Holds"),
        Status.FAILS: _("Fails"),
        Status.UNKNOWN: _("Not shown: counts as no"),
    }
    return [
        PartShown(
            str(PART_LABELS[part]),
            STATUS_KINDS[verdict.status(part)],
            words[verdict.status(part)],
            verdict.of(part),
        )
        for part in Part
    ]


def verdict_of(check: Check) -> Verdict:
    """The findings that were kept with a decision, in the language of the page."""
    language = "en" if (get_language() or "nl").startswith("en") else "nl"
    return Verdict(
        tuple(
            Finding(
                Part(found["part"]),
                found["code"],
                Status(found["status"]),
                found["text"][language],
                found["source"],
                found["mend"][language],
            )
            for found in check.findings
        )
    )


@dataclass(frozen=True)
class Row:
    """One means in the comparison."""

    means: Means
    choice: MeansChoice
    standing: str
    kind: str
    is_chosen: bool
    before: Figure | None
    since: Figure | None
    reading: str
    """What the two figures tell together, in words."""


def compared(assessment: Assessment, records: Records) -> Sequence[Row]:
    """The means that somebody said something of, and the one that is proposed, from light to heavy."""
    proposed = design(assessment)
    rows = []
    for means in proposed.ladder:
        choice = proposed.choice(means.key)
        is_chosen = proposed.chosen is not None and proposed.chosen.key == means.key and proposed.films
        if not (choice.standing or choice.reason or choice.effect or choice.cost or is_chosen):
            continue
        before, since = records.effects.get(means.key, (None, None))
        label = _("Proposed") if is_chosen else _("Not looked at")
        rows.append(
            Row(
                means,
                choice,
                str(Standing(choice.standing).label) if choice.standing else label,
                "attention" if is_chosen else STANDING_KINDS[choice.standing],
                is_chosen,
                before,
                since,
                _effect(before, since),
            )
        )
    return rows


def _effect(before: Figure | None, since: Figure | None) -> str:
    if before is None or since is None:
        return ""
    return {
        Compared.MORE: _("More incidents since, by more than chance."),
        Compared.LESS: _("Fewer incidents since, by more than chance."),
        Compared.CHANCE: _("The difference cannot be told from chance."),
        Compared.UNKNOWN: _("There is nothing to compare yet."),
    }[compare(before, since).verdict]


def means_pdf(assessment: Assessment, records: Records) -> HttpResponse:
    """The comparison as a document that one hands to a council."""
    municipality = Municipality.current()
    context = {
        "document": {
            "title": assessment.title,
            "kind": _("Means compared"),
            "date": assessment.decided_on or records.today,
            "municipality": municipality.name if municipality else "",
            "is_example": assessment.is_example,
        },
        "assessment": assessment,
        "rows": compared(assessment, records),
        "checkpoint": records.talks.checkpoint,
    }
    language = "en" if (get_language() or "nl").startswith("en") else "nl"
    page = documents.html("assessments/means_print.html", context, language=language)
    response = HttpResponse(documents.pdf(page), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="middelen-{slugify(assessment.version)}.pdf"'
    return response
