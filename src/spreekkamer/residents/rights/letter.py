"""The letter that answers a request (art. 12 lid 3 en 4 AVG), as PDF/UA. Dutch: the language of the administration."""

from datetime import date

from spreekkamer.accounts.models import Municipality
from spreekkamer.documents import render
from spreekkamer.law import SOURCES as LAW
from spreekkamer.residents.models import Request
from spreekkamer.residents.notice import queries as notice
from spreekkamer.residents.rights import rules


def html(made: Request, on: date) -> str:
    """The letter as a page: the answer, or before that the notice that it was received or takes longer."""
    municipality = Municipality.current()
    sender = municipality.name if municipality else ""
    context = {
        "document": {
            "title": _title(made),
            "kind": f"Verzoek {str(made.pk)[:8]}",
            "date": on,
            "municipality": sender,
            "is_example": made.is_example,
        },
        "made": made,
        "contact": notice.contact(),
        "source": LAW[rules.SOURCES[made.kind]].citation,
    }
    return render.html("residents/answer_document.html", context, language="nl")


def pdf(made: Request) -> bytes:
    """The same as PDF/UA-1."""
    return render.pdf(html(made, made.decided_on or made.extended_on or made.received_on))


def _title(made: Request) -> str:
    if made.decided_on:
        return "Antwoord op uw verzoek" if made.kind != "complaint" else "Antwoord op uw klacht"
    return "Wij hebben meer tijd nodig" if made.extended_on else "Wij hebben uw bericht ontvangen"
