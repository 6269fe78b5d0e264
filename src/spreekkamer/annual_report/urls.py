"""Addresses of the annual report."""

from django.urls import path

from spreekkamer.annual_report import views
from spreekkamer.questions.answering import FORMS

urlpatterns = [
    path("", views.reports, name="annual-reports"),
    path("<int:year>/", views.write, name="annual-report"),
    path("<int:year>/vrijgeven/", views.release, name="annual-report-release"),
    path("<int:year>/verbeteren/", views.correct, name="annual-report-correct"),
    *(
        path(f"<int:year>/concept.{form}", views.draft, {"form": form}, name=f"annual-report-draft-{form}")
        for form in FORMS
    ),
    *(
        path(f"<uuid:report_id>/verslag.{form}", views.released, {"form": form}, name=f"annual-report-{form}")
        for form in FORMS
    ),
]
