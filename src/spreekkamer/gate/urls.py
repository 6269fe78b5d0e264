"""Addresses of the conversation page."""

from django.urls import path

from spreekkamer.gate import day_views, views

urlpatterns = [
    path("gesprekken/inloop/", day_views.walk_in, name="walk-in"),
    path("gesprekken/einde-dag/", day_views.day_end, name="day-end"),
    path("gesprekken/<uuid:conversation_id>/afloop/", day_views.outcome, name="conversation-outcome"),
    path("gesprekken/<uuid:conversation_id>/verplaatsen/", day_views.move, name="conversation-move"),
    path("gesprekken/<uuid:conversation_id>/", views.conversation, name="conversation"),
    path("gesprekken/<uuid:conversation_id>/nu/", views.now, name="conversation-now"),
    path("gesprekken/<uuid:conversation_id>/openen/", views.open_room, name="room-open"),
    path("gesprekken/<uuid:conversation_id>/sluiten/", views.close_room, name="room-close"),
    path("gesprekken/<uuid:conversation_id>/stoppen/", views.stop_recording, name="recording-stop"),
    path("gesprekken/<uuid:conversation_id>/camera-vragen/", views.ask_for_camera, name="camera-ask"),
    path("gesprekken/<uuid:conversation_id>/bezwaar/", views.object_to_filming, name="objection"),
    path("gesprekken/<uuid:conversation_id>/in-plaats-daarvan/", views.arrange_instead, name="objection-instead"),
    path("recorder/", views.recorder, name="recorder"),
]
