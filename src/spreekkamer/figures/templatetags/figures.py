"""`{% load figures %}`: a figure in a cell of a table, and what goes under the table."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from spreekkamer.figures import wording
from spreekkamer.figures.figure import Figure

register = template.Library()


@register.filter
def cell(figure: Figure) -> SafeString:
    """The value, and in smaller print how sure it is."""
    first, then = wording.pieces(figure)
    kind = "figure-value" if figure.known else "figure-value figure-unknown"
    value = format_html('<span class="{}">{}</span>', kind, first)
    return format_html('{} <span class="figure-fine">{}</span>', value, then) if then else value


@register.filter
def in_words(figure: Figure) -> str:
    """The figure in one sentence, with the reason when it is unknown."""
    return wording.in_words(figure)


@register.filter
def without_counts(figure: Figure) -> str:
    """The figure in one sentence, without the numbers that it was made of."""
    return wording.without_counts(figure)
