"""Addresses of promises, below those of questions."""

from django.urls import path

from spreekkamer.questions.promises import views

urlpatterns = [
    path("toezeggingen/", views.promises, name="promises"),
    path("toezeggingen/<int:promise_id>/", views.promise, name="promise"),
    path("toezeggingen/<int:promise_id>/afsluiten/", views.close, name="promise-close"),
    path("toezeggingen/<int:promise_id>/datum/", views.move, name="promise-move"),
    path("<uuid:document_id>/toezegging/<int:index>/", views.keep, name="promise-keep"),
]
