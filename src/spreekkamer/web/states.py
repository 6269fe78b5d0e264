"""The states of a camera in words that nobody can mistake."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class CameraState:
    """How one state looks and reads."""

    look: str
    icon: str
    title: Promise
    short: Promise
    meaning: Promise

    @property
    def is_on(self) -> bool:
        """Whether pictures come from the camera, or soon may."""
        return self.look in ("memory", "alarm")


CAMERA: dict[str, CameraState] = {
    "none": CameraState(
        "off",
        "camera-off",
        _("No camera in this room"),
        _("No camera"),
        _("Nothing can be filmed here. The alarm works as everywhere."),
    ),
    "off": CameraState(
        "off",
        "camera-off",
        _("Camera off – not connected"),
        _("Camera off"),
        _("Nobody is watching and nothing is kept: there is no connection with the camera."),
    ),
    "connecting": CameraState(
        "memory",
        "camera",
        _("Camera goes on – connecting"),
        _("Camera is connecting"),
        _("There is a permit for this one conversation. Nothing has been recorded yet."),
    ),
    "buffering": CameraState(
        "memory",
        "camera-memory",
        _("Camera on – in memory only"),
        _("Camera on, memory only"),
        _("Only the last seconds are in memory. Without an alarm they are wiped and nothing is kept."),
    ),
    "recording": CameraState(
        "alarm",
        "record",
        _("Alarm – recording"),
        _("Recording now"),
        _("The alarm was pressed. What is recorded is sealed at once; only two people together can open it."),
    ),
    "ending": CameraState(
        "alarm",
        "record",
        _("Alarm – recording ends"),
        _("Recording is ending"),
        _("The last part is being sealed. Then the camera goes off."),
    ),
    "failed": CameraState(
        "problem",
        "warning",
        _("Camera does not work – nothing is recorded"),
        _("Camera does not work"),
        _("The alarm still works and reaches your colleagues at once."),
    ),
    "unknown": CameraState(
        "problem",
        "question",
        _("State of the camera unknown"),
        _("Camera unknown"),
        _("The recorder cannot be reached now. The alarm still works and reaches your colleagues at once."),
    ),
}
