"""Addresses that belong to no room."""

from django.urls import path

from spreekkamer.web import live, views

urlpatterns = [
    path("", views.start, name="start"),
    path("start/nu/", views.start_now, name="start-now"),
    path("kamers/staat/", views.room_states, name="room-states"),
    path("language/", views.language, name="language"),
    path("live", live.events, name="live"),
    path("log/", views.log, name="log"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
]
