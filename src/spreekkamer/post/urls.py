"""Addresses of the post."""

from django.urls import path

from spreekkamer.post import views

urlpatterns = [
    path("", views.post, name="post"),
    path("<uuid:message_id>/nu/", views.try_now, name="post-try-now"),
]
