"""What holds for every answer: headers that protect, and refusals that people understand."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from spreekkamer.errors import Refused

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
"""No page of ours uses the visitor's own camera or microphone: the browser needn't even ask."""


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Headers beyond those of Django's own middleware."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # A shared computer at a desk must not show this page again after signing out.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


class Refusals:
    """Shows a rule's refusal as a message on the page where it was asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for a read, the page before with a message for an act; other errors go their own way."""
        if not isinstance(exception, Refused):
            return None
        origin = request.headers.get("Referer", "")
        own = url_has_allowed_host_and_scheme(origin, {request.get_host()}, require_https=request.is_secure())
        if request.method == "POST" and own:
            messages.error(request, exception.message)
            parts = urlsplit(origin)
            return HttpResponseRedirect(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        return render(request, "web/error.html", {"error_title": exception.message}, status=409)
