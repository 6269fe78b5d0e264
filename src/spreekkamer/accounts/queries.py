"""Who there is, as the rooms need to know it."""

from django.db.models import QuerySet

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import SCOPES, Scope


def people_who_may(scope: Scope) -> frozenset[int]:
    """The people who may do this now."""
    roles = [role for role, scopes in SCOPES.items() if scope in scopes]
    return frozenset(Person.objects.filter(is_active=True, role__in=roles).values_list("pk", flat=True))


def with_role(role: str) -> QuerySet[Person]:
    """The people who have this role now."""
    return Person.objects.filter(is_active=True, role=role).order_by("pk")
