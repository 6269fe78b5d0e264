"""Addresses of the DPIA of a version."""

from django.urls import path

from spreekkamer.assessments.dpia import views

urlpatterns = [
    path("dpia/invoer/", views.bring_in, name="dpia-import"),
    path("<str:version>/dpia/", views.dpia, name="dpia"),
    path("<str:version>/dpia/aanvullen/", views.fill_in, name="dpia-fill-in"),
    path("<str:version>/dpia/terug/", views.take_back, name="dpia-take-back"),
    path("<str:version>/dpia.pdf", views.download, {"form": "pdf"}, name="dpia-pdf"),
    path("<str:version>/dpia-mbzk.json", views.download, {"form": "mbzk"}, name="dpia-mbzk"),
    path("<str:version>/dpia-cnil.json", views.download, {"form": "cnil"}, name="dpia-cnil"),
    path("<str:version>/dpia/<str:part_id>/", views.part, name="dpia-part"),
]
