"""The addresses of the rooms."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("spreekkamer.gate.api")),
    path("api/v1/", include("spreekkamer.incidents.api")),
]
