"""Addresses of questions and answers."""

from django.urls import include, path

from spreekkamer.questions import views

urlpatterns = [
    path("", include("spreekkamer.questions.promises.urls")),
    path("", views.questions, name="questions"),
    path("voorbeeld/", views.example, name="questions-example"),
    path("<uuid:document_id>/", views.document, name="question-document"),
    path("<uuid:document_id>/antwoord/", views.answer, {"form": "html"}, name="question-answer"),
    path("<uuid:document_id>/antwoord.pdf", views.answer, {"form": "pdf"}, name="question-answer-pdf"),
    path("<uuid:document_id>/antwoord.json", views.answer, {"form": "json"}, name="question-answer-json"),
    path("<uuid:document_id>/verwijderen/", views.remove, name="question-remove"),
]
