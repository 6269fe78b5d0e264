"""Reads one connection's bytes into the ring: where does a group of pictures begin, what was lost, what was said."""

from spreekkamer.recorder.depacketise import CODECS, NO_TYPE, ParameterSets, Piece
from spreekkamer.recorder.gop import (
    HEAD,
    HEAD_BYTES,
    PLAIN,
    RTP_HEADER,
    AudioPacket,
    Gop,
    Span,
    Stream,
    payload_bounds,
    signed,
)
from spreekkamer.recorder.ring import TICKS, Ring
from spreekkamer.recorder.rtsp import sdp
from spreekkamer.recorder.rtsp.handshake import Agreed
from spreekkamer.recorder.rtsp.message import LONGEST, Message, StreamError, read

_DOLLAR = 0x24
_LARGEST_GAP = 3000
"""A larger step in sequence numbers means that the camera began anew (RFC 3550 appendix A.1)."""
_JUMP_BACK = TICKS
"""Pictures that are sent out of order step back by less than this; a camera whose clock was set, by more."""
_JUMP_AHEAD = 2 * TICKS
_MOST_SETS = 16
_FEWEST_PICTURES = 2
"""The last one may not be whole, so a group that can be used has one more."""
_WHITE = b"\r\n"


def stream_of(agreed: Agreed) -> Stream:
    """What must be known of a connection, from what was agreed on."""
    video, audio = agreed.video, agreed.audio
    return Stream(
        CODECS[agreed.codec],
        agreed.video_channel,
        sdp.parameter_sets(video),
        audio_channel=agreed.audio_channel,
        audio_rate=audio.clock_rate if audio else 0,
        audio_channels=audio.channels if audio else 1,
        audio_config=bytes.fromhex(audio.fmtp["config"]) if audio else b"",
    )


class Scanner:
    """One connection's way into the ring, from PLAY until it is gone. Not thread-safe (see Ring)."""

    def __init__(self, ring: Ring, stream: Stream) -> None:
        self._ring = ring
        self._stream = stream
        self._block = ring.new_block(force=True)
        self._parsed = self._end = 0
        self._span = Span(self._block, 0, 0, 0, 0)
        self._open = ring.begin(Gop(stream, key=False, spans=[self._span]), [self._block])
        self._gave_up = False
        self._sequence = NO_TYPE
        self._timestamp = NO_TYPE
        self._ticks = 0
        self._began: int | None = None
        self._undecided = False
        self._frame_span = self._frame_at = 0
        self._frame_lost = ring.lost
        self._parameters = dict(stream.parameters)
        self._pending: ParameterSets = {}
        self._audio_stamp: int | None = None
        self._audio_sample = 0
        self._audio_origin = 0

    @property
    def without_keyframe(self) -> int:
        """Ticks of picture that came in without a keyframe to begin with."""
        return 0 if self._open.key or self._began is None else self._ticks - self._began

    @property
    def packets(self) -> int:
        """Packets of picture so far, to see whether the camera still sends."""
        return self._ring.video_packets

    def space(self) -> memoryview:
        """Where the next bytes of the connection belong; never empty."""
        size = len(self._block.view)
        if size - self._end < size >> 6:
            self._next_block()
        return self._block.view[self._end :]

    def received(self, count: int, now: float) -> list[Message]:
        """`count` bytes were put in `space()`. Returns the RTSP messages among them. Raises StreamError.

        This is the loop that runs for every packet of every camera: local names, no calls in the common case.
        """
        messages: list[Message] = []
        self._end += count
        end, position = self._end, self._parsed
        memory, unpack = self._block.memory, HEAD.unpack_from
        codec, video, seen = self._stream.codec, self._stream.video_channel, 0
        shift, mask, looked_at = codec.shift, codec.mask, codec.looked_at
        expected, current = self._sequence, self._timestamp
        while end - position >= HEAD_BYTES:
            mark, channel, length, first, _, sequence, timestamp = unpack(memory, position)
            if mark != _DOLLAR:
                after = self._text(position, messages)
                if after == position:
                    break
                position = after
                continue
            after = position + 4 + length
            if after > end:
                break
            if channel == video and length > RTP_HEADER:
                seen += 1
                lost = self._ring.lost
                if sequence != expected:
                    self._gap(sequence, expected)
                expected = sequence + 1 & 0xFFFF
                if timestamp != current:
                    self._new_frame(timestamp, position, now, lost)
                    current = timestamp
                if self._undecided or memory[position + 16] >> shift & mask in looked_at or first != PLAIN:
                    self._inspect(position, after)
            elif channel == self._stream.audio_channel and length > RTP_HEADER:
                self._sound(position, after, timestamp, now)
            position = after
        self._parsed = self._span.end = position
        self._sequence = expected
        self._ring.heard(seen, now)
        return messages

    def so_far(self) -> Gop | None:
        """What came of the group that is coming in; None when there is nothing that can be used.

        Without its last picture, of which more may come.
        """
        coming = self._open
        if not coming.key or coming.frames < _FEWEST_PICTURES:
            return None
        last = coming.spans[self._frame_span]
        newest = self._ring.latest
        gop = Gop(
            coming.stream,
            key=True,
            start=coming.start,
            end=newest if newest == self._ticks else newest + self._ring.interval,
            frames=coming.frames - 1,
            parameters=dict(coming.parameters),
            spans=[
                *coming.spans[: self._frame_span],
                Span(last.block, last.start, self._frame_at, last.rtp, last.ticks),
            ],
            audio=list(coming.audio),
            audio_origin=coming.audio_origin,
        )
        return self._ring.lend(gop, list(coming.blocks))

    def finish(self) -> None:
        """The connection is gone: what was begun is complete as far as it came."""
        if self._open.key:
            self._close_open(self._ring.latest + self._ring.interval, self._ring.lost)
        else:
            self._drop_open()
        self._ring.leave(self._block)

    def _text(self, position: int, messages: list[Message]) -> int:
        """The position behind an RTSP message; the same position when it is not complete yet."""
        if self._block.memory[position] in _WHITE:
            after = position + 1
        else:
            data = bytes(self._block.view[position : min(self._end, position + 2 * LONGEST)])
            found = read(data)
            if found is None:
                return position
            messages.append(found[0])
            after = position + found[1]
        self._span.end = position
        self._begin_span(after)
        return after

    def _gap(self, sequence: int, expected: int) -> None:
        if expected == NO_TYPE:
            return
        missing = sequence - expected & 0xFFFF
        if missing < _LARGEST_GAP:
            self._ring.lost += missing

    def _new_frame(self, timestamp: int, position: int, now: float, lost: int) -> None:
        ring = self._ring
        ticks = self._follow(timestamp, now)
        if ticks is None:
            ticks = ring.resume(now)
            self._span.end = position
            self._ticks, self._timestamp = ticks, timestamp
            self._begin_span(position)
        self._ticks, self._timestamp = ticks, timestamp
        if self._began is None:
            self._began = ticks
        ring.latest = max(ring.latest, ticks)
        if not self._open.key:
            self._forget(position)
        self._open.frames += 1
        self._undecided = True
        self._frame_span, self._frame_at = len(self._open.spans) - 1, position
        self._frame_lost = lost

    def _follow(self, timestamp: int, now: float) -> int | None:
        """The time of this picture by the camera's clock; None when that clock was set or has only begun."""
        if self._began is None:
            return None
        step = signed(timestamp - self._timestamp)
        if not -_JUMP_BACK <= step <= _JUMP_AHEAD + self._ring.now(now) - self._ticks:
            return None
        if 0 < step < TICKS:
            self._ring.interval = step
        return self._ticks + step

    def _inspect(self, position: int, after: int) -> None:
        """Look for parameter sets, and at the first slice of a picture whether it is a keyframe."""
        codec = self._stream.codec
        start, end = payload_bounds(self._block.memory, position + 4, after)
        if end - start <= codec.header:
            return
        payload: Piece = self._block.view[start:end]
        kind = codec.kind(payload)
        if kind not in codec.looked_at:
            self._decide(codec.coded(payload))
            return
        for nal in codec.split(payload) if kind == codec.aggregate else (payload,):
            kind = codec.kind(nal)
            if kind in codec.parameters:
                known = self._pending.get(kind, ())
                if bytes(nal) not in known:
                    self._pending[kind] = (*known[-_MOST_SETS:], bytes(nal))
            else:
                self._decide(kind)

    def _decide(self, kind: int) -> None:
        codec = self._stream.codec
        if not self._undecided or not codec.is_picture(kind):
            return
        self._undecided = False
        if codec.is_key(kind):
            self._parameters.update(self._pending)
            self._pending = {}
            if codec.required <= self._parameters.keys():
                self._begin_gop()

    def _begin_gop(self) -> None:
        """The current picture is a keyframe: what came before it is complete, and a new group begins with it."""
        old, at = self._open, self._frame_at
        first, *rest = old.spans[self._frame_span :]
        old.spans[self._frame_span :] = [Span(first.block, first.start, at, first.rtp, first.ticks)]
        spans = [Span(first.block, at, first.end, self._timestamp, self._ticks), *rest]
        self._span = spans[-1]
        gop = Gop(
            self._stream,
            key=True,
            start=self._ticks,
            frames=1,
            parameters=dict(self._parameters),
            spans=spans,
            audio_origin=self._audio_origin,
        )
        blocks = list(dict.fromkeys(span.block for span in spans))
        if old.key:
            old.frames -= 1
            self._close_open(self._ticks, self._frame_lost)
            self._open = self._ring.begin(gop, blocks)
        else:
            self._open = self._ring.begin(gop, blocks)
            self._ring.discard(old)
        self._gave_up = False
        self._frame_span, self._frame_at = 0, at

    def _close_open(self, end: int, lost: int) -> None:
        self._open.end = end
        self._ring.add(self._open, lost)

    def _forget(self, position: int) -> None:
        """Without a keyframe to begin with, only the picture that is coming in is worth its memory."""
        self._span.end = position
        self._drop_open()
        self._span = Span(self._block, position, position, self._timestamp, self._ticks)
        gop = Gop(self._stream, key=False, start=self._ticks, spans=[self._span])
        self._open = self._ring.begin(gop, [self._block])

    def _drop_open(self) -> None:
        if self._gave_up:
            self._ring.lost += sum(1 for _ in self._open.packets())
        self._ring.discard(self._open)

    def _sound(self, position: int, after: int, timestamp: int, now: float) -> None:
        if self._audio_stamp is None:
            self._audio_origin = self._open.audio_origin = self._ring.now(now)
        else:
            self._audio_sample += signed(timestamp - self._audio_stamp)
        self._audio_stamp = timestamp
        self._open.audio.append(AudioPacket(self._block, position, after, self._audio_sample))

    def _begin_span(self, position: int) -> None:
        self._span = Span(self._block, position, position, max(self._timestamp, 0), self._ticks)
        self._open.spans.append(self._span)

    def _next_block(self) -> None:
        """Go on in a fresh block; the packet that has come in half goes along."""
        rest = bytes(self._block.view[self._parsed : self._end])
        if len(rest) >= len(self._block.view) * 3 // 4:
            raise StreamError("a packet that is too large")
        self._span.end = self._parsed
        block = self._ring.new_block()
        if block is None:
            self._give_up()
            self._ring.leave(self._block)
            block = self._ring.new_block(force=True)
        else:
            self._ring.leave(self._block)
        self._block = block
        block.view[: len(rest)] = rest
        self._parsed, self._end = 0, len(rest)
        self._ring.use(self._open, block)
        self._begin_span(0)

    def _give_up(self) -> None:
        """No memory for this group: it is lost, and all that follows up to the next keyframe."""
        self._ring.give_up(self._open)
        self._undecided = False
        self._gave_up = True
        self._open = self._ring.begin(Gop(self._stream, key=False, start=self._ticks), [])
