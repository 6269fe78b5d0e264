"""Letting a file carry its own proof: a part more inside a DOCX or ODT, which word processors leave alone."""

import io
import re
import zipfile

from spreekkamer.questions.verification.carried import NAME

FIXED = (1980, 1, 1, 0, 0, 0)
"""The moment that all parts of a package have, so that the same answer gives the same bytes."""
RELATION = "urn:spreekkamer:answer"


def carry(package: bytes, carried: bytes) -> bytes:
    """The same DOCX or ODT with `carried` inside it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            # ODF wants its media type first and as it is (OpenDocument 1.3, part 2, section 3.3).
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(zipfile.ZipInfo(name, FIXED), _announced(name, old.read(name)), kind)
        new.writestr(zipfile.ZipInfo(NAME, FIXED), carried, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _announced(name: str, data: bytes) -> bytes:
    """A list of parts with the new one on it."""
    added = {
        "[Content_Types].xml": (rb"</Types>", f'<Override PartName="/{NAME}" ContentType="application/json"/>'),
        "_rels/.rels": (rb"</Relationships>", f'<Relationship Id="rAnswer" Type="{RELATION}" Target="{NAME}"/>'),
        "META-INF/manifest.xml": (
            rb"</manifest:manifest>",
            f'<manifest:file-entry manifest:full-path="{NAME}" manifest:media-type="application/json"/>',
        ),
    }.get(name)
    if added is None:
        return data
    end, element = added
    return re.sub(end, element.encode() + end, data, count=1)
