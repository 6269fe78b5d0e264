"""The permit: a signed statement, valid for a minute, that one camera may be on for one conversation.

A JWT (RFC 7519) signed with Ed25519 (RFC 8037), so that anyone with the public key can check it in any language.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from spreekkamer.protocol.segment import is_recording

LIFETIME_SECONDS = 60
"""A permit is short-lived, so that a suspension or an objection ends the picture within a minute by itself."""

CLOCK_LEEWAY_SECONDS = 5
LONGEST_PRE_ROLL_SECONDS = 60
AUDIENCE = "recorder"
TYPE = "permit+jwt"
ALGORITHM = "EdDSA"


class PermitError(Exception):
    """The permit can't be accepted; the message says why and `code` names the kind of failure."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Permit:
    """The claims of a permit. Times are whole seconds since 1970 (UTC)."""

    iss: str
    jti: str
    sub: str
    """The conversation."""
    room: str
    camera: str
    rec: str
    """The recording that an alarm would begin; the same for each renewal."""
    seal: str
    """The age recipient (`age1...`) that this recording is sealed to. Its private half is never with the recorder."""
    iat: int
    exp: int
    pre: int
    """Seconds of picture to hold in memory, at most 60."""
    snd: bool
    """Whether sound may be kept."""
    max: int
    """Seconds that a recording may last after the alarm."""

    @property
    def expires(self) -> datetime:
        """The end of this permit."""
        return datetime.fromtimestamp(self.exp, UTC)


def sign(permit: Permit, key: Ed25519PrivateKey) -> str:
    """The permit as a compact JWT."""
    claims = {**asdict(permit), "aud": AUDIENCE, "nbf": permit.iat}
    return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"typ": TYPE})


def verify(token: str, keys: Iterable[Ed25519PublicKey]) -> Permit:
    """The claims of a token signed by one of `keys`. Says nothing about its time: see `check_time`.

    Raises PermitError `bad_permit` when it isn't a permit, or is signed by nobody we know.
    """
    for key in keys:
        try:
            if jwt.get_unverified_header(token).get("typ") != TYPE:
                break
            claims = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                options={
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "require": ["iss", "jti", "sub", "iat", "nbf", "exp", "aud"],
                },
            )
            return _parse(claims)
        except jwt.InvalidSignatureError:
            continue
        except jwt.InvalidTokenError as error:
            raise PermitError("bad_permit", f"This is not a valid permit: {error}.") from error
    raise PermitError("bad_permit", "This permit is not signed by a key that is known here.")


def check_time(permit: Permit, now: float) -> float:
    """Seconds that the permit is still valid at wall-clock time `now`, at most LIFETIME_SECONDS.

    Raises PermitError: `clock` when the two clocks can't both be right, `expired` when its time is over.
    """
    if permit.iat - now > CLOCK_LEEWAY_SECONDS:
        raise PermitError(
            "clock",
            f"The permit was issued {permit.iat - now:.0f} s in the future by this machine's clock. "
            "Set the clocks of both machines right (NTP).",
        )
    left = permit.exp - now
    if left <= -CLOCK_LEEWAY_SECONDS or permit.exp - permit.iat > LIFETIME_SECONDS:
        raise PermitError(
            "expired",
            f"The permit ran out {-left:.0f} s ago by this machine's clock. Ask for a new one; "
            "when this goes on, check the clocks of both machines.",
        )
    return min(max(left, 0.0), float(LIFETIME_SECONDS))


_FIELDS: dict[str, type] = {
    "iss": str,
    "jti": str,
    "sub": str,
    "room": str,
    "camera": str,
    "rec": str,
    "seal": str,
    "iat": int,
    "exp": int,
    "pre": int,
    "snd": bool,
    "max": int,
}


def _parse(claims: dict[str, object]) -> Permit:
    for name, kind in _FIELDS.items():
        value = claims.get(name)
        if type(value) is not kind:
            raise PermitError("bad_permit", f"The permit's field '{name}' is missing or of the wrong kind.")
    if not is_recording(str(claims["rec"])):
        raise PermitError("bad_permit", "The permit's recording is not valid.")
    if not 0 <= claims["pre"] <= LONGEST_PRE_ROLL_SECONDS or claims["max"] < 0:  # type: ignore[operator]
        raise PermitError("bad_permit", "The permit's pre-roll or maximum is out of bounds.")
    return Permit(**{name: claims[name] for name in _FIELDS})  # type: ignore[arg-type]
