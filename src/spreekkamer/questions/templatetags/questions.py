"""`{% load questions %}`: the words and marks of an answer."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spreekkamer.questions.answering import UNANSWERED
from spreekkamer.questions.evidence import Standing
from spreekkamer.questions.models import AnswerState, EarlierAnswer, QuestionDocument
from spreekkamer.questions.queries.terms import Due
from spreekkamer.questions.rules.terms import Standing as Term

register = template.Library()


@register.filter
def status_word(status: str) -> str:
    """How the document itself answered a question."""
    words = {
        "answered": _("answered"),
        "unknown": _("unknown"),
        "not_yet": _("not yet known"),
        "partial": _("known in part"),
        "none": _("not answered"),
    }
    return words.get(status, status)


@register.filter
def left_open(status: str) -> bool:
    """Whether that answer left the question open."""
    return status in UNANSWERED


@register.filter
def standing_word(standing: str) -> str:
    """What a sentence is worth, in one word."""
    words = {Standing.FACT: _("fact"), Standing.UNKNOWN: _("unknown"), Standing.JUDGEMENT: _("judgement")}
    return words[Standing(standing)]


@register.filter
def standing_kind(standing: str) -> str:
    """The look of its badge."""
    kinds = {Standing.FACT: "good", Standing.UNKNOWN: "unknown", Standing.JUDGEMENT: "attention"}
    return kinds[Standing(standing)]


@register.filter
def answer_kind(state: str) -> str:
    """The look of the badge of an answer's state."""
    kinds = {AnswerState.WRITING: "neutral", AnswerState.OFFERED: "attention", AnswerState.RELEASED: "good"}
    return kinds[AnswerState(state)]


@register.filter
def term_word(due: Due) -> str:
    """How long there still is."""
    if due.standing is Term.LATE:
        return ngettext("%(n)d day late", "%(n)d days late", -due.days) % {"n": -due.days}
    return ngettext("%(n)d day left", "%(n)d days left", due.days) % {"n": due.days}


@register.filter
def term_kind(due: Due) -> str:
    """The look of its badge."""
    return {Term.LATE: "bad", Term.SOON: "attention"}.get(due.standing, "neutral")


@register.simple_tag
def answer_url(row: QuestionDocument, form: str) -> str:
    """Where the answer in one of its forms is."""
    address = reverse(f"question-answer-{form}", args=[row.pk])
    return f"{address}?download" if form == "html" else address


@register.simple_tag
def earlier_url(one: EarlierAnswer, form: str) -> str:
    """Where an earlier answer in one of its forms is."""
    return reverse(f"question-earlier-{form}", args=[one.answer.document_id, one.number])
