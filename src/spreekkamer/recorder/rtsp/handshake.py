"""From a fresh connection to a playing camera, as a conversation without any I/O.

`shake_hands` is a generator: it yields the bytes to send and is sent the camera's answer. So each step can be
tested, stopped and timed from outside.
"""

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field

from spreekkamer.recorder.rtsp import problems, sdp
from spreekkamer.recorder.rtsp.address import Address
from spreekkamer.recorder.rtsp.auth import Credentials
from spreekkamer.recorder.rtsp.message import Message, request
from spreekkamer.recorder.rtsp.problem import CameraError, Problem

Talk = Generator[bytes, Message, Message]
Shake = Generator[bytes, Message, "Agreed"]

OK, UNAUTHORIZED, NOT_FOUND, BAD_TRANSPORT = 200, 401, 404, 461
CODECS = {"H264": "h264", "H265": "h265", "HEVC": "h265"}
DEFAULT_TIMEOUT = 60
"""Seconds that a session lives without a sign of life (RFC 2326 section 12.37)."""


class Client:
    """Our side of the conversation: numbers and signs each request. Lives as long as the connection."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.session = ""
        self.cseq = 0
        self.method = ""
        """The request that an answer is awaited to."""
        self._credentials = Credentials(address.user, address.password)

    def request(self, method: str, url: str, headers: Mapping[str, str] | None = None) -> bytes:
        """The bytes of the next request."""
        self.cseq += 1
        self.method = method
        fields = dict(headers or {})
        if self.session:
            fields["Session"] = self.session
        if signed := self._credentials.header(method, url):
            fields["Authorization"] = signed
        return request(method, url, self.cseq, fields)

    def ask(self, method: str, url: str, headers: Mapping[str, str] | None = None) -> Talk:
        """One request and its answer; answers a challenge once. Raises CameraError `unauthorized`."""
        answer = yield self.request(method, url, headers)
        if answer.status == UNAUTHORIZED:
            if not self.challenged(answer):
                raise CameraError(problems.unauthorized(self.address, asked=False))
            answer = yield self.request(method, url, headers)
            if answer.status == UNAUTHORIZED:
                raise CameraError(problems.unauthorized(self.address, asked=True))
        return answer

    def challenged(self, answer: Message) -> bool:
        """Take over the challenge of a 401; False when we have no answer to it."""
        return self._credentials.challenged(answer.headers.get("www-authenticate", ()))


@dataclass
class Agreed:
    """What was agreed on when the camera answered the last SETUP: from now on it may send."""

    codec: str
    """`h264` or `h265`."""
    video: sdp.Track
    video_channel: int
    url: str
    """The aggregate control URL: for PLAY, keepalive and TEARDOWN."""
    timeout: int = DEFAULT_TIMEOUT
    keepalive: str = "OPTIONS"
    audio: sdp.Track | None = None
    audio_channel: int | None = None
    notes: list[Problem] = field(default_factory=list)


def shake_hands(client: Client, *, sound: bool) -> Shake:
    """OPTIONS, DESCRIBE, SETUP. Without `sound` the sound track is never set up: it never leaves the camera.

    PLAY is left to the caller, who must be ready to receive before it is sent. Raises CameraError.
    """
    address = client.address
    options = yield from client.ask("OPTIONS", address.url)
    described = yield from client.ask("DESCRIBE", address.url, {"Accept": "application/sdp"})
    _check(client, described)
    description = sdp.parse(described.body)
    base = described.header("content-base") or described.header("content-location") or address.url
    video = _choose_video(client, description)
    channel, answer = yield from _set_up(client, _join(base, video.control), 0)
    agreed = Agreed(CODECS[video.encoding], video, channel, _join(base, description.control))
    if "GET_PARAMETER" in options.header("public"):
        agreed.keepalive = "GET_PARAMETER"
    session, _, parameters = answer.header("session").partition(";")
    client.session = session.strip()
    if told := re.search(r"timeout\s*=\s*(\d+)", parameters):
        agreed.timeout = max(int(told[1]), 2)
    if sound:
        yield from _set_up_sound(client, agreed, description, base)
    return agreed


def _choose_video(client: Client, description: sdp.Description) -> sdp.Track:
    videos = [track for track in description.tracks if track.media == "video"]
    if not videos:
        raise CameraError(problems.no_video(client.address))
    for track in videos:
        if track.encoding in CODECS:
            return track
    raise CameraError(problems.unsupported_codec(client.address, videos[0].encoding or "unknown"))


def _set_up_sound(
    client: Client, agreed: Agreed, description: sdp.Description, base: str
) -> Generator[bytes, Message, None]:
    tracks = [track for track in description.tracks if track.media == "audio"]
    if not tracks:
        agreed.notes.append(problems.sound_left_out("the camera offers no sound"))
        return
    for track in tracks:
        if _is_plain_aac(track):
            agreed.audio = track
            agreed.audio_channel, _ = yield from _set_up(client, _join(base, track.control), 2)
            return
    name = tracks[0].encoding or "unknown"
    agreed.notes.append(problems.sound_left_out(f"the camera sends it as {name}; only AAC can be kept"))


def _is_plain_aac(track: sdp.Track) -> bool:
    """AAC-hbr of RFC 3640 section 3.3.6: what cameras send."""
    wanted = {"sizelength": "13", "indexlength": "3", "indexdeltalength": "3"}
    return (
        track.encoding == "MPEG4-GENERIC"
        and track.clock_rate > 0
        and all(track.fmtp.get(name) == value for name, value in wanted.items())
        and re.fullmatch(r"(?:[0-9A-Fa-f]{2}){2,}", track.fmtp.get("config", "")) is not None
    )


def _set_up(client: Client, url: str, channel: int) -> Generator[bytes, Message, tuple[int, Message]]:
    wanted = f"RTP/AVP/TCP;unicast;interleaved={channel}-{channel + 1}"
    answer = yield from client.ask("SETUP", url, {"Transport": wanted})
    if answer.status == BAD_TRANSPORT:
        raise CameraError(problems.only_udp(client.address))
    _check(client, answer)
    transport = answer.header("transport")
    given = re.search(r"interleaved\s*=\s*(\d+)", transport)
    if not given and "TCP" not in transport.upper():
        raise CameraError(problems.only_udp(client.address))
    return int(given[1]) if given else channel, answer


def _check(client: Client, answer: Message) -> None:
    if answer.status == OK:
        return
    if answer.status == NOT_FOUND:
        raise CameraError(problems.not_found(client.address))
    raise CameraError(problems.refused(client.address, client.method, answer.status or 0))


def _join(base: str, control: str) -> str:
    """The URL of a control attribute. Not RFC 3986: cameras mean "put it behind the base", also after a query."""
    if not control or control == "*":
        return base
    if re.match(r"rtsps?://", control, re.IGNORECASE):
        return control
    return base.rstrip("/") + "/" + control.lstrip("/")
