"""A document as OpenDocument: what a caption says can't break the file."""

import io
import zipfile
from datetime import date

import pytest

from spreekkamer.documents.blocks import Block, Cell, Cover, Table
from spreekkamer.documents.odt import odt_file


@pytest.mark.parametrize(
    "caption", ["Waarom geweigerd: dit klopte niet", "'s Middags [alle]*?/\\", "'", "Aantal per jaar" * 9]
)
def test_any_caption_can_stand_over_a_table(caption: str) -> None:
    blocks: list[Block] = [
        Cover(title="Verslag", kind="Concept", sender="Gemeente", day=date(2026, 11, 24)),
        Table(caption=caption, header=("Jaar", "Aantal"), rows=((Cell("2026"), Cell("3")),)),
    ]
    with zipfile.ZipFile(io.BytesIO(odt_file(blocks, language="nl"))) as package:
        content = package.read("content.xml").decode()
    assert caption.replace("'", "&apos;") in content or caption in content
