"""What the reader doubts, in the language of the page. The reader itself knows no Django and speaks English."""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# What the reader says -> what the page says, with the same numbers and names in it.
SAID = (
    (r"This file holds (?P<count>\d+) documents with questions, each read apart: (?P<titles>.+)\.", _("This file holds %(count)s documents: %(titles)s. You see the first.")),
    (r"The number (?P<number>\S+) is taken from the name of the file\.", _("The number %(number)s was taken from the name of the file.")),
    (r"Questions (?P<numbers>[\d, ]+) are printed together; .*", _("Questions %(numbers)s stand together: each shows the text of all of them.")),
    (r"Question (?P<number>\d+) is printed twice with the same text; .*", _("Question %(number)s stands there twice with the same text. It counts once.")),
    (r"Question (?P<number>\d+) is printed twice; the second is read as question (?P<other>\d+)\.", _("Question %(number)s stands there twice. The second was read as question %(other)s.")),
    (r"Question (?P<number>\d+) is printed more than once\.", _("Question %(number)s stands there more than once.")),
    (r"Question (?P<number>\d+) is answered more than once; .*", _("Question %(number)s is answered more than once. The first answer counts.")),
    (r"Answer (?P<number>\d+) is printed twice; the second is read as answer (?P<other>\d+)\.", _("Answer %(number)s stands there twice. The second was read as answer %(other)s.")),
    (r"Answer (?P<number>\d+) is in the document, but .*", _("Answer %(number)s is in the document, but the question is not.")),
    (r"The questions have no numbers 1, 2, 3 in this document; .*", _("The questions have no numbers 1, 2, 3 in this document. They were counted. Check them.")),
    (r"Answers have no heading here; .*", _("The answers have no heading. What stands behind a question was read as its answer.")),
    (r"An answer without a number follows no open question; .*", _("One answer has no number and follows no open question. It was put with the last question.")),
    (r"The numbers start again at 1: .*", _("The numbers start again at 1. Perhaps there are two documents in this file.")),
    (r"Numbers are missing between the questions: (?P<numbers>[\d, ]+)\.", _("Numbers are missing between the questions: %(numbers)s.")),
    (r"The number (?P<number>\d+) stands alone in a question: .*", _("The number %(number)s stands alone in a question. Perhaps it is a question of its own.")),
    (r"No answer found to question (?P<numbers>[\d, ]+)\.", _("No answer was found to question %(numbers)s.")),
    (r"Refers to Aanhangsel nr\. (?P<number>\d+): .*", _("The document refers to Aanhangsel nr. %(number)s. That is usually a postponement, and then the term is 42 days.")),
    (r"The day of the answer \((?P<day>\S+)\) is before that of the questions \((?P<other>\S+)\)\.", _("The day of the answer (%(day)s) is before the day of the questions (%(other)s).")),
    (r"Only one day is in the document, (?P<day>\S+): .*", _("There is only one day in the document, %(day)s. It was read as the day of the answer.")),
    (r"The message has attachments that were not read: (?P<names>.+)\.", _("The message has attachments that were not read: %(names)s.")),
    (r"(?:The text is not UTF-8|Some letters in the text are broken|Accents look broken).*", _("Accents may be wrong in this text. Look at the names.")),
    (r"Accents were saved in a wrong way; .*", _("Accents were saved in a wrong way. They were set right.")),
    (r"The text looks (?P<language>\w+); .*", _("This document is not in Dutch. Only questions in Dutch can be read. Choose the Dutch text.")),
    (r"No questions found in this document\.", _("There are no questions in this document. Choose the document with the questions themselves.")),
)  # fmt: skip


def in_words(warning: str) -> str:
    """A warning of the reader in the language of the page."""
    for pattern, said in SAID:
        if match := re.fullmatch(pattern, warning, re.DOTALL):
            return str(said) % {name: _in_full(value) for name, value in match.groupdict().items()}
    return gettext("Something in this document was not clear. Look whether the questions are right.")


def _in_full(value: str) -> str:
    """A day as people write it; anything else as it is."""
    return date_format(date.fromisoformat(value), "j F Y") if _DAY.fullmatch(value) else value
