"""The alarms that ring now, ready to be shown: sent along with the news, so that no screen has to ask for them.

With two hundred screens, two hundred questions at once would make the last one wait for a second; one answer made
once and sent two hundred times does not.
"""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from spreekkamer.accounts import queries as accounts
from spreekkamer.accounts.scopes import Scope
from spreekkamer.incidents import queries as incidents

OF_THE_PAGE = "of-the-page"
"""Stands where the page puts its own token against forged requests (see live.js)."""


@dataclass(frozen=True)
class Ringing:
    """What to show, by language, and to whom."""

    html: dict[str, str]
    people: frozenset[int]


def ringing() -> Ringing:
    """What everybody who can help must see now; people who may not (any more) are left out."""
    alarms, html = list(incidents.ringing()), {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            context = {"ringing": alarms, "csrf_token": OF_THE_PAGE}
            html[language] = render_to_string("incidents/_ringing.html", context).strip()
    return Ringing(html, accounts.people_who_may(Scope.ALARM))
