"""The letter that answers a request (art. 12 lid 3 en 4 AVG), as PDF/UA, in each language of the resident's page.

The Dutch one is the decision (art. 2:6 Awb); another is there to be understood. What an employee wrote stays in Dutch,
and is said to be.
"""

from django.utils import timezone

from spreekkamer.accounts.models import Municipality
from spreekkamer.documents import render
from spreekkamer.law import SOURCES as LAW
from spreekkamer.residents.models import Request
from spreekkamer.residents.notice import queries as notice
from spreekkamer.residents.rights import rules
from spreekkamer.residents.texts import SOURCE, Texts


def html(made: Request, texts: Texts) -> str:
    """The letter as a page: the answer, or before that the notice that it was received or takes longer."""
    municipality, talk = Municipality.current(), made.conversation
    context = {
        "document": {
            "title": texts.say(f"answer.title.{_title(made)}"),
            "kind": texts.say("answer.kind", number=str(made.pk)[:8]),
            "date": made.decided_on or made.extended_on or made.received_on,
            "municipality": municipality.name if municipality else "",
            "is_example": False,  # said in the letter's own language, in its cover
        },
        "direction": texts.direction,
        "texts": texts,
        "made": made,
        "received_on": texts.day(made.received_on),
        "talk": texts.say("answer.talk", date=texts.day(timezone.localdate(talk.starts_at)), reference=talk.reference),
        "due": texts.day(made.due_on),
        "asked": texts.say(f"request.{made.kind}"),
        "source": LAW[rules.SOURCES[made.kind]].citation,
        "outcome": texts.say(f"answer.{made.outcome}") if made.outcome else "",
        "disagree": texts.say("answer.disagree.complaint" if made.kind == "complaint" else "answer.disagree.request"),
        "in_dutch": texts.language != SOURCE,
        "contact": notice.contact(),
    }
    return render.html("residents/answer_document.html", context, language=texts.language)


def pdf(made: Request, texts: Texts) -> bytes:
    """The same as PDF/UA-1."""
    return render.pdf(html(made, texts))


def _title(made: Request) -> str:
    if made.decided_on:
        return "complaint" if made.kind == "complaint" else "request"
    return "later" if made.extended_on else "received"
