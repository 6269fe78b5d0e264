"""Addresses of assessments."""

from django.urls import path

from spreekkamer.assessments.views import editing, procedure, public, reading

urlpatterns = [
    path("", reading.assessments, name="assessments"),
    path("openbaar/", public.decisions, name="assessment-decisions"),
    path("openbaar/<str:version>/", public.decision, name="assessment-decision"),
    path("openbaar/<str:version>/middelen.pdf", public.decided_means, name="assessment-decision-means"),
    path("nieuw/", editing.begin, name="assessment-begin"),
    path("zaak-2021/", editing.load_original_case, name="assessment-original-case"),
    path("<str:version>/", reading.assessment, name="assessment"),
    path("<str:version>/middelen/", reading.means, name="assessment-means"),
    path("<str:version>/middelen.pdf", reading.means_print, name="assessment-means-print"),
    path("<str:version>/toets/", reading.test, name="assessment-test"),
    path("<str:version>/verschil/<str:other>/", reading.difference, name="assessment-difference"),
    path("<str:version>/nieuwe-versie/", editing.begin_version, name="assessment-new-version"),
    path("<str:version>/eigen-middel/", editing.add_means, name="assessment-own-means"),
    path("<str:version>/bewerken/<slug:page>/", editing.edit, name="assessment-edit"),
    path("<str:version>/stap/<slug:name>/", procedure.step, name="assessment-step"),
]
