"""Who looks after whom: the line, and who stands in."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.incidents.aftercare.models import Away, Line
from spreekkamer.ledger.actions import append


@transaction.atomic
def put_under(person: Person, manager: Person, *, by: Person | None) -> Line:
    """From now on this manager looks after this person."""
    if by is not None and not by.may(Scope.ADMINISTER):
        raise Refused(_("Only the administrator can say who manages whom."), code="role")
    if person == manager:
        raise Refused(_("Nobody is their own manager."), code="self")
    if not manager.may(Scope.SEE_INCIDENTS):
        raise Refused(_("%(name)s is no manager here.") % {"name": manager}, code="manager")
    line, _new = Line.objects.update_or_create(person=person, defaults={"manager": manager})
    append("line.changed", {"person": person.pk, "manager": manager.pk, "by": by.pk if by else None})
    return line


@transaction.atomic
def stand_in_for(person: Person, stand_in: Person, *, begins_on: date, ends_on: date, by: Person) -> Away:
    """While this person is away, another manager gets their tasks and sees their cases."""
    if by != person:
        raise Refused(_("You can only say this of yourself."), code="role")
    if stand_in == person or not stand_in.may(Scope.SEE_INCIDENTS):
        raise Refused(_("Choose another manager to stand in."), code="manager")
    if ends_on < begins_on:
        raise Refused(_("The last day comes before the first."), code="days")
    if Away.objects.filter(person=person, begins_on__lte=ends_on, ends_on__gte=begins_on).exists():
        raise Refused(_("On some of these days somebody stands in for you already."), code="twice")
    away = Away.objects.create(person=person, stand_in=stand_in, begins_on=begins_on, ends_on=ends_on)
    append(
        "line.stand_in",
        {
            "person": person.pk,
            "stand_in": stand_in.pk,
            "begins_on": begins_on.isoformat(),
            "ends_on": ends_on.isoformat(),
        },
    )
    return away
