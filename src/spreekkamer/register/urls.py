"""Addresses of the public register."""

from django.urls import path

from spreekkamer.register import views

urlpatterns = [
    path("kamers/", views.rooms, name="rooms"),
    path("kamers/nu/", views.rooms_now, name="rooms-now"),
]
