"""Django's entry for this part of the room."""

from django.apps import AppConfig


class PoliceConfig(AppConfig):
    """A label of its own: its tables are `police_...`."""

    name = "spreekkamer.incidents.police"
    label = "police"
