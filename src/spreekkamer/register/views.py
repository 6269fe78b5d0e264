"""The public page: which rooms have a camera, and whether it is on now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from spreekkamer.accounts.access import public
from spreekkamer.register import queries


@public
@require_GET
def rooms(request: HttpRequest) -> HttpResponse:
    """All rooms, with the rules under which a camera may be on."""
    return render(request, "register/rooms.html", queries.rooms_now(timezone.localdate()))


@public
@require_GET
def rooms_now(request: HttpRequest) -> HttpResponse:
    """The part of that page which changes while one looks."""
    return render(request, "register/_rooms.html", queries.rooms_now(timezone.localdate()))
