"""Reads a document with written questions, from the Dutch parliament or a council, into one form.

text -> lines without page furniture -> headings -> blocks -> reading. Pure functions, without Django; patterns
are data, each with an example beside it. `read` takes text, `read_file` takes a file of any kind we know.
"""

from .extraction import Unreadable
from .model import Answer, Asker, Footnote, Place, Promise, Question, Reading
from .reading import read, read_file, refusal

__all__ = [
    "Answer", "Asker", "Footnote", "Place", "Promise", "Question", "Reading", "Unreadable", "read", "read_file",
    "refusal",
]  # fmt: skip
