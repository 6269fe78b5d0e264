"""How a recorder hands in what it kept: sealed segments, then the signed manifest. Its permit is its authority."""

import base64
import binascii
import errno
import re
from collections.abc import Iterator
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from spreekkamer.accounts.access import by_token
from spreekkamer.errors import Refused
from spreekkamer.problems import answer, permit_of, problem
from spreekkamer.vault import actions
from spreekkamer.vault.actions.recordings import LARGEST_SEGMENT
from spreekkamer.vault.models import Recording
from spreekkamer.vault.storage import TooLargeError, WrongDigestError

CHUNK = 256 * 1024
LARGEST_ENVELOPE = 16 * 1024 * 1024
_DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?:,|$)")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_STATUS = {
    "missing": 422,  # only this: the recorder answers it by sending all segments again
    "malformed": 400,
    "bad_signature": 400,
    "place": 400,
    "unknown_recorder": 403,
    "gone": 410,
}


@by_token
@csrf_exempt
@require_http_methods(["PUT"])
def segment(request: HttpRequest, rec: str, n: int) -> HttpResponse:
    """Store sealed segment `n`: 201, 200 when it was here, 409 when another one was, 400, 410, 413, 507."""
    if refusal := _without_authority(request, rec):
        return refusal
    sha256 = _announced(request)
    if sha256 is None:
        return problem(400, "no_digest", "Send Content-Digest: sha-256=:<base64>: (RFC 9530).")
    if int(request.headers.get("Content-Length") or 0) > LARGEST_SEGMENT:
        return _problem(TooLargeError())
    try:
        new = actions.receive_segment(rec, n, _body(request), sha256=sha256, at=timezone.now())
    except (Refused, WrongDigestError, TooLargeError, OSError) as error:
        return _problem(error)
    return answer({"segment": n}, status=201 if new else 200)


@by_token
@csrf_exempt
@require_http_methods(["PUT"])
def manifest(request: HttpRequest, rec: str) -> HttpResponse:
    """The recorder's signed last word: 201, 200 when it was here, 422 with the places that miss, 400, 403, 409, 410."""
    if refusal := _without_authority(request, rec):
        return refusal
    try:
        new = actions.complete(rec, _whole(_body(request), LARGEST_ENVELOPE), at=timezone.now())
    except (Refused, TooLargeError, OSError) as error:
        return _problem(error)
    return answer({"recording": rec}, status=201 if new else 200)


def _without_authority(request: HttpRequest, rec: str) -> HttpResponse | None:
    """None when the permit is for this recording; also an old one: what began lawfully is handed in later."""
    permit = permit_of(request)
    if permit is None or permit.rec != rec:
        return problem(401, "no_permit", "This is not a permit for this recording.")
    if not Recording.objects.filter(pk=rec, recipient=permit.seal).exists():
        return problem(404, "unknown_recording", "This recording is not known here.")
    return None


def _announced(request: HttpRequest) -> str | None:
    """The SHA-256 (hex) that the sender announces (RFC 9530)."""
    match = _DIGEST.search(request.headers.get("Content-Digest", ""))
    try:
        return base64.b64decode(match.group(1), validate=True).hex() if match else None
    except binascii.Error:
        return None


def _body(request: HttpRequest) -> Iterator[bytes]:
    """The body as it comes in, never whole in memory."""
    while chunk := request.read(CHUNK):
        yield chunk


def _whole(chunks: Iterator[bytes], limit: int) -> bytes:
    """All of it. Raises TooLargeError above `limit` bytes."""
    data = b""
    for chunk in chunks:
        data += chunk
        if len(data) > limit:
            raise TooLargeError
    return data


def _problem(error: Exception) -> HttpResponse:
    """What went wrong, and what the recorder should do now."""
    if isinstance(error, Refused):
        return _refused(error)
    if isinstance(error, WrongDigestError):
        return problem(400, "digest", "The bytes are not those of Content-Digest. Send the segment again.")
    if isinstance(error, TooLargeError):
        return problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "too_large",
            f"A segment has at most {LARGEST_SEGMENT} bytes, an envelope {LARGEST_ENVELOPE}.",
        )
    if isinstance(error, OSError) and error.errno in _FULL:
        return problem(
            HTTPStatus.INSUFFICIENT_STORAGE,
            "disk_full",
            "The vault's disk is full. Keep the recording and try again; tell the administrator to make room.",
        )
    raise error


def _refused(refused: Refused) -> HttpResponse:
    findings = [
        {"code": finding.code, "segment": finding.place, "message": finding.message}
        for finding in getattr(refused, "findings", [])
    ]
    more: dict[str, object] = {"findings": findings} if findings else {}
    return problem(_STATUS.get(refused.code, 409), refused.code, refused.message, **more)


urlpatterns = [
    path("recordings/<str:rec>/segments/<int:n>", segment),
    path("recordings/<str:rec>/manifest", manifest),
]
