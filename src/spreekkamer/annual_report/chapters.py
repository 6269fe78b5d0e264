"""What the annual report is about, chapter by chapter, and which evidence stands in each. Pure."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OPINION = "opinion"
"""The chapter that nobody can leave empty: what the privacy officer makes of it all."""


@dataclass(frozen=True)
class Chapter:
    """A subject of the report."""

    code: str
    title: Promise
    cards: tuple[str, ...] = ()
    """The cards of evidence in it, by their code (questions.cards)."""


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(OPINION, _("What I make of it")),
    Chapter("decided", _("What was decided beforehand"), ("assessment",)),
    Chapter("cameras", _("Conversations and cameras"), ("exception", "refusals", "who-is-filmed", "rooms")),
    Chapter(
        "residents",
        _("What residents know, and what saying no does"),
        ("told-beforehand", "objections", "no-detriment"),
    ),
    Chapter("recordings", _("Recordings"), ("recordings",)),
    Chapter("safety", _("Safety of employees"), ("talks-and-incidents", "alarms", "police", "aftercare")),
    Chapter("supervision", _("Supervision"), ("suspensions", "supervision")),
)
