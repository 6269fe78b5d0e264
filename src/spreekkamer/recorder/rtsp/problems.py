"""The words for each problem. One function each, so that none can take a password or a path along."""

from spreekkamer.recorder.rtsp.address import Address
from spreekkamer.recorder.rtsp.problem import Problem


def unreachable(address: Address, why: str) -> Problem:
    """No connection could be made."""
    return Problem(
        "unreachable",
        f"The camera at {address.place} can't be reached: {why}.",
        "Check that the camera has power and network, and that address and port in recorder.toml are right.",
    )


def unknown_host(address: Address) -> Problem:
    """DNS knows no such name."""
    return Problem(
        "unreachable",
        f"The camera at {address.place} can't be reached: this name has no address.",
        "Check the host name in recorder.toml and this machine's DNS; or write the camera's IP address.",
    )


def untrusted(address: Address, why: str, fingerprint: str | None = None) -> Problem:
    """The TLS certificate is not one we may trust."""
    seen = f" It shows the fingerprint {fingerprint}." if fingerprint else ""
    return Problem(
        "untrusted",
        f"The camera at {address.place} can't prove who it is ({why}).{seen}",
        "Compare the SHA-256 fingerprint with the one on the camera's own settings page; when it is the same, "
        "put it in recorder.toml as tls_fingerprint. When it is not, find out what else answers at that address.",
    )


def no_tls(address: Address) -> Problem:
    """rtsps:// was asked, but the other side doesn't speak TLS."""
    return Problem(
        "untrusted",
        f"The camera at {address.place} doesn't answer with TLS.",
        "Check the port; use rtsp:// in recorder.toml only when the network between is yours alone.",
    )


def unauthorized(address: Address, *, asked: bool) -> Problem:
    """The camera wants a (different) user and password."""
    detail = "refuses the user name or the password" if asked else "asks for a user name and password"
    return Problem(
        "unauthorized",
        f"The camera at {address.place} {detail}.",
        "Put the right user and password in recorder.toml, percent-encoded; some cameras need their password "
        "set again, or Digest switched on, before RTSP accepts it. It is tried again only now and then, "
        "so that the camera doesn't lock the account.",
    )


def not_found(address: Address) -> Problem:
    """The camera is there, but has no such stream."""
    return Problem(
        "not_found",
        f"The camera at {address.place} has no stream at the path that is configured.",
        "Look up the RTSP path in the camera's manual and put it in recorder.toml.",
    )


def refused(address: Address, method: str, status: int) -> Problem:
    """Any other refusal."""
    return Problem(
        "refused",
        f"The camera at {address.place} refuses {method} with status {status}.",
        "Often too many others watch the same camera: close them, or restart the camera.",
    )


def only_udp(address: Address) -> Problem:
    """The camera can't send over TCP."""
    return Problem(
        "refused",
        f"The camera at {address.place} doesn't send video over TCP.",
        "Switch on RTP over RTSP (TCP, interleaved) in the camera's settings.",
    )


def no_video(address: Address) -> Problem:
    """The stream has no picture."""
    return Problem(
        "no_video",
        f"The stream of the camera at {address.place} has no video.",
        "Choose the camera's video stream: see the RTSP path in its manual.",
    )


def unsupported_codec(address: Address, name: str) -> Problem:
    """There is a picture, but not one that we keep."""
    return Problem(
        "unsupported_codec",
        f"The camera at {address.place} sends video as {name}; only H.264 and H.265 can be kept.",
        "Set this stream to H.264 or H.265 in the camera's settings.",
    )


def stalled(address: Address, what: str, seconds: float) -> Problem:
    """The connection is there, but nothing comes."""
    return Problem(
        "stalled",
        f"The camera at {address.place} {what} for {seconds:g} s.",
        "Restart the camera. When it happens again, check the network cable and the camera's software version.",
    )


def dropped(address: Address) -> Problem:
    """The camera ended the connection."""
    return Problem(
        "dropped",
        f"The camera at {address.place} broke off the connection.",
        "It is tried again by itself. When it goes on, check the camera's power and network.",
    )


def bad_stream(address: Address, why: str) -> Problem:
    """What comes is not RTSP or RTP."""
    return Problem(
        "bad_stream",
        f"The camera at {address.place} sends what can't be read: {why}.",
        "Check that the port is the RTSP port; restart the camera, or renew its software.",
    )


def sound_left_out(why: str) -> Problem:
    """Sound was allowed, but is not kept."""
    return Problem(
        "sound_left_out",
        f"Sound may be kept, but is left out: {why}. The picture is not affected.",
        "Set the camera's sound to AAC when sound is needed.",
    )


def gop_too_long(seconds: float) -> Problem:
    """Keyframes are far apart."""
    return Problem(
        "gop_too_long",
        f"The camera sends a full picture only every {seconds:.0f} s. When power fails, up to as much is lost, "
        "and a recording begins up to as much earlier than asked.",
        "Set the keyframe (I-frame, GOP) interval in the camera's settings to 1 or 2 seconds; "
        "switch off 'smart' codecs (H.264+, Zipstream).",
    )


def no_keyframe(seconds: float) -> Problem:
    """No keyframe at all, so nothing can be kept."""
    return Problem(
        "no_keyframe",
        f"The camera has sent no full picture for {seconds:.0f} s: nothing can be held or recorded.",
        "Set the keyframe (I-frame, GOP) interval in the camera's settings to 1 or 2 seconds.",
    )


def memory_full() -> Problem:
    """The memory for this camera is too small for what it sends, or the disk doesn't keep up."""
    return Problem(
        "memory_full",
        "The memory set aside for this camera is full; part of the picture is left out and counted as lost.",
        "While recording: the disk is too slow. Before: lower the camera's bit rate, or allow more memory.",
    )
