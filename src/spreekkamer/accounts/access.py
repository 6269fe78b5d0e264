"""Deny by default: every view says who may see it, with one of these; a test fails on a view that doesn't."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from spreekkamer.accounts import second_factor
from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope

View = Callable[..., HttpResponseBase]
AnyView = TypeVar("AnyView", bound=Callable[..., Any])  # synchronous or not


def person_of(request: HttpRequest) -> Person:
    """Who asks, in a view that only lets people in."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def requires(*scopes: Scope) -> Callable[[View], View]:
    """Only people who may do at least one of these; the others are asked to sign in, or get 403.

    People who may help to open a recording are asked for a second factor first. Only the alarm never waits for it.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            granted = {scope for scope in scopes if request.user.may(scope)}
            if not granted:
                raise PermissionDenied
            if Scope.ALARM not in granted and second_factor.missing(request):
                return second_factor.set_up()
            return view(request, *args, **kwargs)

        guarded.access = scopes  # type: ignore[attr-defined]
        return guarded

    return wrap


def signed_in(view: View) -> View:
    """Anyone with an account."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.access = "signed in"  # type: ignore[attr-defined]
    return guarded


def public(view: AnyView) -> AnyView:
    """Anyone: the page shows nothing that isn't for everybody."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def by_token(view: View) -> View:
    """A machine that shows its authority (a permit, an alarm token) itself; the view checks it."""
    view.access = "token"  # type: ignore[attr-defined]
    return view
