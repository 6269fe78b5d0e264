"""Sending much without having it all in memory, under ASGI and WSGI alike."""

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse


def stream(
    request: HttpRequest, chunks: Iterator[bytes], *, content_type: str, status: int = 200
) -> StreamingHttpResponse:
    """A response from these chunks; under ASGI Django would first collect a plain iterator in memory."""
    body = _asynchronous(chunks) if isinstance(request, ASGIRequest) else chunks
    response = StreamingHttpResponse(body, status=status, content_type=content_type)
    # Neither the browser nor anything in between keeps what was opened for an hour.
    response["Cache-Control"] = "no-store, private"
    return response


async def _asynchronous(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (chunk := await sync_to_async(_next)(chunks)) is not None:
        yield chunk


def _next(chunks: Iterator[bytes]) -> bytes | None:
    return next(chunks, None)
