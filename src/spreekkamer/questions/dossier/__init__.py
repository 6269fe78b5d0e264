"""The dossier: every question, answer and assessment, found by what it says."""

from spreekkamer.questions.dossier.keeping import drop_document, put_answers, put_assessments, put_document
from spreekkamer.questions.dossier.search import SHOWN, Found, search

__all__ = ["SHOWN", "Found", "drop_document", "put_answers", "put_assessments", "put_document", "search"]
