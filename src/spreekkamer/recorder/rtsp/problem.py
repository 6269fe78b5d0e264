"""What can be wrong with a camera, in words for the person who must mend it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and what to do about it. Holds neither password nor path of the camera.

    Codes: `bad_address`, `unreachable`, `untrusted` (TLS certificate), `unauthorized`, `not_found`, `refused`,
    `no_video`, `unsupported_codec`, `stalled`, `dropped`, `bad_stream`; as warning (the picture goes on):
    `gop_too_long`, `no_keyframe`, `memory_full`, `sound_left_out`.
    """

    code: str
    detail: str
    mend: str


class CameraError(Exception):
    """Ends this connection to the camera; carries the Problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem
