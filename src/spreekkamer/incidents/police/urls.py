"""Addresses of the file for the police; that of the ZIP lies below the vault (see `views.make`)."""

from django.urls import path

from spreekkamer.incidents.police import views

urlpatterns = [
    path("incidenten/<int:incident_id>/politie/", views.police, name="police"),
    path("incidenten/<int:incident_id>/politie/begin/", views.start, name="police-start"),
    path("incidenten/<int:incident_id>/politie/<int:file_id>/gegeven/", views.hand_over, name="police-hand-over"),
    path("incidenten/<int:incident_id>/politie/langer/", views.keep_longer, name="police-keep-longer"),
    path("incidenten/<int:incident_id>/politie/einde/", views.end, name="police-end"),
    path("opnames/politie/<int:incident_id>/dossier.zip", views.make, name="police-file"),
]
