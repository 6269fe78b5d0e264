"""A recording on its way out: sealed in a folder, or opened in a ZIP for the person who asked for it."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format

from spreekkamer.protocol import canonical
from spreekkamer.protocol.manifest import read_envelope
from spreekkamer.vault import actions, bundle, places, queries, recorders, sealing
from spreekkamer.vault.models import Recording, View
from spreekkamer.vault.playback import Film, Part
from spreekkamer.vault.reading import open_segment


def write_bundle(recording: Recording, folder: Path) -> None:
    """The recording as it lies in the vault, in a new folder. Raises FileExistsError."""
    actions.note_bundle(recording)
    folder.mkdir(mode=0o700, parents=True)
    files = dict(recording.segments.values_list("n", "file"))
    envelope = None if recording.envelope is None else bytes(recording.envelope)
    for name, data in _sealed(recording, files, envelope):
        (folder / name).write_bytes(data)
    (folder / bundle.README).write_text(_readme(recording))


@dataclass(frozen=True)
class Source:
    """All that a view needs while it is being sent, read beforehand: sending does no work in the database."""

    view: View
    recording: Recording
    private: str
    film: Film
    files: dict[int, str]
    """The file of each segment, by its number."""
    envelope: bytes | None

    @classmethod
    def of(cls, view: View, private: str) -> "Source":
        """What this view shows. Raises playback.UnplayableError when the opening is over."""
        recording = view.opening.recording
        parts = [Part(**part) for part in (view.index or {"parts": []})["parts"]]
        envelope = None if recording.envelope is None else bytes(recording.envelope)
        files = dict(recording.segments.values_list("n", "file"))
        return cls(view, recording, private, Film(parts), files, envelope)

    def mp4(self, place: int) -> bytes:
        """The opened segment at this place of the film. Raises SegmentError when it was changed since."""
        part = self.film.parts[place]
        sealed = places.segments().read(self.files[part.n])
        return open_segment(sealed, self.private, part.sha256).mp4


Member = tuple[str, Iterable[bytes]]
"""The name of a file in a ZIP, and what is in it."""
SUMS = "SHA256SUMS"


def film_chunks(source: Source, begin: int, end: int) -> Iterator[bytes]:
    """Bytes `begin`..`end` (end not included) of the film, one segment in memory at a time."""
    mp4, loaded = b"", -1
    for piece in source.film.slices(begin, end):
        place = max(piece.part, 0)
        if place != loaded:
            mp4, loaded = source.mp4(place), place
        whole = source.film.header(mp4) if piece.part < 0 else mp4[source.film.parts[place].init :]
        yield whole[piece.begin : piece.end]


def zip_chunks(source: Source) -> Iterator[bytes]:
    """The export as a ZIP, in pieces: nothing of the picture touches a disk of ours."""
    yield from packed(with_sums(_members(source)), at=source.view.at)


def packed(members: Iterable[Member], *, at: datetime) -> Iterator[bytes]:
    """These files as a ZIP, in pieces."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, chunks in members:
            with archive.open(_info(name, at), "w", force_zip64=True) as member:
                for chunk in chunks:
                    member.write(chunk)
                    yield sink.taken()
    yield sink.taken()


def with_sums(members: Iterable[Member]) -> Iterator[Member]:
    """These files, and behind them the list of their hashes, as `sha256sum -c` reads it.

    Each file must be read to its end before the next one is asked for.
    """
    sums = ""
    for name, chunks in members:
        digest = hashlib.sha256()
        yield name, _digested(chunks, digest)
        sums += f"{digest.hexdigest()}  {name}\n"
    yield SUMS, [sums.encode()]


def evidence(source: Source) -> Iterator[Member]:
    """The opened recording: the film, what the recorder and the vault know of it, and what it was made of."""
    yield "opname.mp4", film_chunks(source, 0, source.film.size)
    if source.envelope is not None:
        envelope = read_envelope(source.envelope, recorders.known_keys())
        yield "manifest.json", [sealing.open_sealed(envelope.manifest, source.private)]
    yield "export.json", [canonical.dump(_facts(source.view))]
    for name, data in _sealed(source.recording, source.files, source.envelope):
        yield bundle.SEALED + name, [data]


def _members(source: Source) -> Iterator[Member]:
    yield "README.txt", [_export_readme(source.view).encode()]
    yield from evidence(source)


def _digested(chunks: Iterable[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def _sealed(recording: Recording, files: dict[int, str], envelope: bytes | None) -> Iterator[tuple[str, bytes]]:
    yield bundle.KEY, places.keys().read(recording.key_file)
    if envelope is not None:
        yield bundle.ENVELOPE, envelope
    for n, file in sorted(files.items()):
        yield bundle.segment_name(n), places.segments().read(file)


def _facts(view: View) -> dict[str, str]:
    opening = view.opening
    return {
        "recording": opening.recording_id,
        "opening": str(opening.pk),
        "purpose": opening.purpose,
        "exported_by": view.person.name,
        "exported_at": view.at.isoformat(),
        "approved_by_dpo": opening.dpo.name if opening.dpo else "",
        "approved_by_manager": opening.manager.name if opening.manager else "",
    }


def _readme(recording: Recording) -> str:
    last = queries.last_day(recording)
    return bundle.readme(recording.pk, key_destroyed_on=last.isoformat() if last else "?")


def _export_readme(view: View) -> str:
    when = date_format(timezone.localtime(view.at), "Y-m-d H:i")
    return f"""Geopende opname {view.opening.recording_id}

Gemaakt op {when} door {view.person.name}, voor: {view.opening.get_purpose_display()}.
Gebruik deze opname voor niets anders, geef haar aan niemand die haar daarvoor niet nodig heeft, en vernietig haar
als het doel bereikt is.

opname.mp4      de film
manifest.json   wat de recorder over de opname vastlegde
export.json     wie haar opende, en wie dat goedvonden
sealed/         de opname zoals zij verzegeld bewaard werd, om na te kunnen gaan dat de film daarvan is gemaakt
SHA256SUMS      controleer met:  sha256sum -c SHA256SUMS

Opnieuw openen uit de verzegelde delen kan met de sleutels van een FG en een leidinggevende:
  spreekkamer vault open DIT.zip --fg-identity FG.txt --manager-identity LEIDINGGEVENDE.txt --out opnieuw.mp4
De film die daaruit komt is byte voor byte gelijk aan opname.mp4.
"""


def _info(name: str, at: datetime) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, timezone.localtime(at).timetuple()[:6])


class _Sink(io.RawIOBase):
    """Takes what the archive writes until it is fetched; not seekable, so the archive never goes back."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """All that was written since last time."""
        taken, self._parts = b"".join(self._parts), []
        return taken
