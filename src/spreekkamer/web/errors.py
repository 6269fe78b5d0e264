"""The pages for when something goes wrong: what it is, and what to do now."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spreekkamer.accounts.access import public


def _page(request: HttpRequest, status: HTTPStatus, title: Promise, todo: Promise) -> HttpResponse:
    return render(request, "web/error.html", {"error_title": title, "todo": todo}, status=status)


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent can't be understood."""
    return _page(
        request,
        HTTPStatus.BAD_REQUEST,
        _("We could not read what was sent"),
        _("Go back and try again. If you followed a link, copy the whole address."),
    )


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this person may not see this."""
    return _page(
        request,
        HTTPStatus.FORBIDDEN,
        _("This page is not for your role"),
        _("You see only what your work needs. Do you need this page? Ask your manager or the administrator."),
    )


@public
def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the form's own secret is missing or old."""
    return _page(
        request,
        HTTPStatus.FORBIDDEN,
        _("This page was open for too long"),
        _("Nothing was sent. Go back, reload the page and try again. Your browser must allow cookies for this."),
    )


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(
        request,
        HTTPStatus.NOT_FOUND,
        _("There is nothing at this address"),
        _("Check the address, or go to the start page and look from there."),
    )


@public
def too_often(request: HttpRequest) -> HttpResponse:
    """429: so many tries that it looks like guessing."""
    return _page(
        request,
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Too many tries in a short time"),
        _("Wait five minutes and try again. Forgot your password? The administrator can set a new one."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: on our side. Asks nothing of the database: that may be what is broken."""
    return HttpResponse(
        render_to_string("web/500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR, content_type="text/html"
    )
