"""Sign-in links for the example municipality: one per role, so that a newcomer can look around."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.urls import reverse

from spreekkamer.accounts.models import Municipality, Person
from spreekkamer.accounts.scopes import Role

SESSION_KEY = "example"
SIGNER_SALT = "spreekkamer.accounts.example"


def example_open() -> bool:
    """Whether these links work: only in an example, and only when whoever started it says so."""
    if not settings.EXAMPLE:
        return False
    municipality = Municipality.current()
    return municipality is not None and municipality.is_example


def is_example(request: HttpRequest) -> bool:
    """Whether this session began with an example link, and such links still work."""
    return bool(request.session.get(SESSION_KEY)) and example_open()


def example_links(base: str = "") -> list[tuple[str, str, str]]:
    """Role, name and address (below `base`) of one person per role; empty outside an example."""
    if not example_open():
        return []
    first = {person.role: person for person in Person.objects.filter(is_active=True).order_by("-pk")}
    return [
        (str(Role(role).label), first[role].name, base + reverse("example", args=[_token(first[role])]))
        for role in Role.values
        if role in first
    ]


def person_of(token: str) -> Person | None:
    """Whom a link is for; None when it isn't one of ours, or links don't work here."""
    try:
        pk = Signer(salt=SIGNER_SALT).unsign(token)
    except BadSignature:
        return None
    return Person.objects.filter(pk=pk, is_active=True).first() if example_open() else None


def _token(person: Person) -> str:
    return Signer(salt=SIGNER_SALT).sign(str(person.pk))
