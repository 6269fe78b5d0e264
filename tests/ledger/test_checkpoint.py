"""A checkpoint is read strictly, and belongs to one log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.logs import KEY, ORIGIN, b64

from spreekkamer.ledger.checkpoint import Checkpoint, CheckpointError, open_checkpoint
from spreekkamer.ledger.merkle import EMPTY_ROOT
from spreekkamer.ledger.note import NoteError, SigningKey

ROOT = b64(bytes(range(32)))


@pytest.mark.parametrize(
    "size", ["+15", "015", "1_5", "-15", " 15", "15 ", "", "1e3", "0x15", "١٥", "00", "15.0", "9" * 19, "1" + "0" * 30]
)
def test_a_size_has_one_form(size: str) -> None:
    with pytest.raises(CheckpointError):
        Checkpoint.parse(f"{ORIGIN}\n{size}\n{ROOT}\n")


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n15\n",
        f"\n15\n{ROOT}\n",
        f"{ORIGIN}\n15\n\n{ROOT}\n",
        f"{ORIGIN}\n15\n{ROOT}\n\nextension\n",
        f"{ORIGIN}\n15\n{ROOT[:-1]}\n",
        f"{ORIGIN}\n15\n{ROOT} \n",
        f"{ORIGIN}\n15\n{b64(bytes(31))}\n",
        f"{ORIGIN}\n15\n{b64(bytes(33))}\n",
        f"{ORIGIN}\n0\n{ROOT}\n",
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError):
        Checkpoint.parse(text)


@given(
    st.integers(1, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
    st.lists(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1), max_size=3),
)
def test_a_signed_checkpoint_comes_back_as_it_was(size: int, root: bytes, extensions: list[str]) -> None:
    checkpoint = Checkpoint(ORIGIN, size, root, tuple(extensions))
    assert open_checkpoint(checkpoint.signed(KEY), KEY.verifier) == checkpoint


def test_an_empty_log_has_a_checkpoint_too() -> None:
    assert open_checkpoint(Checkpoint(ORIGIN, 0, EMPTY_ROOT).signed(KEY), KEY.verifier).size == 0


def test_a_checkpoint_of_another_log_by_the_same_key_is_refused() -> None:
    other = Checkpoint("example.org/elsewhere", 0, EMPTY_ROOT).signed(KEY)
    with pytest.raises(CheckpointError, match="elsewhere"):
        open_checkpoint(other, KEY.verifier)
    assert open_checkpoint(other, KEY.verifier, "example.org/elsewhere").size == 0


def test_a_checkpoint_signed_by_another_key_of_the_same_name_is_refused() -> None:
    other = Checkpoint(ORIGIN, 0, EMPTY_ROOT).signed(SigningKey(ORIGIN, bytes(32)))
    with pytest.raises(NoteError, match="not signed"):
        open_checkpoint(other, KEY.verifier)
