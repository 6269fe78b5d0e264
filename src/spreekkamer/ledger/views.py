"""The public log: C2SP tlog-tiles v0.1.0, read-only, for anyone and from any website."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from spreekkamer.ledger import queries
from spreekkamer.ledger.tiles import Tile, TileError

TEXT = "text/plain; charset=utf-8"
_FOR_EVER = "public, max-age=31536000, immutable"


View = Callable[..., HttpResponseBase]


def _for_everyone(view: View) -> View:
    """Only reading, and by anyone: the mark that the site's own access check looks for."""
    reading: View = require_safe(view)
    reading.access = "public"  # type: ignore[attr-defined]
    return reading


@_for_everyone
def checkpoint(request: HttpRequest) -> HttpResponseBase:
    """The public checkpoint."""
    note = queries.public_note()
    if note is None:
        return _not_there("This log has no public checkpoint yet.")
    return _open_to_all(HttpResponse(note, content_type=TEXT), "no-cache")


@_for_everyone
@gzip_page
def tile(request: HttpRequest, path: str) -> HttpResponseBase:
    """A tile or entry bundle, as far as the public checkpoint reaches. What was there once never changes."""
    try:
        content = queries.public_file(Tile.parse(f"tile/{path}"))
    except TileError as error:
        return _not_there(str(error))
    if content is None:
        return _not_there("The public checkpoint doesn't reach that far.")
    return _open_to_all(HttpResponse(content, content_type="application/octet-stream"), _FOR_EVER)


@_for_everyone
def key(request: HttpRequest) -> HttpResponseBase:
    """The public key of this log. Whoever wants certainty gets it along another way as well."""
    return _open_to_all(HttpResponse(f"{queries.public_key()}\n", content_type=TEXT), "no-cache")


def _open_to_all(response: HttpResponse, cache: str) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = cache
    return response


def _not_there(message: str) -> HttpResponse:
    # Not to be remembered: what isn't there now may be there after the next checkpoint.
    return _open_to_all(HttpResponse(f"{message}\n", content_type=TEXT, status=404), "no-store")
