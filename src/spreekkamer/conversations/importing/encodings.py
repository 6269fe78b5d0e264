"""Bytes -> text, whatever they were written in. Files in which encodings are mixed are read line by line right."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

Content = Path | bytes
"""What is brought in: a file, or its content when it must not lie on a disk."""


def opened(content: Content) -> IO[bytes]:
    """To be read from its begin."""
    return io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")


def lines_of(file: IO[bytes]) -> Iterator[str]:
    """The lines of a text file with their ends."""
    return map(mended, raw_lines(file))


def raw_lines(file: IO[bytes]) -> Iterator[str]:
    """The same, not mended yet: calendars may be folded in the middle of a character."""
    head = file.read(4096)
    file.seek(0)
    return io.TextIOWrapper(file, encoding_of(head), errors="surrogateescape", newline="")


def mended(line: str) -> str:
    """A line that is no UTF-8 is in the encoding of Windows."""
    if line.isascii() or not any("\udc80" <= character <= "\udcff" for character in line):
        return line
    written = line.encode("utf-8", "surrogateescape")
    try:
        return written.decode()  # the halves of a character have met
    except UnicodeDecodeError:
        return written.decode("cp1252", "replace")


def encoding_of(head: bytes) -> str:
    """The encoding of a file, by its first bytes."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head[1:200:2].count(0) > len(head[:200]) // 4:
        return "utf-16-le"
    return "utf-8-sig"
