"""From a group of pictures to a sealed link of the chain. The recorder holds only public keys: it can't open this."""

import pyrage

from spreekkamer.protocol import segment as protocol
from spreekkamer.recorder.camera import Segment
from spreekkamer.recorder.spool import Written


class Sealer:
    """Seals the segments of one recording, in order, each naming the one before it."""

    def __init__(self, *, recording: str, recipient: str) -> None:
        self._recording = recording
        self._recipient = pyrage.x25519.Recipient.from_str(recipient)
        self._next = 0
        self._prev = protocol.first_link(recording)

    def seal(self, segment: Segment) -> tuple[Written, bytes]:
        """The sealed segment, and what to note of it; the chain goes on from here."""
        written, sealed = self.seal_partly(segment)
        self._next += 1
        self._prev = written.sha256
        return written, sealed

    def seal_partly(self, segment: Segment) -> tuple[Written, bytes]:
        """The same for a group that is still being filled: the next `seal` takes its place in the chain."""
        info = protocol.SegmentInfo(
            recording=self._recording,
            n=self._next,
            prev=self._prev,
            start=segment.start,
            duration=segment.duration,
            codec=segment.codec,
            frames=segment.frames,
            lost=segment.lost,
        )
        sealed: bytes = pyrage.encrypt(protocol.wrap(segment.data, info), [self._recipient])
        written = Written(
            n=info.n,
            sha256=protocol.digest(sealed),
            bytes=len(sealed),
            start=info.start,
            duration=info.duration,
            lost=info.lost,
        )
        return written, sealed


def is_recipient(text: str) -> bool:
    """Whether something can be sealed to this."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def probe() -> bytes:
    """A sealed segment of nothing, to a key that nobody keeps: for trying whether sealing works here and now."""
    recording = "0" * 32
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    nothing = Segment(data=b"", start=0, duration=0, frames=0, lost=0, codec="h264", pre_roll=False)
    return Sealer(recording=recording, recipient=recipient).seal(nothing)[1]
