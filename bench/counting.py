"""Figures over 50 million conversations: `python -m bench.counting` (about 3 minutes; `--rows` for more).

The totals are those of 50 million conversations in seven years, 20 rooms, 5 laws and 5 kinds; they are made in SQL. The
rows beside them are fewer, as many as fit in a few minutes: plain SQL goes through each of them, so its time is scaled
up to 50 million. Goal: the whole page of figures in less than 100 ms.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta

CONVERSATIONS = 50_000_000
BEGIN, END = date(2020, 1, 1), date(2026, 12, 31)
LAST_YEAR = date(2026, 1, 1)
ROOMS, LOCATIONS = 20, 4
GOAL_MS = 100
TIMES = 10


def fill(rows: int) -> None:
    """Rooms, the totals, and so many rows of conversations."""
    from django.db import connection, transaction

    from spreekkamer.conversations.models import Kind, Law, Room

    for number in range(ROOMS):
        Room.objects.create(slug=f"kamer-{number}", name=f"Kamer {number}", location=f"Gebouw {number % LOCATIONS}")
    days = [BEGIN + timedelta(days=n) for n in range((END - BEGIN).days + 1)]
    days = [day for day in days if day.weekday() < 5]
    laws, kinds = list(Law.values), list(Kind.values)[:5]
    each = CONVERSATIONS // (len(days) * ROOMS * len(laws) * len(kinds))
    with transaction.atomic(), connection.cursor() as cursor:
        for name, values in (("law", laws), ("kind", kinds)):
            cursor.execute(f"CREATE TEMPORARY TABLE bench_{name} (code varchar(20))")
            cursor.executemany(f"INSERT INTO bench_{name} VALUES (%s)", [(value,) for value in values])
        cursor.execute("CREATE TEMPORARY TABLE bench_day (day date, month date)")
        cursor.executemany("INSERT INTO bench_day VALUES (%s, %s)", [(day, day.replace(day=1)) for day in days])
        numbers = f"{each // 20}, {each - each // 10}, {each // 20}, {each // 20}, 0, {each // 50}, 0"
        columns = "planned, held, cancelled, no_show, moved, under_permit, objected"
        source = "bench_day, conversations_room r, bench_law l, bench_kind k"
        cursor.execute(
            f"INSERT INTO conversations_total (grain, begins_on, room_id, law, kind, {columns}) "
            f"SELECT 'day', day, r.id, l.code, k.code, {numbers} FROM {source}"
        )
        sums = ", ".join(f"sum({column.strip()})" for column in columns.split(","))
        cursor.execute(
            f"INSERT INTO conversations_total (grain, begins_on, room_id, law, kind, {columns}) "
            f"SELECT 'month', d.month, room_id, law, kind, {sums} FROM conversations_total t "
            "JOIN bench_day d ON d.day = t.begins_on WHERE grain = 'day' GROUP BY d.month, room_id, law, kind"
        )
        lite = connection.vendor == "sqlite"
        year = "substr(begins_on, 1, 4) || '-01-01'" if lite else "date_trunc('year', begins_on)"
        cursor.execute(
            f"INSERT INTO conversations_total (grain, begins_on, room_id, law, kind, {columns}) "
            f"SELECT 'year', {year}, room_id, law, kind, {sums} FROM conversations_total "
            f"WHERE grain = 'month' GROUP BY {year}, room_id, law, kind"
        )
        key = "lower(hex(randomblob(16)))" if lite else "gen_random_uuid()"
        at, until = (
            ("day || ' 09:00:00'", "day || ' 09:45:00'") if lite else ("day + time '09:00'", "day + time '09:45'")
        )
        cursor.execute(
            "INSERT INTO conversations_conversation (id, reference, law, kind, room_id, starts_at, ends_at, state, "
            "under_permit, is_example, series, twin, sequence) "
            f"SELECT {key}, 'x', l.code, k.code, r.id, {at}, {until}, 'held', {0 if lite else 'false'}, "
            f"{0 if lite else 'false'}, '', '', 0 FROM {source} LIMIT {rows}"
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def page(begin: date) -> None:
    """All that the page of figures asks."""
    from spreekkamer.dashboard import queries

    chosen, today = queries.Chosen(begin, END), END + timedelta(days=1)
    found = queries.counted(chosen, today=today)
    found.shown()
    queries.held_by_month(chosen, today=today)
    for rows in (queries.by_law, queries.by_kind, queries.by_location):
        rows(found)


def plain_sql() -> None:
    """The same numbers from the rows: one pass, as well as SQL can."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT law, kind, location, count(CASE WHEN state = 'held' THEN 1 END), "
            "count(CASE WHEN state = 'held' AND under_permit THEN 1 END), "
            "count(CASE WHEN state = 'planned' THEN 1 END) FROM conversations_conversation c "
            "JOIN conversations_room r ON r.id = c.room_id GROUP BY law, kind, location"
        )
        cursor.fetchall()


def milliseconds(do: Callable[[], None], times: int) -> float:
    """The least: what it takes when nobody else uses the machine."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        do()
        took.append((time.perf_counter() - began) * 1000)
    return min(took)


def measure(rows: int) -> None:
    """In a process of its own, on the database of its surroundings."""
    from spreekkamer.cli import use_django

    use_django()
    from django.core.management import call_command
    from django.db import connection

    from spreekkamer.accounts.models import Municipality
    from spreekkamer.conversations.models import Conversation, Total

    call_command("migrate", verbosity=0, interactive=False)
    Municipality.objects.create(name="Bench", counting_since=BEGIN)
    fill(rows)
    there = Conversation.objects.count()
    scanned = milliseconds(plain_sql, 1)
    scaled = scanned * CONVERSATIONS / there
    print(f"{connection.vendor}: {Total.objects.count():,} totals of {CONVERSATIONS:,} conversations; {there:,} rows")
    page(BEGIN)  # the first question opens the files
    for name, begin in (("the last year", LAST_YEAR), ("seven years", BEGIN)):
        took = milliseconds(lambda begin=begin: page(begin), TIMES)  # type: ignore[misc]
        verdict = "within" if took < GOAL_MS else "BEYOND"
        print(
            f"  figures of {name}: {took:.0f} ms ({verdict} the goal of {GOAL_MS}); plain SQL over {there:,} rows "
            f"{scanned:.0f} ms, over {CONVERSATIONS:,} about {scaled / 1000:.0f} s: ratio 1 to {scaled / took:,.0f}"
        )


def main() -> int:
    """One process per database."""
    from tests.postgresql.server import postgresql

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000, help="rows of conversations beside the totals")
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = options.parse_args()
    if args.inside:
        measure(args.rows)
        return 0
    for database in ("sqlite", "postgresql"):
        with (
            tempfile.TemporaryDirectory() as folder,
            postgresql() if database == "postgresql" else nullcontext("") as address,
        ):
            surroundings = {**os.environ, "SPREEKKAMER_DATA": f"{folder}/data", "SPREEKKAMER_DATABASE": address}
            command = [sys.executable, "-m", "bench.counting", "--inside", "--rows", str(args.rows)]
            subprocess.run(command, env=surroundings, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
