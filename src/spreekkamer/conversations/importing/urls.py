"""Addresses of bringing in appointments."""

from django.urls import path

from spreekkamer.conversations.importing import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("lezen/", views.read, name="import-read"),
    path("<int:run_id>/", views.run, name="import"),
    path("<int:run_id>/verslag.csv", views.report, name="import-report"),
]
