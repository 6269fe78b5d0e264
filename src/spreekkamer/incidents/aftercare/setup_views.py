"""The protocol itself, who stands in for whom, and whose manager is who."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.incidents.aftercare import actions, picture, queries
from spreekkamer.incidents.aftercare.forms import AwayForm, LineForm, ProtocolForm
from spreekkamer.incidents.aftercare.models import Away, Line, ProtocolVersion
from spreekkamer.incidents.yaml_file import FileError
from spreekkamer.law import SOURCES


@requires(Scope.REPORT_INCIDENTS)
@require_http_methods(["GET", "POST"])
def protocol(request: HttpRequest) -> HttpResponse:
    """What is promised after an incident, for everybody who works here; the coordinator can bring a new version."""
    person, problems = person_of(request), []
    form = ProtocolForm(request.POST or None, request.FILES or None)
    may_change = person.may(Scope.COORDINATE)
    if request.method == "POST" and may_change and form.is_valid():
        try:
            text = form.cleaned_data["file"].read().decode()
            version = actions.adopt(text, by=person, at=timezone.now())
        except UnicodeDecodeError:
            form.add_error("file", _("This is no text file. Give the protocol as YAML."))
        except FileError as error:
            problems = error.problems
        else:
            messages.success(request, _("Version %(version)s has been taken up.") % {"version": version})
            return redirect("protocol")
    shown = {
        "protocol": queries.in_force(timezone.localdate()),
        "rows": _rows(),
        "versions": ProtocolVersion.objects.select_related("adopted_by").order_by("-in_force_from", "-pk"),
        "form": form if may_change else None,
        "problems": problems,
    }
    return render(request, "incidents/protocol.html", shown, status=400 if problems or form.errors else 200)


def _rows() -> list[dict[str, object]]:
    language = get_language() or "nl"
    return [
        {"step": step, "title": step.label(language), "source": SOURCES[step.source].citation}
        for step in queries.in_force(timezone.localdate()).steps
    ]


@requires(Scope.REPORT_INCIDENTS)
@require_GET
def protocol_picture(_request: HttpRequest) -> HttpResponse:
    """The protocol in force as a picture."""
    drawn = picture.svg(queries.in_force(timezone.localdate()), get_language() or "nl")
    return HttpResponse(drawn, content_type="image/svg+xml")


@requires(Scope.REPORT_INCIDENTS)
@require_GET
def protocol_file(_request: HttpRequest) -> HttpResponse:
    """The protocol in force as its file, to be changed and handed in again."""
    response = HttpResponse(queries.text_in_force(timezone.localdate()), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="protocol.yaml"'
    return response


@requires(Scope.SEE_INCIDENTS)
@require_http_methods(["GET", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """When I am away, and who does what I must do then."""
    person = person_of(request)
    form = AwayForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        actions.stand_in_for(person, by=person, **form.cleaned_data)
        messages.success(request, _("Kept. Mail about your cases goes to your stand-in on these days."))
        return redirect("away")
    days = Away.objects.select_related("stand_in").filter(person=person, ends_on__gte=timezone.localdate())
    return render(request, "incidents/away.html", {"form": form, "days": days}, status=400 if form.errors else 200)


@requires(Scope.ADMINISTER)
@require_http_methods(["GET", "POST"])
def lines(request: HttpRequest) -> HttpResponse:
    """Whose manager is who: whom a report goes to, and whom it goes to when that stays silent."""
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.put_under(by=person_of(request), **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("lines")
    found = Line.objects.select_related("person", "manager").order_by("person__name")
    return render(request, "incidents/lines.html", {"form": form, "lines": found}, status=400 if form.errors else 200)
