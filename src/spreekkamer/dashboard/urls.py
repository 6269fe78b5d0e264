"""Addresses of the figures."""

from django.urls import path

from spreekkamer.dashboard import views

urlpatterns = [
    path("cijfers/", views.figures, name="figures"),
    path("openbare-cijfers/", views.open_figures, name="open-figures"),
]
