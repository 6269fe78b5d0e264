"""The bound on the share under a permit, for small numbers as for large ones."""

from hypothesis import given
from hypothesis import strategies as st

from spreekkamer.figures.bound import is_beyond, most_within

COUNTS = st.integers(0, 500)


@given(COUNTS, COUNTS, st.integers(0, 100))
def test_more_conversations_without_a_camera_never_take_it_beyond_the_bound(part: int, more: int, bound: int) -> None:
    if not is_beyond(part, part, bound):
        assert not is_beyond(part, part + more, bound)


@given(COUNTS, st.integers(0, 100))
def test_the_most_that_is_told_is_within_and_one_more_is_not(whole: int, bound: int) -> None:
    most = most_within(whole, bound)
    assert not is_beyond(most, whole, bound)
    assert is_beyond(most + 1, whole, bound)
