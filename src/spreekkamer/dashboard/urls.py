"""Addresses of the figures."""

from django.urls import path

from spreekkamer.dashboard import care, views

urlpatterns = [
    path("cijfers/", views.figures, name="figures"),
    path("nazorg/cijfers/", care.overview, name="incidents-overview"),
    path("nazorg/cijfers.pdf", care.document, name="incidents-overview-pdf"),
    path("openbare-cijfers/", views.open_figures, name="open-figures"),
]
