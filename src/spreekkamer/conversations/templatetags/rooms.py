"""`{% load rooms %}`: rooms as people call them."""

from django import template

from spreekkamer.conversations import queries

register = template.Library()


@register.filter
def room_name(slug: str) -> str:
    """The name of the room that the recorder and the vault know by this short one."""
    room = queries.room(slug)
    return room.name if room else slug
