"""The alarms that ring now, ready to be shown: sent along with the news, so that no screen has to ask for them.

With two hundred screens, two hundred questions at once would make the last one wait for a second; one answer made
once and sent two hundred times does not.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from spreekkamer.accounts import queries as accounts
from spreekkamer.accounts.scopes import Scope
from spreekkamer.incidents import queries as incidents
from spreekkamer.incidents.models import Alarm

OF_THE_PAGE = "of-the-page"
"""Stands where the page puts its own token against forged requests (see live.js)."""


Html = dict[str, str]
"""What to show, by language."""


@dataclass(frozen=True)
class Ringing:
    """What to show to whom: the same to all who can help, and something else to who needs the help."""

    html: Html
    people: frozenset[int]
    own: dict[int, Html] = field(default_factory=dict)

    def for_person(self, person: int | None) -> Html | None:
        """What this person must see; None when alarms are not for them."""
        return self.own.get(person, self.html) if person in self.people else None


def ringing() -> Ringing:
    """What everybody who can help must see now; people who may not (any more) are left out."""
    alarms = incidents.on_screens(timezone.now())
    helped = {person for alarm in alarms if (person := incidents.needs_help(alarm)) is not None}
    return Ringing(
        html=_shown(None, alarms),
        people=accounts.people_who_may(Scope.ALARM),
        own={person: _shown(person, alarms) for person in helped},
    )


def _shown(person: int | None, alarms: list[Alarm]) -> Html:
    context, html = {"ringing": incidents.shown_to(person, alarms), "csrf_token": OF_THE_PAGE}, {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            html[language] = render_to_string("incidents/_ringing.html", context).strip()
    return html
