"""Addresses of questions and answers."""

from django.urls import include, path

from spreekkamer.questions import answer_views, correction_views, views
from spreekkamer.questions.answering import FORMS

urlpatterns = [
    path("", include("spreekkamer.questions.promises.urls")),
    path("", views.questions, name="questions"),
    path("voorbeeld/", views.example, name="questions-example"),
    path("zoeken/", views.search, name="questions-search"),
    path("<uuid:document_id>/", views.document, name="question-document"),
    path("<uuid:document_id>/<int:place>/", answer_views.question, name="question-text"),
    path("<uuid:document_id>/antwoord/", answer_views.answer, {"form": "html"}, name="question-answer"),
    *(
        path(f"<uuid:document_id>/antwoord.{form}", answer_views.answer, {"form": form}, name=f"question-answer-{form}")
        for form in FORMS
    ),
    path("<uuid:document_id>/periode/", answer_views.choose, name="question-period"),
    path("<uuid:document_id>/aanbieden/", answer_views.offer, name="question-offer"),
    path("<uuid:document_id>/terugsturen/", answer_views.send_back, name="question-send-back"),
    path("<uuid:document_id>/vrijgeven/", answer_views.release, name="question-release"),
    path("<uuid:document_id>/verbeteren/", correction_views.correct, name="question-correct"),
    path("<uuid:document_id>/laten/", correction_views.leave_as_it_was, name="question-leave"),
    *(
        path(
            f"<uuid:document_id>/eerder/<int:number>.{form}",
            correction_views.earlier,
            {"form": form},
            name=f"question-earlier-{form}",
        )
        for form in FORMS
    ),
    path("<uuid:document_id>/termijn/", views.term, name="question-term"),
    path("<uuid:document_id>/uitstel/", views.postpone, name="question-postpone"),
    path("uitstel/<int:postponement_id>.pdf", views.letter, {"form": "pdf"}, name="question-letter-pdf"),
    path("uitstel/<int:postponement_id>.docx", views.letter, {"form": "docx"}, name="question-letter-docx"),
    path("<uuid:document_id>/verwijderen/", views.remove, name="question-remove"),
]
