"""A resident of the cast's town: with a letter, and with a code."""

from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone
from tests.cast import NOW, Town, found_town, plan_talk

from spreekkamer.conversations.models import Conversation
from spreekkamer.residents.models import Letter
from spreekkamer.residents.notice import actions, queries

CONTACT = {
    "phone": "14 0000",
    "email": "gesprek@voorbeeldstad.example",
    "address": "Raadhuisplein 1",
    "dpo": "fg@voorbeeldstad.example",
}
MADE = NOW - timedelta(days=20)


def town_with_contact() -> Town:
    """The town, and how residents reach it."""
    town = found_town()
    actions.set_contact(**CONTACT)
    return town


def lettered(town: Town, talk: Conversation | None = None, *, made: datetime = MADE, **lacking: bool) -> Letter:
    """A letter that was sent the day it was made, for a talk at which a permit would be given."""
    talk = talk or plan_talk(town, notice=False, **lacking)
    letter = actions.make_letter(talk, at=made)
    day = timezone.localdate(made)
    return actions.send_letter(letter, sent_on=day, languages=["nl"], today=day)


def resident(letter: Letter, language: str = "nl") -> Client:
    """A browser that came in with the letter's code."""
    client = Client(headers={"accept-language": language})
    answer = client.post("/mijn-gesprek/", {"code": queries.code_of(letter)})
    assert answer.status_code == 302, answer.content
    return client
