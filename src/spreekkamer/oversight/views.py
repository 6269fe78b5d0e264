"""The privacy officer's desk: what is suspended, what the gate did, what was opened."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.oversight import actions, queries
from spreekkamer.oversight.forms import LiftForm, SuspendForm
from spreekkamer.oversight.models import Suspension


@requires(Scope.SUSPEND, Scope.LIFT_SUSPENSION)
@require_http_methods(["GET", "POST"])
def suspensions(request: HttpRequest) -> HttpResponse:
    """What is stopped now; stop something; what was stopped before."""
    form = SuspendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.suspend(by=person_of(request), at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Filming is stopped. What records now ends within half a minute."))
        return redirect("suspensions")
    return render(
        request,
        "oversight/suspensions.html",
        {
            "form": form,
            "lift_form": LiftForm(),
            "standing": queries.standing(),
            "lifted": Suspension.objects.exclude(lifted_at=None).select_related("room", "placed_by", "lifted_by")[:20],
            "may_lift": person_of(request).may(Scope.LIFT_SUSPENSION),
        },
        status=400 if form.is_bound else 200,
    )


@requires(Scope.LIFT_SUSPENSION)
@require_POST
def lift(request: HttpRequest, suspension_id: int) -> HttpResponse:
    """Let filming be asked for again."""
    suspension = get_object_or_404(queries.standing(), pk=suspension_id)
    form = LiftForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    actions.lift(suspension, because=because, by=person_of(request), at=timezone.now())
    messages.success(request, _("The suspension is lifted. Each conversation still needs its own permit."))
    return redirect("suspensions")
