"""A whole import: read, record in batches, report per row, go on where it was cut off."""

import hmac
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.conversations.importing.appointment import Found, Outcome, Period, Skipped
from spreekkamer.conversations.importing.calendars import CalendarReader
from spreekkamer.conversations.importing.encodings import Content, opened, raw_lines
from spreekkamer.conversations.importing.events import take_apart
from spreekkamer.conversations.importing.formats import kind_of, open_table
from spreekkamer.conversations.importing.lists import ListReader
from spreekkamer.conversations.importing.mapping import Mapping, suggested
from spreekkamer.conversations.importing.recording import Line, Recorder
from spreekkamer.conversations.importing.words import plain
from spreekkamer.conversations.models import AppointmentSource, ImportRun, Room
from spreekkamer.errors import Refused

BATCH = 20_000
"""So many rows stand or fall together: enough that a large file is not written a page at a time."""
EVER = date(1900, 1, 1)
AHEAD = timedelta(days=366)
"""How far a series without an end is worked out when no period is given."""
SHOWN_REFUSALS = 100
DEFAULT_SOURCE = {"calendar": "kalender", "csv": "lijst", "xlsx": "lijst"}
SQLITE_FOR_MANY = ("PRAGMA cache_size = -65536", "PRAGMA wal_autocheckpoint = 20000")
"""While a large file is brought in: its identities are spread all over their index, so 64 MB of it are held in memory,
and pages go from the log to the database file not before 80 MB of them are there."""

TAKING_PLACE = (Outcome.PLANNED, Outcome.HELD, Outcome.MOVED)
NEW = (*TAKING_PLACE, Outcome.NO_SHOW, Outcome.CANCELLED)

Progress = Callable[[int, float], None]
"""Told after each batch: rows done, and the part of the file that was read (0 to 1)."""
Reader = CalendarReader | ListReader


@dataclass
class Summary:
    """What an import did, or would do."""

    source: str
    file_kind: str
    period: Period
    dry_run: bool
    mapping: Mapping
    skipped: Skipped
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    """Why rows were refused or counted as duplicates."""
    notes: Counter[str] = field(default_factory=Counter)
    refused: list[Line] = field(default_factory=list)
    """The first of them."""
    went_on_after: int = 0
    """Rows that an earlier import of this file, which was cut off, had done already."""
    report: Path | None = None
    run: int = 0
    """The number under which it is kept; 0 for a dry run."""

    @property
    def rows(self) -> int:
        """Rows and occurrences of which something was said."""
        return sum(self.outcomes.values())

    def add(self, lines: list[Line]) -> None:
        """Count a batch."""
        for line in lines:
            self.outcomes[line.outcome] += 1
            if line.reason:
                self.reasons[line.reason] += 1
            for note in line.notes:
                self.notes[note] += 1
            if line.outcome is Outcome.REFUSED and len(self.refused) < SHOWN_REFUSALS:
                self.refused.append(line)

    def as_json(self) -> dict[str, Any]:
        """For `--json` and the API."""
        return {
            "source": self.source,
            "file_kind": self.file_kind,
            "dry_run": self.dry_run,
            "period": {"from": self.period.begin.isoformat(), "to": self.period.end.isoformat()},
            "rows": self.rows,
            "appointments": sum(self.outcomes[outcome] for outcome in NEW),
            "taking_place": sum(self.outcomes[outcome] for outcome in TAKING_PLACE),
            "outcomes": {outcome.value: self.outcomes[outcome] for outcome in Outcome},
            "reasons": dict(self.reasons),
            "notes": dict(self.notes),
            "refused_rows": [{"row": line.row, "reason": line.reason} for line in self.refused],
            "outside_period": self.skipped.outside_period,
            "series_without_end": self.skipped.series_that_go_on,
            "columns": self.mapping.columns,
            "unknown_words": {
                name: [{"word": word, "rows": rows} for word, rows in words]
                for name, words in self.mapping.unknown_words().items()
            },
            "names_and_free_text": "not kept",
            "references": "kept as keyed hashes only",
            "went_on_after": self.went_on_after,
            "report": str(self.report) if self.report else None,
        }


def set_up() -> bool:
    """Make the database of a data folder that nothing was done with yet; whether that was needed."""
    if ImportRun._meta.db_table in connection.introspection.table_names():
        return False
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    return True


def bring_in(
    content: Content,
    *,
    source: str = "",
    begin: date | None = None,
    end: date | None = None,
    dry_run: bool = False,
    report: Path | None = None,
    mapping: Mapping | None = None,
    progress: Progress = lambda _rows, _part: None,
) -> Summary:
    """Import the appointments in this file or content; doing it again changes nothing, being cut off loses nothing.

    source: what to call where they come from; its mapping is remembered under this name. begin, end: the days to
    import, in Dutch time. report: where to write what was done per row (by default in the data folder).
    mapping: how to read it, instead of what was remembered or is suggested.

    Raises Refused when the file can't be read, or when another import stands in the way.
    """
    period = Period(begin or EVER, end or timezone.localdate() + AHEAD)
    if period.end < period.begin:
        raise Refused(_("The period ends before it begins. Turn the two days round."), code="period")
    kind = kind_of(content)
    where = _source(source or DEFAULT_SOURCE[kind], dry_run=dry_run)
    with opened(content) as file:
        reader = _reader(file, kind, where, period, mapping)
        summary = Summary(where.name, kind, period, dry_run, reader.mapping, reader.skipped)
        one = _Import(reader, where, summary, content, file, progress)
        try:
            one.try_out(report) if dry_run else one.bring_in(report)
        except IntegrityError:
            raise Refused(
                _("Another import brought in the same appointments at this moment. Wait until it is done; try again."),
                code="busy",
            ) from None
    return summary


def preview(content: Content, *, source: str = "") -> tuple[Mapping, list[str], list[list[str]]]:
    """How this file would be read: the mapping, and of a list its headings and first rows.

    Raises Refused when it can't be read. What it returns holds what is in the file: show it to whoever gave it, and
    keep nothing of it.
    """
    kind = kind_of(content)
    where = _source(source or DEFAULT_SOURCE[kind], dry_run=True)
    if kind == "calendar":
        return _remembered(where), [], []
    with opened(content) as file:
        table = open_table(file, kind)
        return _for_list(where, table.headings, table.sample), table.headings, table.sample


def _source(name: str, *, dry_run: bool) -> AppointmentSource:
    found = AppointmentSource.objects.filter(name=name).first()
    if found:
        return found
    return AppointmentSource(pk=0, name=name) if dry_run else AppointmentSource.objects.create(name=name)


def rooms_by_name() -> dict[str, str]:
    """What rooms are called, in `plain` spelling -> slug."""
    known = Room.objects.filter(is_known=True).values_list("slug", "name")
    return {plain(word): slug for slug, name in known for word in (slug, name)}


def _remembered(where: AppointmentSource) -> Mapping:
    return Mapping.remembered(where.mapping, rooms_by_name())


def _for_list(where: AppointmentSource, headings: list[str], sample: list[list[str]]) -> Mapping:
    """What was remembered, when the list still has those columns; else what is suggested, with the words remembered."""
    kept = _remembered(where)
    if kept.columns and all(heading in headings for named in kept.columns.values() for heading in named):
        return kept
    new = suggested(headings, sample, rooms_by_name())
    new.words = kept.words
    return new


def _reader(
    file: IO[bytes], kind: str, where: AppointmentSource, period: Period, mapping: Mapping | None
) -> CalendarReader | ListReader:
    if kind == "calendar":
        text = take_apart(raw_lines(file))
        return CalendarReader(text, mapping or _remembered(where), period)
    table = open_table(file, kind)
    mapping = mapping or _for_list(where, table.headings, table.sample)
    if not mapping.columns.keys() & {"moment", "date", "start"}:
        raise Refused(
            _("No column with dates was found. Say which column it is, or give it the heading “datum”."), code="no_date"
        )
    return ListReader(table, mapping, period, source=where.name)


@dataclass
class _Import:
    """One file on its way in."""

    reader: Reader
    where: AppointmentSource
    summary: Summary
    content: Content
    file: IO[bytes]
    """The content, as it is being read."""
    progress: Progress

    def try_out(self, report: Path | None) -> None:
        """Find out what would be done."""
        recorder, self.summary.report = Recorder(self.where, dry=True), report
        with ExitStack() as stack:
            out = stack.enter_context(report.open("w", encoding="utf-8")) if report else None
            for batch in self._batches():
                lines = recorder.record(batch, run=0)
                if out:
                    out.writelines(_reported(line) for line in lines)
                self._told(lines, self.summary.rows + len(lines))

    def bring_in(self, report: Path | None) -> None:
        """Record it all, batch by batch."""
        run = _run(self.where, _digest(self.content, self.summary))
        recorder, self.summary.went_on_after = Recorder(self.where), run.rows_done
        self.summary.run, self.summary.report = run.pk, report or report_of(run)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                for setting in SQLITE_FOR_MANY:
                    cursor.execute(setting)
        with self.summary.report.open("ab") as out:
            # Lines of a batch that was cut off are done again.
            out.truncate(run.report_bytes)
            for batch in self._batches(run.rows_done):
                with transaction.atomic():
                    lines = recorder.record(batch, run=run.pk)
                    out.writelines(_reported(line).encode() for line in lines)
                    out.flush()
                    run.rows_done += len(batch)
                    run.report_bytes = out.tell()
                    run.outcomes = dict(Counter(run.outcomes) + Counter(line.outcome.value for line in lines))
                    run.save()
                self._told(lines, run.rows_done)
        with transaction.atomic():
            run.finished_at = timezone.now()
            run.save()
            self.where.mapping = self.reader.mapping.stored()
            self.where.save(update_fields=["mapping"])

    def _batches(self, skip: int = 0) -> Iterator[list[Found]]:
        found = islice(self.reader, skip, None)
        while batch := list(islice(found, BATCH)):
            yield batch

    def _told(self, lines: list[Line], rows: int) -> None:
        self.summary.add(lines)
        size = len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size
        self.progress(rows, min(1.0, self.file.tell() / size) if not self.file.closed else 1.0)


def _run(where: AppointmentSource, digest: str) -> ImportRun:
    """The import of this very file that was cut off, or a new one."""
    cut_off = ImportRun.objects.filter(source=where, digest=digest, finished_at=None).first()
    return cut_off or ImportRun.objects.create(source=where, digest=digest, begun_at=timezone.now())


def _digest(content: Content, summary: Summary) -> str:
    """What tells this file, read in this way, from all others. Keyed: a hash of its content could be guessed."""
    way = json.dumps([summary.mapping.stored(), str(summary.period)], sort_keys=True)
    told = hmac.new(settings.APPOINTMENT_SECRET.encode(), way.encode(), "sha256")
    with opened(content) as file:
        while piece := file.read(1 << 20):
            told.update(piece)
    return told.hexdigest()


def report_of(run: ImportRun) -> Path:
    """Where it is written what an import did per row."""
    folder: Path = settings.DATA / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{run.pk}.csv"


def _reported(line: Line) -> str:
    return f"{line.row},{line.outcome},{line.reason},{' '.join(line.notes)}\n"


def timed(say: Callable[[str], None], *, every: float = 1.0) -> Progress:
    """Progress in words, at most once in `every` seconds."""
    began = time.monotonic()
    last = 0.0

    def progress(rows: int, part: float) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= every:
            last = now
            speed = f"{rows / max(now - began, 0.001):.0f}"
            told = {"rows": rows, "part": f"{100 * part:.0f}", "speed": speed}
            say(_("%(rows)s rows, %(part)s%% of the file, %(speed)s rows a second") % told)

    return progress
