"""What the vault would do with a recording that was handed in: open it, check it, decode it."""

import io
from dataclasses import dataclass
from itertools import pairwise

import av
import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.recorder.standin import WebServer

from spreekkamer.protocol.manifest import Manifest, parse_manifest, read_envelope
from spreekkamer.protocol.segment import Segment, parse
from spreekkamer.protocol.verification import Found, verify_recording

TICKS = 90_000


@dataclass
class Opened:
    """A whole, verified recording."""

    manifest: Manifest
    segments: list[Segment]
    times: list[float]
    """When each decoded frame is shown, in seconds from the first kept frame."""

    @property
    def end(self) -> float:
        last = self.segments[-1].info
        return (last.start + last.duration) / TICKS


def opened(web: WebServer, recording: str, key: Ed25519PublicKey) -> Opened:
    """The recording that the server holds, after every check that there is."""
    envelope = read_envelope(web.manifests[recording], [key])
    manifest = parse_manifest(pyrage.decrypt(envelope.manifest, [web.identity]))
    sealed = web.segments[recording]
    plain = {n: pyrage.decrypt(data, [web.identity]) for n, data in sealed.items()}
    assert verify_recording(envelope, manifest, {n: Found.of(sealed[n], plain[n]) for n in sealed}) == []
    segments = [parse(plain[n]) for n in range(len(sealed))]
    return Opened(manifest, segments, decoded(b"".join(segment.mp4 for segment in segments)))


def decoded(mp4: bytes) -> list[float]:
    """The times of all frames that really decode."""
    with av.open(io.BytesIO(mp4)) as container:
        container.streams.video[0].thread_type = "NONE"
        times = []
        for frame in container.decode(video=0):
            assert frame.pts is not None
            assert frame.time_base is not None
            times.append(float(frame.pts * frame.time_base))
    return times


def largest_step(times: list[float]) -> float:
    """The longest time between two frames: what a gap would be."""
    return max(after - before for before, after in pairwise(times))
