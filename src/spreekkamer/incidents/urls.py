"""Addresses of alarms and incidents."""

from django.urls import path

from spreekkamer.incidents import views
from spreekkamer.incidents.aftercare import closing_views, setup_views
from spreekkamer.incidents.aftercare import views as aftercare
from spreekkamer.incidents.history import views as history
from spreekkamer.incidents.reporting import views as reporting

urlpatterns = [
    path("alarm/<slug:room>/", views.press, name="alarm"),
    path("alarmen/", views.ringing, name="alarms"),
    path("alarmen/<uuid:alarm_id>/ik-ga/", views.acknowledge, name="alarm-acknowledge"),
    path("melden/", reporting.report, name="report"),
    path("melden/concept/<uuid:draft_id>/", reporting.save_draft, name="report-draft"),
    path("mijn-meldingen/", reporting.own_cases, name="own-cases"),
    path("mijn-meldingen/<int:incident_id>/", reporting.own_case, name="own-case"),
    path("incidenten/", aftercare.incidents, name="incidents"),
    path("incidenten/<int:incident_id>/", aftercare.incident, name="incident"),
    path("incidenten/<int:incident_id>/doe/<slug:name>/", aftercare.act, name="case-act"),
    path("incidenten/<int:incident_id>/afsluiten/", closing_views.closing, name="case-closing"),
    path("incidenten/<int:incident_id>/stap/<str:task_id>/", aftercare.task, name="task"),
    path("incidenten/<int:incident_id>/stap/<str:task_id>/agenda.ics", aftercare.task_calendar, name="task-calendar"),
    path(
        "incidenten/<int:incident_id>/maatregel/<int:measure_id>/brief.pdf",
        aftercare.measure_letter,
        name="measure-letter",
    ),
    path("nazorg/", aftercare.cases, name="cases"),
    path("nazorg/afwezig/", setup_views.away, name="away"),
    path("nazorg/protocol/", setup_views.protocol, name="protocol"),
    path("nazorg/protocol.svg", setup_views.protocol_picture, name="protocol-picture"),
    path("nazorg/protocol.yaml", setup_views.protocol_file, name="protocol-file"),
    path("nazorg/historie/", history.history, name="history"),
    path("nazorg/incidenten.csv", history.export_csv, name="incidents-csv"),
    path("nazorg/incidenten.json", history.export_json, name="incidents-json"),
    path("nazorg/incidenten.schema.json", history.export_schema, name="incidents-schema"),
    path("beheer/leidinggevenden/", setup_views.lines, name="lines"),
]
