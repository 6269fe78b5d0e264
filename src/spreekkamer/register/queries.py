"""What is public about the rooms."""

from datetime import date

from spreekkamer.assessments import queries as assessments
from spreekkamer.conversations import queries as conversations
from spreekkamer.gate.states import camera_state
from spreekkamer.oversight import queries as oversight


def rooms_now(on: date) -> dict[str, object]:
    """Each room with the state of its camera, the assessment in force and what is suspended. Nothing about people."""
    return {
        "cameras": [camera_state(room) for room in conversations.rooms()],
        "assessment": assessments.current(on),
        "suspensions": oversight.standing(),
    }
