"""The addresses of the rooms."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("spreekkamer.web.urls")),
    path("", include("spreekkamer.gate.urls")),
    path("", include("spreekkamer.incidents.urls")),
    path("", include("spreekkamer.incidents.alarms.urls")),
    path("", include("spreekkamer.incidents.police.urls")),
    path("", include("spreekkamer.oversight.urls")),
    path("", include("spreekkamer.register.urls")),
    path("", include("spreekkamer.dashboard.urls")),
    path("", include("spreekkamer.residents.urls")),
    path("berichten/", include("spreekkamer.post.urls")),
    path("afspraken/", include("spreekkamer.conversations.importing.urls")),
    path("opnames/", include("spreekkamer.vault.urls")),
    path("toetsen/", include("spreekkamer.assessments.urls")),
    path("toetsen/", include("spreekkamer.assessments.dpia.urls")),
    path("vragen/", include("spreekkamer.questions.urls")),
    path("jaarverslag/", include("spreekkamer.annual_report.urls")),
    path("log/", include("spreekkamer.ledger.urls")),
    path("accounts/", include("spreekkamer.accounts.urls")),
    path("api/v1/", include("spreekkamer.conversations.importing.api")),
    path("api/v1/", include("spreekkamer.gate.api")),
    path("api/v1/", include("spreekkamer.incidents.api")),
    path("api/v1/", include("spreekkamer.vault.api")),
]

handler400 = "spreekkamer.web.errors.bad_request"
handler403 = "spreekkamer.web.errors.forbidden"
handler404 = "spreekkamer.web.errors.not_found"
handler429 = "spreekkamer.web.errors.too_often"
handler500 = "spreekkamer.web.errors.server_error"
