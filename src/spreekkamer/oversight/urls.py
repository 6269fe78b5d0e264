"""Addresses of oversight."""

from django.urls import path

from spreekkamer.oversight import views

urlpatterns = [
    path("stilleggen/", views.suspensions, name="suspensions"),
    path("stilleggen/<int:suspension_id>/opheffen/", views.lift, name="suspension-lift"),
]
