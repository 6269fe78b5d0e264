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
        _("Connecting"),
        _("There is a permit for this one conversation. Nothing has been recorded yet."),
    ),
    "buffering": CameraState(
        "memory",
        "camera-memory",
        _("Camera on – in memory only"),
        _("Memory only"),
        _("Only the last seconds are in memory. Without an alarm they are wiped and nothing is kept."),
    ),
    "recording": CameraState(
        "alarm",
        "record",
        _("Alarm – recording"),
        _("Recording"),
        _("The alarm was pressed. What is recorded is sealed at once; only two people together can open it."),
    ),
    "ending": CameraState(
        "alarm",
        "record",
        _("Alarm – recording ends"),
        _("Recording ends"),
        _("The last part is being sealed. Then the camera goes off."),
    ),
    "failed": CameraState(
        "problem",
        "warning",
        _("Camera does not work – nothing is recorded"),
        _("Does not work"),
        _("The alarm still works and reaches your colleagues at once."),
    ),
    "unknown": CameraState(
        "problem",
        "question",
        _("State of the camera unknown"),
        _("Unknown"),
        _("The recorder cannot be reached now. The alarm still works and reaches your colleagues at once."),
    ),
}
