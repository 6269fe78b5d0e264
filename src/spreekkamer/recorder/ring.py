"""The last seconds of a camera, in memory only, as the RTP packets came off the wire.

Goals: hold the pre-roll back to a keyframe, within a bound in bytes, at the least cost per packet; notice what was
lost; leave nothing behind. Non-goals: decoding, or even taking packets apart before there is an alarm.

The socket writes straight into blocks of memory of a fixed size, with the framing of RFC 2326 section 10.12. Per
packet only the 16 bytes of framing and RTP header are looked at (RFC 3550 section 5.1; `scanner`), to find where
a group of pictures begins. A group is a list of spans of blocks (`gop`). A block that no group needs any more is
overwritten at once, and the kernel is asked to leave blocks out of core dumps and of forked processes.

Time line: 90 kHz ticks since the ring was made. Within a connection it follows the camera's RTP timestamps (32
bits, wrapping); where a connection begins, and where the camera's clock jumps, our monotonic clock sets it.

Not thread-safe: the owner holds a lock around every call. The memory of a group that was taken (`take`) is left
alone until `release`, so it can be read without the lock.
"""

from collections import deque
from typing import Literal, overload

from spreekkamer.recorder.gop import Block, Gop

TICKS = 90_000
"""Per second: the RTP clock of video."""
BLOCK_BYTES = 256 * 1024
FEWEST_BLOCKS = 3
_USUAL_INTERVAL = TICKS // 25
_GOPS_REMEMBERED = 5


class Ring:
    """The memory of one camera, over all its connections during one permit.

    `max_bytes` bounds the blocks in use, kept groups included; one block more is used to read on when all is full.
    When full, the oldest held groups go. While recording, when what was kept isn't taken in time, the newest goes.
    """

    def __init__(self, *, pre_roll_seconds: float, max_bytes: int, block_bytes: int = BLOCK_BYTES) -> None:
        self._pre_roll = round(pre_roll_seconds * TICKS)
        self._block_bytes = block_bytes
        self._most_blocks = max(max_bytes // block_bytes - 1, FEWEST_BLOCKS)
        self._blocks: set[Block] = set()
        self._spare: Block | None = None
        self._held: deque[Gop] = deque()
        self._kept: deque[Gop] = deque()
        self._taken: set[Gop] = set()
        self._open: Gop | None = None
        self._lengths: deque[int] = deque(maxlen=_GOPS_REMEMBERED)
        self._heard_at: float | None = None
        self.keeping = False
        self.first_kept: int | None = None
        """Where the recording begins, in ticks."""
        self.latest = 0
        """The newest picture, in ticks."""
        self.interval = _USUAL_INTERVAL
        """Ticks between the last two pictures."""
        self._attributed = 0
        self.lost = 0
        """Packets that were lost since the ring was made."""
        self.video_packets = 0
        self.overflows = 0
        """How often picture had to be given up because the memory was full."""

    # What the service asks.

    def keep(self) -> None:
        """From now on nothing that begins with a keyframe is dropped: it waits for `take`."""
        if self.keeping:
            return
        self.keeping = True
        self._kept.extend(self._held)
        self._held.clear()
        if self._kept:
            self.first_kept = self._kept[0].start
        elif self._open is not None and self._open.key:
            self.first_kept = self._open.start

    def take(self) -> Gop | None:
        """The oldest kept group that is complete. Its memory stays until `release`."""
        if not self._kept:
            return None
        gop = self._kept.popleft()
        self._taken.add(gop)
        return gop

    def lend(self, gop: Gop, blocks: list[Block]) -> Gop:
        """A view of the group that is coming in. Its memory stays until `release`; the group itself goes on."""
        for block in blocks:
            self.use(gop, block)
        gop.lost = self.lost - self._attributed
        self._taken.add(gop)
        return gop

    def release(self, gop: Gop) -> None:
        """This group was taken or lent and is not needed any more."""
        if gop in self._taken:
            self._taken.remove(gop)
            self.discard(gop)

    @property
    def waiting(self) -> int:
        """Kept groups that `take` would give."""
        return len(self._kept)

    def expire(self, now: float) -> None:
        """While the camera is silent, time passes all the same: drop what is older than the pre-roll."""
        self._evict(self.now(now))

    def wipe(self) -> None:
        """Overwrite everything, also what was taken, and forget it."""
        for block in self._blocks:
            block.wipe()
        self._blocks.clear()
        self._held.clear()
        self._kept.clear()
        self._taken.clear()
        self._open = None

    def now(self, now: float) -> int:
        """This monotonic time on the time line."""
        silent = 0.0 if self._heard_at is None else now - self._heard_at
        return self.latest + round(silent * TICKS)

    @property
    def buffered_ticks(self) -> int:
        """Picture that is held and would be kept by an alarm now."""
        oldest = self._held[0] if self._held else self._open
        return self.latest - oldest.start if oldest is not None and oldest.key else 0

    @property
    def buffered_bytes(self) -> int:
        """Memory in use."""
        return len(self._blocks) * self._block_bytes

    @property
    def gop_ticks(self) -> int | None:
        """The longest of the last few groups, or of the one that is coming in when that is longer already."""
        coming = self.latest - self._open.start if self._open is not None and self._open.key else 0
        return max(*self._lengths, coming) if self._lengths else None

    # What the scanner of the connection asks.

    @overload
    def new_block(self, *, force: Literal[True]) -> Block: ...
    @overload
    def new_block(self) -> Block | None: ...
    def new_block(self, *, force: bool = False) -> Block | None:
        """A block to receive in, making room if need be; None when everything else is still needed."""
        while len(self._blocks) >= self._most_blocks and self._held:
            self.overflows += 1
            self.discard(self._held.popleft())
        if len(self._blocks) >= self._most_blocks and not force:
            return None
        block, self._spare = self._spare or Block(self._block_bytes), None
        block.users = 1
        self._blocks.add(block)
        return block

    def leave(self, block: Block) -> None:
        """One user of this block less; the last one's leaving wipes it."""
        block.users -= 1
        if block.users == 0:
            block.wipe()
            self._blocks.discard(block)
            self._spare = block

    def use(self, gop: Gop, block: Block) -> None:
        """This group needs this block too."""
        block.users += 1
        gop.blocks.append(block)

    def begin(self, gop: Gop, blocks: list[Block]) -> Gop:
        """This group begins to come in."""
        for block in blocks:
            self.use(gop, block)
        self._open = gop
        return gop

    def add(self, gop: Gop, lost: int) -> None:
        """This group is complete; so many packets were lost since the ring was made, up to its end."""
        self._open = None
        self._lengths.append(gop.end - gop.start)
        if self.keeping and len(self._blocks) > self._most_blocks:
            self.give_up(gop)
            return
        gop.lost, self._attributed = lost - self._attributed, lost
        if not self.keeping:
            self._held.append(gop)
            return
        self._kept.append(gop)
        if self.first_kept is None:
            self.first_kept = gop.start

    def give_up(self, gop: Gop) -> None:
        """There is no memory for this group: count it as lost."""
        self.overflows += 1
        self.lost += sum(1 for _ in gop.packets())
        self.discard(gop)

    def discard(self, gop: Gop) -> None:
        """This group is not needed (any more)."""
        for block in gop.blocks:
            self.leave(block)
        gop.blocks.clear()
        gop.spans.clear()
        gop.audio.clear()

    def heard(self, packets: int, now: float) -> None:
        """So many packets of picture came in, perhaps none."""
        if not packets:
            return
        self.video_packets += packets
        self._heard_at = now
        self._evict(self.latest)

    def resume(self, now: float) -> int:
        """Where a connection's first picture lies, or the first after the camera's clock was set."""
        return 0 if self._heard_at is None else max(self.now(now), self.latest + self.interval)

    def _evict(self, now: int) -> None:
        oldest_needed = now - self._pre_roll
        while self._held and self._held[0].end <= oldest_needed:
            self.discard(self._held.popleft())
