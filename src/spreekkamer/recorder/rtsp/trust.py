"""Whether the other end of a TLS connection is our camera."""

import hashlib
import re
import ssl

from spreekkamer.recorder.rtsp import problems
from spreekkamer.recorder.rtsp.address import Address
from spreekkamer.recorder.rtsp.problem import CameraError, Problem


class Trust:
    """By the system's authorities; or, given a `fingerprint` (SHA-256 in hex), by that one certificate only.

    Cameras mostly have a certificate of their own making. Raises CameraError `bad_address` when the fingerprint
    isn't one.
    """

    def __init__(self, fingerprint: str | None) -> None:
        self._wanted = (fingerprint or "").replace(":", "").replace(" ", "").lower()
        if self._wanted and not re.fullmatch(r"[0-9a-f]{64}", self._wanted):
            raise CameraError(
                Problem(
                    "bad_address",
                    "The camera's tls_fingerprint is not a SHA-256 fingerprint (64 hex digits).",
                    "Copy the SHA-256 fingerprint of the certificate from the camera's settings page.",
                )
            )

    def context(self) -> ssl.SSLContext:
        """For one connection."""
        context = ssl.create_default_context()
        if self._wanted:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def check(self, address: Address, sock: ssl.SSLSocket) -> None:
        """After the TLS handshake, before a word is said. Raises CameraError `untrusted`."""
        seen = hashlib.sha256(sock.getpeercert(binary_form=True) or b"").hexdigest()
        if self._wanted and seen != self._wanted:
            raise CameraError(problems.untrusted(address, "it has another certificate than agreed", seen))
