"""Reading assessments: all versions, one of them, its means, its test, and what differs from another."""

from collections.abc import Iterable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.assessments import evidence, queries
from spreekkamer.assessments.contents import design, snapshot
from spreekkamer.assessments.dpia import queries as dpia
from spreekkamer.assessments.forms import TitleForm
from spreekkamer.assessments.labels import PAGE_LABELS, PART_LABELS, RISK_LABELS, field_label, shown
from spreekkamer.assessments.models import Assessment, State
from spreekkamer.assessments.rules.changes import ways
from spreekkamer.assessments.rules.completeness import contradictions, missing
from spreekkamer.assessments.rules.four_parts import test as do_test
from spreekkamer.assessments.rules.merging import difference as differences
from spreekkamer.assessments.rules.procedure import ADVISED, contradicts
from spreekkamer.assessments.views.common import compared, find, means_pdf, parts
from spreekkamer.assessments.views.procedure import steps_for
from spreekkamer.figures.figure import Figure


@requires(Scope.SEE_ASSESSMENTS)
@require_GET
def assessments(request: HttpRequest) -> HttpResponse:
    """All versions; what is in force; and beginning a new one."""
    today = timezone.localdate()
    current = queries.current(today)
    return render(
        request,
        "assessments/assessments.html",
        {
            "current": current,
            "in_force": bool(current and current.expires_on and today < current.expires_on),
            "versions": queries.versions(),
            "may_write": person_of(request).may(Scope.WRITE_ASSESSMENT),
            "form": TitleForm(),
        },
    )


@requires(Scope.SEE_ASSESSMENTS)
@require_GET
def assessment(request: HttpRequest, version: str) -> HttpResponse:
    """One version: where it stands, what is missing, what this person may do now, and what happened."""
    found, today, person = find(version), timezone.localdate(), person_of(request)
    proposed = design(found)
    is_draft = found.state == State.DRAFT
    others = queries.versions().exclude(pk=found.pk).filter(case_figures__isnull=True)
    return render(
        request,
        "assessments/assessment.html",
        {
            "assessment": found,
            "is_draft": is_draft,
            "is_case": found.case_figures is not None,
            "pages": [(page, label) for page, label in PAGE_LABELS.items()],
            "gaps": missing(proposed) if is_draft else (),
            "contradictions": contradictions(proposed, today) if is_draft else (),
            "content": [
                (field_label(field), shown(field, value))
                for field, value in snapshot(found).items()
                if not field.startswith("means.") and field not in {"title", "reasoning"}
            ],
            "steps": found.steps.select_related("by"),
            "acts": steps_for(found, person, today),
            "reviews": queries.open_reviews(found) if found.state == State.DECIDED else (),
            "happened": queries.happened_since_advice(found) if found.state in ADVISED else (),
            "assessed_risk": _assessed_risk(found),
            "risks_differ": bool(found.remaining_risk) and contradicts(found.remaining_risk, found.assessed_risk),
            "promises": queries.promises(found, today) if found.state == State.DECIDED else (),
            "check": queries.newest_check(found, today),
            "others": others,
            "may_write": person.may(Scope.WRITE_ASSESSMENT),
            "revision": found.revisions.select_related("saved_by").first(),
        },
    )


def _assessed_risk(found: Assessment) -> str:
    """What risk stays by the DPIA, in words: as it is now for whoever advises, and as it was then afterwards."""
    risk = dpia.remaining_risk(dpia.record(found)) if found.state == State.ADVICE else found.assessed_risk
    return str(RISK_LABELS.get(risk, ""))


@requires(Scope.SEE_ASSESSMENTS)
@require_GET
def means(request: HttpRequest, version: str) -> HttpResponse:
    """The means side by side."""
    found = find(version)
    records = evidence.records(found, on=timezone.localdate())
    return render(request, "assessments/means.html", {"assessment": found, "rows": compared(found, records)})


@requires(Scope.SEE_ASSESSMENTS)
@require_GET
def means_print(_request: HttpRequest, version: str) -> HttpResponse:
    """The same as a document."""
    found = find(version)
    return means_pdf(found, evidence.records(found, on=timezone.localdate()))


@requires(Scope.SEE_ASSESSMENTS)
@require_GET
def test(request: HttpRequest, version: str) -> HttpResponse:
    """The four-part test on what is known today, and what would help where it doesn't hold."""
    found = find(version)
    facts = evidence.facts(found, on=timezone.localdate())
    verdict = do_test(facts)
    return render(
        request,
        "assessments/test.html",
        {
            "assessment": found,
            "verdict": verdict,
            "parts": parts(verdict),
            "ways": [(PART_LABELS[way.part], way) for way in ways(facts)],
            "figures": [
                facts.records.talks,
                facts.records.serious,
                facts.records.police_reports,
                *_named(facts.records.shares),
            ],
            "checkpoint": facts.records.talks.checkpoint,
        },
    )


def _named(shares: Iterable[Figure]) -> list[Figure]:
    """Each share with what it is a share of; in the test a kind alone is its name."""
    return [replace(each, name=_("Under a permit: %(kind)s") % {"kind": each.name}) for each in shares]


@requires(Scope.SEE_ASSESSMENTS)
@require_GET
def difference(request: HttpRequest, version: str, other: str) -> HttpResponse:
    """What changed from the other version to this one."""
    new, old = find(version), find(other)
    rows = [
        (field_label(each.field), shown(each.field, each.old), shown(each.field, each.new))
        for each in differences(snapshot(old), snapshot(new))
    ]
    return render(request, "assessments/difference.html", {"new": new, "old": old, "rows": rows})
