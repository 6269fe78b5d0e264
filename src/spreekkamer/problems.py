"""Answers of the API when something can't be done: application/problem+json (RFC 9457)."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

from spreekkamer.accounts.keys import permit_public_keys
from spreekkamer.protocol.permit import Permit, PermitError, verify

API_VERSION = "1.0.0"


def problem(status: int, code: str, detail: str, **more: object) -> HttpResponse:
    """A problem document. `code` is for machines, `detail` tells a person what is wrong and what to do."""
    response = JsonResponse(
        {
            "type": f"urn:spreekkamer:problem:{code}",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
            "code": code,
            **more,
        },
        status=status,
        content_type="application/problem+json",
    )
    response["API-Version"] = API_VERSION
    return response


def answer(data: dict[str, object] | None = None, *, status: int = 200) -> HttpResponse:
    """A plain answer of the API; without data a 204."""
    response = HttpResponse(status=204) if data is None else JsonResponse(data, status=status)
    response["API-Version"] = API_VERSION
    return response


def bearer(request: HttpRequest) -> str:
    """The token that the caller shows; empty when there is none."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def permit_of(request: HttpRequest) -> Permit | None:
    """The permit that the recorder shows, signed by us. Its time may be over: hand-in comes later."""
    try:
        return verify(bearer(request), permit_public_keys())
    except PermitError:
        return None
