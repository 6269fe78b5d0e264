"""`{% load questions %}`: the words and marks of an answer."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from spreekkamer.figures import wording
from spreekkamer.questions.answering import UNANSWERED
from spreekkamer.questions.evidence import Standing, Table

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
def status_then(status: str) -> SafeString:
    """The same as a mark in a document."""
    mark = "mark mark-unknown" if left_open(status) else "mark"
    return format_html('<span class="{}">{}</span>', mark, status_word(status))


@register.filter
def standing_mark(standing: Standing) -> SafeString:
    """What a sentence is worth, in one word."""
    words = {
        Standing.FACT: _("fact"),
        Standing.UNKNOWN: _("unknown"),
        Standing.JUDGEMENT: _("judgement"),
    }
    return format_html('<span class="mark mark-{}">{}</span>', standing, words[standing])


@register.filter
def reasons(table: Table) -> tuple[str, ...]:
    """Why figures in this table are unknown."""
    return wording.reasons(table.figures())


@register.filter
def has_margins(table: Table) -> bool:
    """Whether there are shares or rates in this table."""
    return any(wording.interval(figure) for figure in table.figures())


@register.filter
def sources(table: Table) -> str:
    """The records that were counted for this table."""
    return "; ".join(dict.fromkeys(figure.source for figure in table.figures()))


@register.filter
def kind_label(kind: str) -> str:
    """What a question asks for, in a few words."""
    words = {
        "principle": _("Is it acceptable?"),
        "treated_as_suspects": _("Are people treated as suspects?"),
        "trust": _("Trust"),
        "counts": _("Numbers"),
        "staff_care": _("Care for staff"),
        "compliance": _("Law and oversight"),
        "objection_effect": _("Saying no to filming"),
        "other_municipalities": _("Other municipalities"),
    }
    return words.get(kind, _("Miscellaneous"))
