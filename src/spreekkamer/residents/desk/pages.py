"""A page for residents: in the language they chose, with nothing on it but what they came for."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from spreekkamer.residents.notice import queries
from spreekkamer.residents.texts import LANGUAGES, SOURCE, Texts, all_texts, texts_in

PARAMETER = "taal"
COOKIE = "resident_language"


def texts_for(request: HttpRequest) -> Texts:
    """The texts in the language that was asked for here, chosen before, or set in the browser."""
    asked = (request.GET.get(PARAMETER, ""), request.COOKIES.get(COOKIE, ""), *_browser(request))
    return texts_in(next((language for language in asked if language in LANGUAGES), SOURCE))


def page(
    request: HttpRequest, template: str, texts: Texts, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """One page, with the way to the same page in each other language."""
    reached = queries.contact()
    whole = {
        **context,
        "texts": texts,
        "languages": all_texts(),
        "phone": reached.phone if reached else "",
    }
    with translation.override(texts.language):
        response = render(request, template, whole, status=status)
    if request.GET.get(PARAMETER) == texts.language:
        response.set_cookie(COOKIE, texts.language, httponly=True, samesite="Lax", secure=request.is_secure())
    response["Cache-Control"] = "no-store"
    return response


def _browser(request: HttpRequest) -> list[str]:
    """The browser's languages, best first. Django's own negotiation knows only those of the staff's pages."""
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    wanted = []
    for place, item in enumerate(header.split(",")[:20]):
        name, _semicolon, quality = item.partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        wanted.append((-weight, place, name.strip().lower()[:2]))
    return [name for _weight, _place, name in sorted(wanted)]
