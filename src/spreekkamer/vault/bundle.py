"""A recording outside the vault: a folder or ZIP that can be checked and opened with nothing else of ours at hand.

    key.age         the recording's private key, sealed to the managers and that to the privacy officers
    envelope.json   what the recorder signed: which segments, in which order
    000000.age ...  the sealed segments
    README.txt      how to check and open it with ordinary tools

The same layout as a recorder's own spool folder, so that one can be opened as well. Imports no Django.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyrage import x25519

from spreekkamer.protocol.manifest import Envelope, read_envelope
from spreekkamer.vault import sealing
from spreekkamer.vault.playback import Film
from spreekkamer.vault.reading import Reading, envelope_key, open_segment, read_recording

KEY = "key.age"
ENVELOPE = "envelope.json"
README = "README.txt"
SEALED = "sealed/"
_SEGMENT = re.compile(r"(\d{6})\.age")
_ENCRYPTED = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")


class BundleError(Exception):
    """This can't be opened; the message says what is wrong and what to do."""


def segment_name(n: int) -> str:
    """The name of segment n in a bundle."""
    return f"{n:06d}.age"


class Bundle:
    """A bundle to read from: a folder, or an export's ZIP."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise BundleError(f"There is nothing at {path}.")
        if path.is_dir():
            self.names = {entry.name for entry in path.iterdir() if entry.is_file()}
            self._get: Callable[[str], bytes] = lambda name: (path / name).read_bytes()
        else:
            try:
                archive = zipfile.ZipFile(path)
            except zipfile.BadZipFile:
                raise BundleError(f"{path} is neither a folder nor a ZIP of a recording.") from None
            self.names = {name.removeprefix(SEALED) for name in archive.namelist() if name.startswith(SEALED)}
            self._get = lambda name: archive.read(SEALED + name)

    def read(self, name: str) -> bytes:
        """One file of the bundle. Raises BundleError when it isn't there."""
        if name not in self.names:
            raise BundleError(f"{name} is missing: this is not a whole bundle.")
        return self._get(name)

    def segment(self, n: int) -> bytes:
        """A sealed segment. Raises FileNotFoundError."""
        if segment_name(n) not in self.names:
            raise FileNotFoundError(n)
        return self._get(segment_name(n))

    def places(self) -> Iterator[int]:
        """The numbers of the segments that are there."""
        yield from sorted(int(match.group(1)) for match in map(_SEGMENT.fullmatch, self.names) if match)

    def envelope(self, key: Ed25519PublicKey | None) -> Envelope:
        """What the recorder signed. Without `key` the envelope's own key is believed. Raises ManifestError."""
        data = self.read(ENVELOPE)
        return read_envelope(data, [key or envelope_key(data)])


def recording_key(wrapped: bytes, *, fg: x25519.Identity, manager: x25519.Identity) -> str:
    """The recording's private key out of its two seals. Raises BundleError that tells which key was wrong."""
    try:
        inner = sealing.open_outer(wrapped, fg)
    except sealing.WrongKeyError:
        raise BundleError("The privacy officer's key does not open the outer seal.") from None
    try:
        return sealing.open_inner(inner, manager)
    except sealing.WrongKeyError:
        raise BundleError("The manager's key does not open the inner seal.") from None


def open_bundle(bundle: Bundle, private: str, envelope: Envelope) -> Reading:
    """Check the whole recording with its private key."""
    return read_recording(
        envelope.recording, private=private, envelope=envelope, places=bundle.places(), read=bundle.segment
    )


def film(bundle: Bundle, private: str, reading: Reading) -> Iterator[bytes]:
    """The film's bytes in order, one segment in memory at a time. Raises SegmentError, playback.UnplayableError."""
    layout = Film(reading.parts)
    for place, part in enumerate(layout.parts):
        mp4 = open_segment(bundle.segment(part.n), private, part.sha256).mp4
        if place == 0:
            yield layout.header(mp4)
        yield mp4[part.init :]


def read_identity(path: Path, ask: Callable[[], str]) -> x25519.Identity:
    """The private key in an age identity file; `ask` gives the passphrase when the file is under one.

    Raises BundleError.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BundleError(f"{path} can't be read: {error.strerror}.") from error
    if data.startswith(_ENCRYPTED):
        try:
            data = pyrage.passphrase.decrypt(data, ask())
        except pyrage.DecryptError:
            raise BundleError(f"This is not the passphrase of {path}.") from None
    for line in data.decode(errors="replace").splitlines():
        if line.startswith("AGE-SECRET-KEY-1"):
            try:
                return sealing.identity(line)
            except sealing.WrongKeyError:
                break
    raise BundleError(f"{path} holds no age key (a line AGE-SECRET-KEY-1...).")


def readme(recording: str, *, key_destroyed_on: str) -> str:
    """How whoever gets a bundle checks and opens it, with and without this program; Dutch first."""
    return f"""Verzegelde opname {recording}

Openen kan alleen met een sleutel van een functionaris gegevensbescherming (FG) en een van een leidinggevende.
In de kluis wordt de sleutel vernietigd op {key_destroyed_on}. Deze kopie blijft dan bestaan: bewaar haar niet langer
dan nodig is voor het doel waarvoor zij is gemaakt, en vernietig haar daarna zelf.

Met Spreekkamer (controleert ook of de opname heel is):
  spreekkamer vault open . --fg-identity FG.txt --manager-identity LEIDINGGEVENDE.txt --out opname.mp4

Met alleen age (https://age-encryption.org), in deze map:
  age -d -i FG.txt key.age | age -d -i LEIDINGGEVENDE.txt > opname.key
  for f in [0-9]*.age; do age -d -i opname.key "$f"; done > opname.mp4
  rm opname.key

---

Sealed recording {recording}

It opens only with one key of a privacy officer (FG) and one of a manager. In the vault the key is destroyed on
{key_destroyed_on}; this copy remains: keep it no longer than its purpose asks, and then destroy it yourself.
The commands are above. envelope.json lists the SHA-256 of each segment in order, signed by the recorder (Ed25519,
over the canonical JSON of everything but the signature).
"""
