"""What every page shows around its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from spreekkamer.accounts.models import Municipality
from spreekkamer.accounts.scopes import Scope
from spreekkamer.incidents import queries as incidents
from spreekkamer.web.navigation import for_person


def frame(request: HttpRequest) -> dict[str, Any]:
    """The municipality, alarms that ring for this person, where they may go, and whether a theme of its own exists."""
    may_help = request.user.is_authenticated and request.user.may(Scope.ALARM)
    return {
        "may_help": may_help,
        "ringing": incidents.shown_to(request.user.pk, incidents.on_screens(timezone.now())) if may_help else (),
        "municipality": Municipality.current(),
        "navigation": for_person(request),
        "own_theme": (settings.DATA / "theme" / "theme.css").exists(),
    }
