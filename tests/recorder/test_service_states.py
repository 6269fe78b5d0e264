"""The table of states says by itself what can't happen."""

from spreekkamer.protocol.manifest import ENDINGS
from spreekkamer.recorder.states import ENDED_BECAUSE, TRANSITIONS, Event, State, after


def test_the_camera_is_contacted_only_because_of_a_permit() -> None:
    assert [event for (state, event) in TRANSITIONS if state is State.OFF] == [Event.PERMIT]


def test_a_recording_begins_only_with_an_alarm_in_an_open_room() -> None:
    leads = {pair for pair, then in TRANSITIONS.items() if then is State.RECORDING}
    assert {event for _, event in leads} == {Event.ALARM}
    assert {state for state, _ in leads} == {State.CONNECTING, State.BUFFERING, State.FAILED}


def test_a_permit_that_runs_out_closes_the_room_but_not_a_recording() -> None:
    for state in (State.CONNECTING, State.BUFFERING, State.FAILED):
        assert after(state, Event.EXPIRED) is State.ENDING
    assert after(State.RECORDING, Event.EXPIRED) is None


def test_a_refusal_ends_everything() -> None:
    for state in (State.CONNECTING, State.BUFFERING, State.FAILED, State.RECORDING):
        assert after(state, Event.REFUSED) is State.ENDING


def test_from_every_state_the_room_can_be_left() -> None:
    for state in State:
        if state not in {State.OFF, State.ENDING}:
            assert after(state, Event.CLOSE) is State.ENDING
    assert {then for (state, _), then in TRANSITIONS.items() if state is State.ENDING} == {State.OFF}


def test_every_end_of_a_recording_has_its_word_in_the_manifest() -> None:
    ends = {event for (state, event), then in TRANSITIONS.items() if state is State.RECORDING}
    assert ends == ENDED_BECAUSE.keys()
    assert set(ENDED_BECAUSE.values()) | {"crash"} == set(ENDINGS)
