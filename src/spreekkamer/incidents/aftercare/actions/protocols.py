"""Another version of the protocol. A file with a mistake changes nothing: the one before stays in force."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.incidents.aftercare import protocol_file, queries
from spreekkamer.incidents.aftercare.models import ProtocolVersion
from spreekkamer.incidents.aftercare.protocol import Protocol
from spreekkamer.ledger.actions import append


@transaction.atomic
def adopt(text: str, *, by: Person | None, at: datetime) -> ProtocolVersion:
    """A new version, in force from the day that it says. Raises FileError or Refused."""
    if by is not None and not by.may(Scope.COORDINATE):
        raise Refused(_("Only the security coordinator can put a protocol in force."), code="role")
    protocol = protocol_file.read(text)
    if ProtocolVersion.objects.filter(version=protocol.version).exists():
        raise Refused(
            _("There is a version “%(version)s” already. Give this one another version in the file.")
            % {"version": protocol.version},
            code="version",
        )
    row = ProtocolVersion.objects.create(
        version=protocol.version, in_force_from=protocol.in_force_from, text=text, adopted_at=at, adopted_by=by
    )
    append("protocol.adopted", {"version": row.version, "by": by.pk if by else None, "text": text})
    return row


def keep_version(at: datetime) -> Protocol:
    """The protocol in force, and its text kept: a case can always be judged by the version that it followed."""
    text = queries.text_in_force(timezone.localdate(at))
    protocol = queries.read(text)
    ProtocolVersion.objects.get_or_create(
        version=protocol.version, defaults={"in_force_from": protocol.in_force_from, "text": text, "adopted_at": at}
    )
    return protocol
