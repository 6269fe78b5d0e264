"""Handing in the history of another system."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.incidents.history import actions, reading


class HistoryForm(forms.Form):
    """A file, and the system that it comes from."""

    source = forms.SlugField(label=gettext_lazy("From which system?"), initial="gir", max_length=20)
    file = forms.FileField(label=gettext_lazy("File (CSV)"))


@requires(Scope.COORDINATE)
@require_http_methods(["GET", "POST"])
def history(request: HttpRequest) -> HttpResponse:
    """What can be read is taken over; of the rest it is said which line and why. Nothing comes twice."""
    form = HistoryForm(request.POST or None, request.FILES or None)
    unread: list[reading.Unread] = []
    if request.method == "POST" and form.is_valid():
        try:
            past, unread = reading.read(form.cleaned_data["file"].read(), timezone.localdate())
        except reading.HistoryError as error:
            form.add_error("file", str(error))
        else:
            source = form.cleaned_data["source"]
            new, known = actions.bring_in(past, source=source, by=person_of(request), at=timezone.now())
            said = _("%(new)d incidents were taken over; %(known)d were here already.") % {"new": new, "known": known}
            messages.success(request, said)
            if not unread:
                return redirect("history")
    return render(
        request, "incidents/history.html", {"form": form, "unread": unread}, status=400 if form.errors else 200
    )
