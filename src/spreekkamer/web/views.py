"""The start page, and the pages that belong to no room."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.i18n import set_language

from spreekkamer.accounts import second_factor
from spreekkamer.accounts.access import person_of, public, signed_in
from spreekkamer.accounts.sign_in import example_links
from spreekkamer.conversations import queries as conversations
from spreekkamer.gate.states import camera_state
from spreekkamer.ledger import queries as ledger
from spreekkamer.register.queries import rooms_now
from spreekkamer.web.starts import LIVE_STARTS, context_for

language = public(set_language)


@public
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The public page; for who is signed in, the start page of their role."""
    if request.user.is_authenticated:
        if second_factor.missing(request):
            return second_factor.set_up()
        person = person_of(request)
        return render(request, f"web/start_{person.role}.html", context_for(person))
    return render(request, "web/start.html", {"example_links": example_links(), **rooms_now(timezone.localdate())})


@signed_in
@require_GET
def start_now(request: HttpRequest) -> HttpResponse:
    """The part of somebody's start page which changes while one looks."""
    person = person_of(request)
    if second_factor.missing(request):
        return second_factor.set_up()
    if person.role not in LIVE_STARTS:
        raise Http404
    return render(request, f"web/parts/now_{person.role}.html", context_for(person))


@signed_in
@require_GET
def room_states(request: HttpRequest) -> HttpResponse:
    """The state of each room's camera: the part of start pages which changes while one looks."""
    cameras = [camera_state(room) for room in conversations.rooms()]
    return render(request, "web/parts/room_states.html", {"cameras": cameras})


@public
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """How anyone checks the log without trusting us, and how far it is."""
    address, key = request.build_absolute_uri(reverse("log")).rstrip("/"), ledger.public_key()
    shown = {
        "checkpoint": ledger.public_checkpoint(),
        "key": key,
        "command": f"spreekkamer ledger verify {address} --key {key}",
        "cadence": settings.LEDGER_CADENCE // 60,
    }
    return render(request, "web/log.html", shown)


@public
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What this system knows about people, in plain words."""
    return render(request, "web/privacy.html")


@public
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible these pages are, and where to say that they aren't."""
    return render(request, "web/accessibility.html")


@public
@require_GET
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines may read what is public; there is nothing for them behind the sign-in."""
    return HttpResponse("User-agent: *\nDisallow: /accounts/\n", content_type="text/plain")
