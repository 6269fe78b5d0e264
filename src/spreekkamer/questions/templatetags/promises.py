"""`{% load promises %}`: marks on answers, promises with how they stand, and what the reader doubts."""

from django import template
from django.utils.translation import gettext as _

from spreekkamer.questions import doubts
from spreekkamer.questions.models import QuestionDocument
from spreekkamer.questions.promises import queries
from spreekkamer.questions.reading import Question, Reading

register = template.Library()


@register.filter
def answer_marks(question: Question) -> list[tuple[str, str]]:
    """What must be seen at once about an answer, beside whether it answers: words, each with the kind of its badge."""
    words = {
        "not_kept": (_("not kept"), "unknown"),
        "untraceable": (_("cannot be traced"), "unknown"),
        "elsewhere": (_("refers elsewhere"), "neutral"),
        "promise": (_("promise"), "attention"),
    }
    return [words[mark] for mark in question.marks if mark in words]


@register.filter
def standing_badge(standing: str) -> tuple[str, str]:
    """How a promise stands: a word, and the kind of its badge."""
    words = {
        "late": (_("late"), "bad"),
        "soon": (_("within two weeks"), "attention"),
        "undated": (_("no day named"), "unknown"),
        "open": (_("open"), "neutral"),
        "done_late": (_("done, too late"), "attention"),
        "done": (_("done"), "good"),
        "dropped": (_("no longer needed"), "neutral"),
    }
    return words[standing]


@register.filter
def doubt(warning: str) -> str:
    """A warning of the reader in the language of the page."""
    return doubts.in_words(warning)


@register.inclusion_tag("questions/promises/_found.html", takes_context=True)
def promises_found(context: template.Context, row: QuestionDocument, reading: Reading) -> dict[str, object]:
    """The promises in a document's answers, each with the button to keep track of it."""
    return {"row": row, "found": queries.found_in(row, reading), "csrf_token": context.get("csrf_token")}
