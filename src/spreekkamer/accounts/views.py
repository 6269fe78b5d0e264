"""Signing in by an example link; the rest of signing in is django-allauth's."""

from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from spreekkamer.accounts.access import public
from spreekkamer.accounts.sign_in import SESSION_KEY, person_of


@public
@require_GET
def example(request: HttpRequest, token: str) -> HttpResponse:
    """Be somebody of the example municipality."""
    person = person_of(token)
    if person is None:
        raise PermissionDenied
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session[SESSION_KEY] = True
    return redirect("start")
