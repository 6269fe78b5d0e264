"""Answering a camera that asks who we are: Digest (RFC 7616, RFC 2617) and Basic (RFC 7617)."""

import base64
import hashlib
import re
import secrets
from collections.abc import Callable, Iterable

_PARAMETER = re.compile(r'([A-Za-z][\w-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')
_CHALLENGE = re.compile(r"(?:^|,)\s*(Digest|Basic)\b", re.IGNORECASE)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


_HASHES: dict[str, Callable[[str], str]] = {"SHA-256": _sha256, "MD5": _md5}


class Credentials:
    """A user and password, and the camera's latest challenge. The repr tells neither."""

    def __init__(self, user: str | None, password: str) -> None:
        self._user = user
        self._password = password
        self._scheme = ""
        self._challenge: dict[str, str] = {}
        self._count = 0

    def challenged(self, headers: Iterable[str]) -> bool:
        """Take the strongest challenge of the WWW-Authenticate headers; False when we can answer none."""
        if self._user is None:
            return False
        ranked = []
        for scheme, parameters in _challenges(headers):
            algorithm = parameters.get("algorithm", "MD5").upper()
            if scheme == "basic":
                ranked.append((0, scheme, parameters))
            elif algorithm in _HASHES and "nonce" in parameters:
                ranked.append((2 if algorithm == "SHA-256" else 1, scheme, parameters))
        if not ranked:
            return False
        _, self._scheme, self._challenge = max(ranked, key=lambda found: found[0])
        self._count = 0
        return True

    def header(self, method: str, url: str) -> str | None:
        """The Authorization header for this request; None before the first challenge."""
        if not self._scheme:
            return None
        if self._scheme == "basic":
            return "Basic " + base64.b64encode(f"{self._user}:{self._password}".encode()).decode()
        return self._digest(method, url)

    def _digest(self, method: str, url: str) -> str:
        asked = self._challenge
        digest = _HASHES[asked.get("algorithm", "MD5").upper()]
        realm, nonce = asked.get("realm", ""), asked["nonce"]
        who = digest(f"{self._user}:{realm}:{self._password}")
        what = digest(f"{method}:{url}")
        fields = {"username": self._user or "", "realm": realm, "nonce": nonce, "uri": url}
        bare = {}
        if "auth" in re.split(r"[\s,]+", asked.get("qop", "")):
            self._count += 1
            count, own = f"{self._count:08x}", secrets.token_hex(8)
            fields["cnonce"] = own
            bare = {"qop": "auth", "nc": count}
            fields["response"] = digest(f"{who}:{nonce}:{count}:{own}:auth:{what}")
        else:
            fields["response"] = digest(f"{who}:{nonce}:{what}")
        if "algorithm" in asked:
            bare["algorithm"] = asked["algorithm"]
        if "opaque" in asked:
            fields["opaque"] = asked["opaque"]
        quoted = [f'{name}="{_quote(value)}"' for name, value in fields.items()]
        return "Digest " + ", ".join(quoted + [f"{name}={value}" for name, value in bare.items()])


def _challenges(headers: Iterable[str]) -> Iterable[tuple[str, dict[str, str]]]:
    for header in headers:
        marks = list(_CHALLENGE.finditer(header))
        for mark, following in zip(marks, [*marks[1:], None], strict=False):
            text = header[mark.end() : following.start() if following else None]
            found = {
                name.lower(): re.sub(r"\\(.)", r"\1", quoted) if bare == "" else bare
                for name, quoted, bare in _PARAMETER.findall(text)
            }
            yield mark[1].lower(), found


def _quote(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
