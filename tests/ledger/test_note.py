"""A note has one form, and a signature by a known key is valid or the note is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.logs import KEY, VKEY, b64

from spreekkamer.ledger.note import MAX_NOTE_BYTES, Note, NoteError, Signature, SigningKey, VerifierKey

# From C2SP signed-note v1.0.0, section "Example".
SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n"
    "\N{EM DASH} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ON"
    "ncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
GOOD = KEY.sign("first line\n\nthird line\n").serialise()
SIGNATURE = Note.parse(GOOD).signatures[0]
LINE = str(SIGNATURE)


def test_the_example_of_the_specification_holds() -> None:
    note = Note.parse(SPEC_NOTE)
    note.verify([VerifierKey.parse(SPEC_KEY)])
    assert note.text == "This is an example message.\n"
    assert note.serialise() == SPEC_NOTE
    assert str(VerifierKey.parse(SPEC_KEY)) == SPEC_KEY


def test_the_text_may_have_empty_lines() -> None:
    note = Note.parse(GOOD)
    note.verify([KEY.verifier])
    assert note.text == "first line\n\nthird line\n"
    assert note.serialise() == GOOD


ENCODED = b64(SIGNATURE.key_id + SIGNATURE.value)
LOOSE_BITS = ENCODED[:-2] + chr(ord(ENCODED[-2]) + 1) + "="
MALFORMED = {
    "nothing": b"",
    "no signatures": b"text\n",
    "no signatures after the blank line": b"text\n\n",
    "no blank line": b"text\n" + LINE.encode(),
    "no text": LINE.encode(),
    "no newline at the end": GOOD[:-1],
    "two newlines at the end": GOOD + b"\n",
    "carriage returns": GOOD.replace(b"\n", b"\r\n"),
    "one carriage return": GOOD.replace(b"first", b"fi\rst"),
    "a tab": GOOD.replace(b"first line", b"first\tline"),
    "a NUL": GOOD.replace(b"first", b"fir\0t"),
    "not UTF-8": GOOD.replace(b"first", b"fi\xffst"),
    "overlong UTF-8": GOOD.replace(b"first", b"fi\xc0\xafst"),
    "a surrogate": GOOD.replace(b"first", b"fi\xed\xa0\x80st"),
    "a byte order mark before the signature": GOOD.replace("\N{EM DASH}".encode(), b"\xef\xbb\xbf\xe2\x80\x94"),
    "a hyphen for the dash": GOOD.replace("\N{EM DASH}".encode(), b"-"),
    "an en dash": GOOD.replace("\N{EM DASH}".encode(), "\N{EN DASH}".encode()),
    "no space after the dash": GOOD.replace("\N{EM DASH} ".encode(), "\N{EM DASH}".encode()),
    "two spaces": GOOD.replace(b" " + ENCODED.encode(), b"  " + ENCODED.encode()),
    "a space at the end": GOOD[:-1] + b" \n",
    "no key name": GOOD.replace(b" example.org/log ", b"  "),
    "a plus in the key name": GOOD.replace(b"example.org/log ", b"example+org/log "),
    "an odd space in the key name": GOOD.replace(b"example.org/log ", "example\N{NO-BREAK SPACE}org/log ".encode()),
    "no signature": GOOD.replace(b" " + ENCODED.encode(), b""),
    "base64 without padding": GOOD.replace(ENCODED.encode(), ENCODED.rstrip("=").encode()),
    "base64 with loose bits": GOOD.replace(ENCODED.encode(), LOOSE_BITS.encode()),
    "base64 for the web": GOOD.replace(ENCODED.encode(), b"-_-_" + ENCODED[4:].encode()),
    "base64 with a line break": GOOD.replace(ENCODED.encode(), ENCODED[:20].encode() + b"\n" + ENCODED[20:].encode()),
    "a signature of four bytes": GOOD.replace(ENCODED.encode(), b64(SIGNATURE.key_id).encode()),
    "more than a note can be": b"x" * MAX_NOTE_BYTES + GOOD,
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_not_a_note_is_refused(data: bytes) -> None:
    assert data != GOOD
    with pytest.raises(NoteError):
        Note.parse(data)


def with_signatures(*lines: str) -> Note:
    return Note.parse(("first line\n\nthird line\n\n" + "".join(lines)).encode())


OTHER = SigningKey("example.org/other", bytes(32))
BAD = str(Signature(SIGNATURE.name, SIGNATURE.key_id, bytes(64)))


def test_signatures_by_others_are_left_alone() -> None:
    stranger = str(Signature("example.org/other", OTHER.verifier.key_id, bytes(64)))
    same_name = str(Signature(SIGNATURE.name, b"\1\2\3\4", bytes(64)))
    same_id = str(Signature("example.org/other", SIGNATURE.key_id, bytes(64)))
    note = with_signatures(stranger, same_name, LINE, same_id)
    note.verify([KEY.verifier])
    assert len(note.signatures) == 4


def test_sixteen_signatures_and_large_ones_are_taken() -> None:
    large = str(Signature("example.org/other", b"\1\2\3\4", bytes(5_000)))
    with_signatures(*[large] * 16, LINE).verify([KEY.verifier])


@pytest.mark.parametrize(
    "lines",
    [[BAD], [BAD, LINE], [LINE, BAD], [str(Signature(SIGNATURE.name, SIGNATURE.key_id, SIGNATURE.value[:63]))]],
    ids=["alone", "before a good one", "after a good one", "cut"],
)
def test_a_bad_signature_by_a_known_key_refuses_the_note(lines: list[str]) -> None:
    with pytest.raises(NoteError, match="not valid"):
        with_signatures(*lines).verify([KEY.verifier])


def test_a_note_that_no_known_key_signed_is_refused() -> None:
    with pytest.raises(NoteError, match="not signed by"):
        Note.parse(GOOD).verify([OTHER.verifier])


NAME, KEY_ID, PUBLIC = VKEY.split("+", 2)
WITNESS_KEY = b64(b"\x04" + KEY.verifier.public)


@pytest.mark.parametrize(
    "text",
    [
        "",
        NAME,
        f"{NAME}+{KEY_ID}",
        f"+{KEY_ID}+{PUBLIC}",
        f"{NAME}+{KEY_ID}+",
        f"{NAME}+{KEY_ID.upper()}+{PUBLIC}" if KEY_ID.upper() != KEY_ID else f"{NAME}+0{KEY_ID}+{PUBLIC}",
        f"{NAME}+{KEY_ID}+{PUBLIC.rstrip('=')}x",
        f"{NAME}+00000000+{PUBLIC}",
        f"{NAME}x+{KEY_ID}+{PUBLIC}",
        f" {NAME}+{KEY_ID}+{PUBLIC}",
        f"{NAME}+{KEY_ID}+{PUBLIC}\n",
        f"{NAME}+{KEY_ID}+AQ==",
        f"{NAME}+{KEY_ID}+{WITNESS_KEY}",
    ],
)
def test_what_is_not_a_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey.parse(text)


def test_a_private_key_survives_its_own_text_and_never_shows_in_a_message() -> None:
    assert SigningKey.parse(KEY.serialise()) == KEY
    assert b64(KEY.seed)[:20] not in repr(KEY)
    damaged = KEY.serialise()[:-3]
    with pytest.raises(NoteError) as error:
        SigningKey.parse(damaged)
    assert damaged[-20:] not in str(error.value)


@given(st.binary(max_size=200) | st.text(alphabet="a\n \N{EM DASH}+=AQ", max_size=80).map(str.encode))
def test_what_is_parsed_is_given_back_byte_for_byte(data: bytes) -> None:
    try:
        note = Note.parse(data)
    except NoteError:
        return
    assert note.serialise() == data


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_no_byte_of_a_note_can_be_changed(place: int, mask: int) -> None:
    data = bytearray(GOOD)
    data[place] ^= mask
    with pytest.raises(NoteError):
        Note.parse(bytes(data)).verify([KEY.verifier])


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1))
def test_any_text_can_be_signed_and_checked(text: str) -> None:
    data = KEY.sign(text + "\n").serialise()
    note = Note.parse(data)
    note.verify([VerifierKey.parse(VKEY)])
    assert (note.text, note.serialise()) == (text + "\n", data)
