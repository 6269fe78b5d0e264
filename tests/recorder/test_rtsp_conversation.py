"""RTSP without a network: addresses, messages, who we are, what is offered, the order of the handshake."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreekkamer.recorder.rtsp import sdp
from spreekkamer.recorder.rtsp.address import parse
from spreekkamer.recorder.rtsp.auth import Credentials
from spreekkamer.recorder.rtsp.handshake import Agreed, Client, shake_hands
from spreekkamer.recorder.rtsp.message import Message, StreamError, read
from spreekkamer.recorder.rtsp.problem import CameraError

SDP = b"""v=0\r
o=- 1 1 IN IP4 10.0.0.5\r
s=camera\r
a=control:*\r
m=video 0 RTP/AVP 96\r
a=rtpmap:96 H264/90000\r
a=fmtp:96 packetization-mode=1; profile-level-id=64001F; sprop-parameter-sets=Z2QAH6w=,aOvMsiw=\r
a=control:trackID=1\r
m=audio 0 RTP/AVP 97\r
a=rtpmap:97 mpeg4-generic/16000/2\r
a=fmtp:97 streamtype=5;mode=AAC-hbr;config=1410;SizeLength=13;IndexLength=3;IndexDeltaLength=3\r
a=control:trackID=2\r
m=application 0 RTP/AVP 107\r
a=control:trackID=3\r
"""


class Dialogue:
    """Plays the camera against the handshake; remembers what was asked."""

    def __init__(self, url: str = "rtsp://10.0.0.5/live", *, sound: bool = False, described: bytes = SDP) -> None:
        self.client = Client(parse(url))
        self.sound = sound
        self.answers = {
            "OPTIONS": {"public": ("OPTIONS, DESCRIBE, GET_PARAMETER",)},
            "DESCRIBE": {"content-base": ("rtsp://10.0.0.5/live/",)},
            "SETUP": {"transport": ("RTP/AVP/TCP;unicast;interleaved=4-5",), "session": ("abc;timeout=30",)},
        }
        self.status: dict[str, int] = {}
        self.described = described
        self.asked: list[str] = []

    def run(self) -> Agreed:
        talk = shake_hands(self.client, sound=self.sound)
        try:
            request = next(talk)
            while True:
                line, *fields = request.decode().split("\r\n")
                method, url, _ = line.split(" ")
                self.asked.append(f"{method} {url}")
                self.fields = fields
                body = self.described if method == "DESCRIBE" else b""
                request = talk.send(Message(self.status.get(method, 200), self.answers[method], body))
        except StopIteration as done:
            return done.value


def test_the_address_is_taken_apart_and_never_tells_its_password() -> None:
    address = parse("rtsps://ad%40min:p%3Ass%2F@camera.local:8322/live?x=1")
    assert (address.host, address.port, address.tls) == ("camera.local", 8322, True)
    assert (address.user, address.password) == ("ad@min", "p:ss/")
    assert address.url == "rtsps://camera.local:8322/live?x=1"
    assert repr(address) == "Address(host='camera.local', port=8322, tls=True)"
    assert parse("rtsp://[fe80::1]/s").place == "[fe80::1]:554"


@pytest.mark.parametrize(
    "url",
    ["", "http://x/", "rtsp://", "rtsp://h:99999/", "rtsp://h:0/", "rtsp://u:geheim@h/a\r\nX: y", "rtsp://geheim@[/"],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(CameraError) as caught:
        parse(url)
    assert caught.value.problem.code == "bad_address"
    assert "geheim" not in repr(caught.value.problem)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_message_are_refused_or_awaited(data: bytes) -> None:
    try:
        found = read(data)
    except StreamError:
        return
    assert found is None or 0 < found[1] <= len(data)


@given(status=st.integers(100, 599), body=st.binary(max_size=50), cut=st.integers(0, 200))
def test_a_message_is_read_only_when_it_is_complete(status: int, body: bytes, cut: int) -> None:
    data = b"RTSP/1.0 %d Some Words\r\nCSeq: 3\r\ncontent-length: %d\r\n\r\n%b" % (status, len(body), body)
    whole = read(data + b"$more")
    assert whole
    assert (whole[0].status, whole[0].body, whole[1]) == (status, body, len(data))
    assert read(data[: min(cut, len(data) - 1)]) is None


def test_digest_is_as_in_rfc_7616(monkeypatch: pytest.MonkeyPatch) -> None:
    own = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    monkeypatch.setattr(secrets, "token_hex", lambda _: own)
    common = (
        'Digest realm="http-auth@example.org", qop="auth, auth-int", '
        'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )
    expected = {
        "SHA-256": "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
        "MD5": "8ca523f5e9506fed4657c9700eebdbec",
    }
    for algorithm, response in expected.items():
        who = Credentials("Mufasa", "Circle of Life")
        assert who.challenged([f"{common}, algorithm={algorithm}"])
        assert f'response="{response}"' in (who.header("GET", "/dir/index.html") or "")


def test_digest_without_qop_is_as_in_rfc_2069() -> None:
    who = Credentials("Mufasa", "CircleOfLife")
    assert who.challenged(['Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'])
    assert 'response="1949323746fe6a43ef61f9606e7febea"' in (who.header("GET", "/dir/index.html") or "")


def test_the_strongest_challenge_is_answered_and_an_unknown_one_is_not() -> None:
    who = Credentials("u", "p")
    offers = ['Basic realm="x"', 'Digest realm="x", nonce="n", algorithm=MD5']
    assert who.challenged([*offers, 'Digest realm="x", nonce="n", algorithm=SHA-256'])
    assert (who.header("PLAY", "rtsp://h") or "").endswith("algorithm=SHA-256")
    assert who.challenged([", ".join(offers)])
    assert (who.header("PLAY", "rtsp://h") or "").startswith("Digest ")
    assert who.challenged(offers[:1])
    assert who.header("PLAY", "rtsp://h") == "Basic dTpw"
    assert not who.challenged(['Digest realm="x", nonce="n", algorithm=SHA-512-256', "Negotiate"])
    assert not Credentials(None, "").challenged(offers)


def test_a_description_is_read_and_its_parameter_sets_found() -> None:
    found = sdp.parse(SDP)
    assert [(t.media, t.encoding, t.clock_rate, t.channels, t.control) for t in found.tracks] == [
        ("video", "H264", 90000, 1, "trackID=1"),
        ("audio", "MPEG4-GENERIC", 16000, 2, "trackID=2"),
        ("application", "", 0, 1, "trackID=3"),
    ]
    assert sdp.parameter_sets(found.tracks[0]) == {7: (bytes.fromhex("6764001fac"),), 8: (bytes.fromhex("68ebccb22c"),)}


@given(st.binary(max_size=400))
def test_any_description_is_read_without_failing(data: bytes) -> None:
    for track in sdp.parse(b"m=video 0 RTP/AVP 96\r\n" + data).tracks:
        sdp.parameter_sets(track)


def test_without_permission_sound_is_never_set_up() -> None:
    dialogue = Dialogue(sound=False)
    agreed = dialogue.run()
    assert dialogue.asked == [
        "OPTIONS rtsp://10.0.0.5/live",
        "DESCRIBE rtsp://10.0.0.5/live",
        "SETUP rtsp://10.0.0.5/live/trackID=1",
    ]
    assert agreed.audio is None
    assert (agreed.codec, agreed.video_channel, agreed.timeout, agreed.keepalive) == ("h264", 4, 30, "GET_PARAMETER")


def test_with_permission_sound_is_set_up_within_the_same_session() -> None:
    dialogue = Dialogue(sound=True)
    agreed = dialogue.run()
    assert dialogue.asked[-1] == "SETUP rtsp://10.0.0.5/live/trackID=2"
    assert "Session: abc" in dialogue.fields
    assert agreed.audio
    assert (agreed.audio.clock_rate, agreed.audio.channels, agreed.audio.fmtp["config"]) == (16000, 2, "1410")


@pytest.mark.parametrize(
    ("described", "word"),
    [(SDP.replace(b"mpeg4-generic", b"PCMU"), "PCMU"), (SDP[: SDP.index(b"m=audio")], "no sound")],
)
def test_sound_that_cannot_be_kept_is_left_out_with_a_note(described: bytes, word: str) -> None:
    dialogue = Dialogue(sound=True, described=described)
    agreed = dialogue.run()
    assert [note.code for note in agreed.notes] == ["sound_left_out"]
    assert word in agreed.notes[0].detail
    assert len([line for line in dialogue.asked if line.startswith("SETUP")]) == 1


@pytest.mark.parametrize(
    ("described", "code"),
    [
        (b"", "no_video"),
        (SDP[SDP.index(b"m=audio") :], "no_video"),
        (SDP.replace(b"H264", b"JPEG"), "unsupported_codec"),
    ],
)
def test_a_stream_without_usable_video_is_named(described: bytes, code: str) -> None:
    with pytest.raises(CameraError) as caught:
        Dialogue(described=described).run()
    assert caught.value.problem.code == code


@pytest.mark.parametrize(
    ("method", "status", "code"),
    [
        ("DESCRIBE", 401, "unauthorized"),
        ("DESCRIBE", 404, "not_found"),
        ("DESCRIBE", 503, "refused"),
        ("SETUP", 453, "refused"),
        ("SETUP", 461, "refused"),
    ],
)
def test_refusals_are_named(method: str, status: int, code: str) -> None:
    dialogue = Dialogue()
    dialogue.status[method] = status
    with pytest.raises(CameraError) as caught:
        dialogue.run()
    assert caught.value.problem.code == code


def test_a_camera_that_only_knows_udp_is_named() -> None:
    dialogue = Dialogue()
    dialogue.answers["SETUP"]["transport"] = ("RTP/AVP;unicast;client_port=1-2",)
    with pytest.raises(CameraError, match="TCP"):
        dialogue.run()


@pytest.mark.parametrize(
    ("control", "url"),
    [
        ("rtsp://10.0.0.5/x/track1", "rtsp://10.0.0.5/x/track1"),
        ("track1", "rtsp://10.0.0.5/live/track1"),
        ("*", "rtsp://10.0.0.5/live/"),
    ],
)
def test_where_the_track_is_set_up(control: str, url: str) -> None:
    dialogue = Dialogue(described=SDP.replace(b"trackID=1", control.encode()))
    dialogue.run()
    assert dialogue.asked[-1] == f"SETUP {url}"
