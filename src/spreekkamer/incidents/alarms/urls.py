"""Addresses of the board, the tests and the buttons."""

from django.urls import path

from spreekkamer.incidents.alarms import api, views

urlpatterns = [
    path("alarmbord/", views.board, name="alarm-board"),
    path("alarmbord/nu/", views.board_now, name="alarm-board-now"),
    path("alarmbord/test/<slug:room>/", views.test, name="alarm-test"),
    path("alarmbord/echt/<uuid:alarm_id>/", views.make_real, name="alarm-real"),
    path("alarmknoppen/", views.buttons, name="alarm-buttons"),
    path("alarmknoppen/<int:button_id>/weg/", views.retire, name="alarm-button-retire"),
    path("api/v1/buttons/<str:token>", api.press, name="alarm-button"),
]
