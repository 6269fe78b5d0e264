"""Addresses of recordings. All below one path: the cookie of an opening is sent to nothing else."""

from django.urls import path

from spreekkamer.vault import opening_views, views

app_name = "vault"

urlpatterns = [
    path("", views.recordings, name="recordings"),
    path("vernietigd.csv", views.destroyed_csv, name="destroyed-csv"),
    path("sleutel/", views.seal_key, name="seal-key"),
    path("sleutel/sleutel.age", views.seal_key_file, name="seal-key-file"),
    path("bewaren/<int:hold_id>/opheffen/", views.lift_hold, name="lift-hold"),
    path("openingen/<uuid:opening_id>/", opening_views.opening, name="opening"),
    path("openingen/<uuid:opening_id>/stand/", opening_views.progress, name="opening-progress"),
    path("openingen/<uuid:opening_id>/sleutel/", opening_views.approve, name="approve"),
    path("openingen/<uuid:opening_id>/weigeren/", opening_views.refuse, name="refuse"),
    path("openingen/<uuid:opening_id>/sluiten/", opening_views.close, name="close"),
    path("openingen/<uuid:opening_id>/afspelen/", opening_views.play, name="play"),
    path("openingen/<uuid:opening_id>/exporteren/", opening_views.export, name="export"),
    path("bekijken/<uuid:view_id>/", opening_views.watch, name="watch"),
    path("bekijken/<uuid:view_id>/opname.mp4", opening_views.film, name="film"),
    path("<slug:recording_id>/", views.recording, name="recording"),
    path("<slug:recording_id>/bewaren/", views.hold, name="hold"),
    path("<slug:recording_id>/openen/", opening_views.request_opening, name="request"),
]
