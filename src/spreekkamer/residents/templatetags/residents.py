"""`{% load residents %}`: a text in the resident's language."""

from django import template
from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **values: object) -> str:
    """The text with this key, in the language of the page."""
    text: str = context["texts"].say(key, **values)
    return text
