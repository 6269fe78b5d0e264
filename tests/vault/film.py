"""Recordings as a recorder makes them: real H.264, cut into sealed, chained segments with a signed envelope."""

import functools
import secrets
import struct
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from spreekkamer.protocol.manifest import Entry, Manifest, make_envelope
from spreekkamer.protocol.segment import SegmentInfo, digest, first_link, wrap

SECONDS_PER_SEGMENT = 2
TICKS = 90_000


@functools.cache
def pieces(count: int = 6) -> tuple[bytes, ...]:
    """Self-contained fragmented MP4s of two seconds each; their times follow on each other."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "film.mp4"
        command = (
            f"ffmpeg -loglevel error -f lavfi -i testsrc=size=320x240:rate=25:duration={count * 2} -c:v libx264 "
            f"-pix_fmt yuv420p -g 50 -keyint_min 50 -sc_threshold 0 -bf 0 "
            f"-movflags frag_keyframe+empty_moov+default_base_moof {out}"
        )
        subprocess.run(command.split(), check=True)
        data = out.read_bytes()
    boxes = []
    position = 0
    while position < len(data):
        size, kind = struct.unpack_from(">I4s", data, position)
        boxes.append((kind, data[position : position + size]))
        position += size
    init = b"".join(body for kind, body in boxes if kind in {b"ftyp", b"moov"})
    moofs = [body for kind, body in boxes if kind == b"moof"]
    mdats = [body for kind, body in boxes if kind == b"mdat"]
    assert len(moofs) == len(mdats) == count
    return tuple(init + moof + mdat for moof, mdat in zip(moofs, mdats, strict=True))


@dataclass(frozen=True)
class Made:
    """A recording that a recorder made."""

    recording: str
    segments: tuple[bytes, ...]
    """Sealed."""
    envelope: bytes
    manifest: Manifest

    def shas(self) -> list[str]:
        """The digest of each sealed segment."""
        return [digest(sealed) for sealed in self.segments]


def make(
    recording: str,
    seal: str,
    *,
    key: Ed25519PrivateKey,
    count: int = 3,
    mp4s: tuple[bytes, ...] | None = None,
    **manifest: object,
) -> Made:
    """Seal `count` segments of a real film (or `mp4s`) to the age recipient `seal`, and sign them with `key`."""
    sealed: list[bytes] = []
    entries: list[Entry] = []
    prev = first_link(recording)
    recipient = pyrage.x25519.Recipient.from_str(seal)
    for n, mp4 in enumerate((mp4s or pieces())[:count]):
        duration = SECONDS_PER_SEGMENT * TICKS
        info = SegmentInfo(
            recording=recording, n=n, prev=prev, start=n * duration, duration=duration, codec="h264", frames=50, lost=0
        )
        sealed.append(pyrage.encrypt(wrap(mp4, info), [recipient]))
        prev = digest(sealed[-1])
        entries.append(Entry(n=n, sha256=prev, bytes=len(sealed[-1]), start=info.start, duration=duration))
    told = Manifest(
        recording=recording,
        segments=tuple(entries),
        alarm=TICKS,
        pre_roll_seconds=1,
        began="2026-11-23T10:00:00+01:00",
        ended_because="stopped",
        complete=True,
        lost=0,
    )
    told = replace(told, **manifest)
    return Made(recording, tuple(sealed), make_envelope(told, seal=seal, key=key), told)


def new_recording() -> str:
    """A number as the vault gives."""
    return secrets.token_hex(16)
