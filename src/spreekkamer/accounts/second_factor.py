"""Who must sign in with a second factor, and whether this session did."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.accounts.sign_in import is_example

SESSION_KEY = "second_factor"
NEED_IT = (Scope.REQUEST_OPENING, Scope.APPROVE_AS_MANAGER, Scope.APPROVE_AS_DPO)
"""Whoever may bring a sealed recording nearer to being opened."""
TYPES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def missing(request: HttpRequest) -> bool:
    """Whether this person must have a second factor and signed in without one."""
    person = request.user
    if not isinstance(person, Person) or not any(person.may(scope) for scope in NEED_IT):
        return False
    if is_example(request):
        return False
    return not (_used(request, person) and is_mfa_enabled(person, TYPES))


def set_up() -> HttpResponseRedirect:
    """To the page where one connects an app that makes codes."""
    return redirect("mfa_activate_totp")


def _used(request: HttpRequest, person: Person) -> bool:
    if request.session.get(SESSION_KEY):
        return True
    return any(record["method"] == "mfa" for record in get_authentication_records(request, person))


@receiver(authenticator_added)
def _remember(request: HttpRequest, authenticator: Authenticator, **_kwargs: object) -> None:
    """Whoever just connected an app gave a code from it in this very session."""
    if authenticator.type in TYPES:
        request.session[SESSION_KEY] = True
