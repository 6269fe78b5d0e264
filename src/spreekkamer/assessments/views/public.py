"""What was decided, for everybody: also when it was decided to have no camera."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from spreekkamer.accounts.access import public
from spreekkamer.assessments import evidence, queries
from spreekkamer.assessments.models import Assessment
from spreekkamer.assessments.views.common import compared, means_pdf, parts, verdict_of


def _decided(version: str) -> Assessment:
    return get_object_or_404(queries.decided(), version=version)


@public
@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """All decisions, the newest first."""
    today = timezone.localdate()
    return render(
        request, "assessments/decisions.html", {"decisions": queries.decided(), "current": queries.current(today)}
    )


@public
@require_GET
def decision(request: HttpRequest, version: str) -> HttpResponse:
    """One decision with its reasons, the means that were compared, and the test as it was on that day."""
    found = _decided(version)
    today = timezone.localdate()
    if found.decided_on is None:
        raise Http404
    check = queries.newest_check(found, found.decided_on)
    return render(
        request,
        "assessments/decision.html",
        {
            "assessment": found,
            "is_current": queries.current(today) == found,
            "is_over": found.expires_on is not None and today >= found.expires_on,
            "rows": compared(found, evidence.records(found, on=found.decided_on)),
            "promises": queries.promises(found, today),
            "parts": parts(verdict_of(check)) if check and found.conclusion == "camera" else (),
            "checkpoint": check.checkpoint if check else "",
        },
    )


@public
@require_GET
def decided_means(_request: HttpRequest, version: str) -> HttpResponse:
    """The comparison of the means as a document."""
    found = _decided(version)
    return means_pdf(found, evidence.records(found, on=found.decided_on or timezone.localdate()))
