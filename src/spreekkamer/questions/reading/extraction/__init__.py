"""A file to text, whatever kind of file it is: the only part of the reader that touches files.

A file that says itself where its notes are (Word, OpenDocument, official XML, a web page) gives them apart; their
places in the text are marked ``⟦3⟧``. Of the others the reader finds notes in the text.
"""

from .errors import Unreadable
from .sniff import extract
from .text import Extracted

__all__ = ["Extracted", "Unreadable", "extract"]
