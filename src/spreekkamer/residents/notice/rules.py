"""When a letter can be called sent, and how long its code works. Pure."""

from datetime import date, timedelta

CODE_WORKS = timedelta(days=180)
"""After the conversation: long enough for the proof, for a request with its extension, and for going to court."""


def code_until(conversation_on: date) -> date:
    """The last day on which the code works."""
    return conversation_on + CODE_WORKS


def sent_problem(*, sent_on: date, made_on: date, today: date, languages: int) -> str | None:
    """`future`, `before` (it did not exist yet), `language` (in none), or None when it can have been sent then."""
    if sent_on > today:
        return "future"
    if sent_on < made_on:
        return "before"
    return None if languages else "language"
