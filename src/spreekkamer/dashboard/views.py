"""The figures, for who works with them and for everybody."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from spreekkamer.accounts.access import public, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.dashboard import queries
from spreekkamer.dashboard.forms import ChoiceForm
from spreekkamer.dashboard.public import public_figures
from spreekkamer.dashboard.queries import Chosen
from spreekkamer.figures.charts import bars
from spreekkamer.figures.suppression import THRESHOLD


@requires(Scope.SEE_FIGURES)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of a period, in all and per law, kind and location; before and after a day when asked."""
    today = timezone.localdate()
    usual = {"begin": max(_year_before(today), queries.counting_since(today)), "end": today}
    form = ChoiceForm({**{name: day.isoformat() for name, day in usual.items()}, **request.GET.dict()})
    if not form.is_valid():
        return render(request, "dashboard/figures.html", {"form": form}, status=400)
    told = form.cleaned_data
    chosen = Chosen(told["begin"], told["end"], told["law"], told["kind"], told["location"])
    found, points = queries.counted(chosen, today=today), queries.held_by_month(chosen, today=today)
    shown = {
        "form": form,
        "chosen": chosen,
        "figures": found.shown().all(),
        "points": points,
        "chart": bars("held", _("Conversations held per month"), points),
        "tables": [
            (_("Per law"), queries.by_law(found)),
            (_("Per kind of conversation"), queries.by_kind(found)),
            (_("Per location"), queries.by_location(found)),
        ],
        "day": told["day"],
        "compared": queries.before_after(chosen, told["day"], today=today) if told["day"] else [],
    }
    return render(request, "dashboard/figures.html", shown)


def _year_before(today: date) -> date:
    """The first day of the month, eleven months back: twelve months with this one."""
    return date(today.year, 1, 1) if today.month == 12 else date(today.year - 1, today.month + 1, 1)  # noqa: PLR2004


@public
@require_GET
def open_figures(request: HttpRequest) -> HttpResponse:
    """The figures for everybody."""
    found = public_figures(timezone.localdate())
    chart = bars("held", _("Conversations held per quarter"), found.points)
    return render(request, "dashboard/open_figures.html", {"found": found, "chart": chart, "threshold": THRESHOLD})
