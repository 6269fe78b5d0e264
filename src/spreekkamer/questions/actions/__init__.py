"""The only writers of this room. Each function is one transaction and one entry in the log."""

from spreekkamer.questions.actions.answers import choose, offer, release, send_back, write
from spreekkamer.questions.actions.corrections import correct, leave_as_it_was
from spreekkamer.questions.actions.documents import receive, remove, set_term
from spreekkamer.questions.actions.terms import postpone, remind

__all__ = [
    "choose",
    "correct",
    "leave_as_it_was",
    "offer",
    "postpone",
    "receive",
    "release",
    "remind",
    "remove",
    "send_back",
    "set_term",
    "write",
]
