"""Calling another system: signed as Standard Webhooks 1.0 says, so that any language has a library to check it."""

import base64
import hashlib
import hmac
import secrets
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings

from spreekkamer.post.mail import UndeliverableError
from spreekkamer.post.models import Message
from spreekkamer.secret_file import made_once

TIMEOUT_SECONDS = 10
PREFIX = "whsec_"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def is_safe(url: str) -> bool:
    """Whether we send anything there: over https, or without leaving this machine."""
    parts = urlsplit(url)
    return (parts.scheme == "https" and bool(parts.hostname)) or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def secret_of(hook: str) -> str:
    """The secret that this hook is signed with (`whsec_...`), made at first use; the receiver needs it too."""
    content = made_once(
        settings.SECRETS / f"webhook-{hook}", lambda: PREFIX.encode() + base64.b64encode(secrets.token_bytes(32))
    )
    return content.decode().strip()


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 over id, timestamp and body (Standard Webhooks, "Signature scheme")."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def call(message: Message) -> None:
    """Raises UndeliverableError unless the receiver answers with a 2xx status."""
    if not is_safe(message.to):
        raise UndeliverableError("A webhook goes over https only. Change its address.")
    body, now = message.text.encode(), int(time.time())
    name = f"msg_{message.pk.hex}"
    request = urllib.request.Request(message.to, data=body, method="POST")  # noqa: S310 - checked above
    request.add_header("Content-Type", "application/json")
    request.add_header("webhook-id", name)
    request.add_header("webhook-timestamp", str(now))
    request.add_header(
        "webhook-signature", signature(secret_of(message.hook), message_id=name, timestamp=now, body=body)
    )
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS):
            return
    except urllib.error.HTTPError as error:
        raise UndeliverableError(f"The receiver answered with status {error.code}.") from error
    except (OSError, ValueError) as error:
        raise UndeliverableError(f"The receiver can't be reached: {error}") from error


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A message goes to the address that was set, and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
