"""Django's entry for this part of the room."""

from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    """A label of its own: its tables are `alarms_...`."""

    name = "spreekkamer.incidents.alarms"
    label = "alarms"
