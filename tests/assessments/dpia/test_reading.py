"""Any file that somebody may choose: it is read, or a sentence says what is wrong and what to do."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from tests.assessments.dpia.documents import FILMING, NOW, as_bytes

from spreekkamer.assessments.dpia import cnil
from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.definition import DATA
from spreekkamer.assessments.dpia.importing import read_file
from spreekkamer.assessments.dpia.reading import MAX_BYTES, Unreadable, read

EXAMPLE = (Path(__file__).parent / "data" / "cnil-example.json").read_bytes()
TEXT = json.dumps({**FILMING, "eigen": "één"}, ensure_ascii=False)


def test_both_forms_are_recognised() -> None:
    assert read(as_bytes(FILMING)).form == "mbzk"
    assert read(EXAMPLE).form == "cnil"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_letters_in_whatever_encoding_are_read_and_a_strange_one_is_said(encoding: str) -> None:
    text = json.dumps({**FILMING, "answers": {}, "eigen": "één"}, ensure_ascii=False)
    source = read(text.encode(encoding))
    assert source.contents["eigen"] == "één"
    assert bool(source.remarks) == (not encoding.startswith("utf-8"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "leeg"),
        (b" \r\n\x00", "leeg"),
        (TEXT.encode()[:-40], "breekt af"),
        (b'{"answers": ', "breekt af"),
        (TEXT.replace(":", "=", 1).encode(), "regel 1"),
        (b'{"metadata": {}, "answers": {"1.1": NaN}}', "NaN"),
        (b'{"metadata": {}, "answers": {"1.1": 1e999}}', "1e999"),
        (b"9" * 5000, "getal"),
        (b"[" * 100_000, "te diep"),
        (b'{"a":' * 80 + b"1" + b"}" * 80, "te diep"),
        (b"[]", "lijst"),
        (b'"tekst"', "lijst"),
        (b'{"iets": "anders"}', "geen DPIA"),
        (b'{"answers": {"vraag": "antwoord"}}', "geen DPIA"),
        (b'{"pia": "x"}', "geen DPIA"),
        ((DATA / "model-dpia-3.0.yaml").read_bytes(), "het formulier zelf"),
        (b'{"name": "DPIA", "urn": "urn:nl:dpia", "tasks": []}', "het formulier zelf"),
        ((DATA / "assessment-output.v2.schema.json").read_bytes(), "schema"),
        (b'{"metadata": {"urn": "urn:nl:prescan:2.0"}, "answers": {"0.1": {}}}', "urn:nl:prescan:2.0"),
        (b'{"metadata": {}, "answers": {"iama": {"0.1": {}}}}', "iama"),
        (b"<html><body>DPIA</body></html>", "webpagina"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><x/>", "webpagina"),
        (b"%PDF-1.7 kapot", "PDF"),
        (b"\x81\x8d\x8f\x90\x9d\xff\xfe\x00\x01\x02", "JSON"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    message = str(refused.value)
    assert said in message
    assert message.count(".") >= 2 or "exporteer" in message.lower()


def test_a_word_or_zip_file_says_so() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(Unreadable, match="Word"):
        read(file.getvalue())


def test_a_file_that_is_too_large_is_not_even_read() -> None:
    with pytest.raises(Unreadable, match="30 MB"):
        read(b" " * (MAX_BYTES + 1))


def test_a_name_that_stands_twice_is_said() -> None:
    source = read(b'{"metadata": {}, "answers": {"1.1": {"value": "a"}, "1.1": {"value": "b"}}}')
    assert source.contents["answers"]["1.1"]["value"] == "b"
    assert any("1.1" in remark for remark in source.remarks)


def test_the_answers_inside_a_pdf_of_the_form_are_read() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/AssessmentData": TEXT})
    file = io.BytesIO()
    writer.write(file)
    assert read(file.getvalue()).contents == json.loads(TEXT)


def test_a_pdf_with_pages_only_says_so() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    file = io.BytesIO()
    writer.write(file)
    with pytest.raises(Unreadable, match="PDF"):
        read(file.getvalue())


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A real file of one of the forms in which something was changed: a value, a field, or a few bytes."""
    contents = json.loads(draw(st.sampled_from([as_bytes(FILMING), EXAMPLE])))
    junk = st.one_of(st.none(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=3))
    junk = junk | st.lists(junk, max_size=2) | st.dictionaries(st.text(max_size=3), junk, max_size=2)
    for _change in range(draw(st.integers(1, 4))):
        place: Any = contents
        while isinstance(place, dict | list) and place:
            key = draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
            if not isinstance(place[key], dict | list) or draw(st.integers(0, 3)) == 0:
                place[key] = draw(junk)
                break
            place = place[key]
    data = bytearray(json.dumps(contents).encode())
    for _byte in range(draw(st.integers(0, 2))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data)


@given(broken())
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_broken_in_a_file_it_is_read_or_refused_in_words(data: bytes) -> None:
    try:
        imported = read_file(data, name="x.json", now=NOW)
    except Unreadable as refused:
        assert str(refused)
        return
    assert doc.problems(imported.document) == []
    json.loads(doc.text_of(imported.document).encode())
    source = read(data)
    if source.form == "cnil":
        title = cnil.name_of(source.contents)
        assert cnil.from_document(imported.document, title, original=source.contents, at=NOW)[0] == source.contents
