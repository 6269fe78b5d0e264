"""Addresses of alarms and incidents."""

from django.urls import path

from spreekkamer.incidents import views

urlpatterns = [
    path("alarm/<slug:room>/", views.press, name="alarm"),
    path("alarmen/", views.ringing, name="alarms"),
    path("alarmen/<uuid:alarm_id>/ik-ga/", views.acknowledge, name="alarm-acknowledge"),
    path("incidenten/", views.incidents, name="incidents"),
    path("incidenten/<int:incident_id>/", views.incident, name="incident"),
]
