"""What the notice tells, taken from the same facts and by the same conditions as the gate decides. Pure.

So the letter can't say other than what the gate does: the gate refuses a permit when the letter was made from another
assessment than the one in force (condition `notice_current`).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from spreekkamer.gate.rules import Facts, Status, decide

DECIDED_LATER = frozenset(
    {
        "conversation_open",
        "reason",
        "assessment_test",
        "assessment_review",
        "share_within_bound",
        "notice",
        "notice_current",
        "no_objection",
        "no_suspension",
        "keys",
        "recorder_ready",
    }
)
"""Conditions of the gate that may still change between letter and conversation. All others must hold already."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a resident is told about the camera at one conversation (art. 13 AVG)."""

    room_has_camera: bool
    camera: bool
    """Whether the camera may be on, if there is a reason for it."""
    version: str = ""
    ground: str = ""
    decided_on: date | None = None
    sound: bool = False
    pre_roll_seconds: int = 0
    retention_days: int = 0

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        return {**asdict(self), "decided_on": self.decided_on.isoformat() if self.decided_on else None}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Told":
        """What was kept."""
        decided = kept["decided_on"]
        return cls(**{**kept, "decided_on": date.fromisoformat(decided) if decided else None})


def told(facts: Facts, *, ground: str) -> Told:
    """What to tell, from the facts as they will be on the day of the conversation."""
    has_camera, assessment = bool(facts.room_has_camera), facts.assessment
    stands = all(
        finding.status is Status.HOLDS for finding in decide(facts).findings if finding.code not in DECIDED_LATER
    )
    if not stands or assessment is None:
        return Told(room_has_camera=has_camera, camera=False)
    return Told(
        room_has_camera=has_camera,
        camera=True,
        version=assessment.version,
        ground=ground,
        decided_on=assessment.decided_on,
        sound=bool(assessment.sound),
        pre_roll_seconds=assessment.pre_roll_seconds or 0,
        retention_days=assessment.retention_days or 0,
    )
