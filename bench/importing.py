"""A list of a million appointments, brought in by the command line: `python -m bench.importing` (about 2 minutes).

Printed: seconds and peak memory of the whole command, and beside it, in the same run, what the database alone needs for
the same number of bare rows with the same indexes. Goals: a minute, 300 MB. The processor's seconds are what is left of
it on a machine that does nothing else.
"""

import argparse
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import date, timedelta
from pathlib import Path

GOAL_SECONDS, GOAL_MB = 60, 300
LAWS = ("Participatiewet", "Wmo", "Jeugdwet", "Schuldhulp")
KINDS = ("Intake", "Voortgang", "Heronderzoek")
STATUSES = ("gehouden", "gehouden", "geannuleerd", "no show")


def write_list(path: Path, rows: int) -> None:
    """As a municipality exports it, names and remarks and all."""
    chance = random.Random(1)
    with path.open("w") as file:
        file.write("Afspraaknummer;Datum;Begintijd;Eindtijd;Spreekkamer;Wet;Soort gesprek;Status;Naam;Opmerking\n")
        for n in range(rows):
            day, hour = date(2019, 1, 1) + timedelta(days=n * 2500 // rows), 8 + chance.randrange(9)
            file.write(
                f"A{n:07d};{day:%d-%m-%Y};{hour:02}:15;{hour:02}:45;Spreekkamer {1 + n % 4};{chance.choice(LAWS)};"
                f"{chance.choice(KINDS)};{chance.choice(STATUSES)};Jansen {n};belde over de huur\n"
            )


def bare_inserts(path: Path, rows: int) -> float:
    """Seconds for so many rows of the same columns, with an identity and a moment that are indexed."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE t (id TEXT PRIMARY KEY, key TEXT UNIQUE, begins TEXT, ends TEXT, a, b, c, d, e, f)")
    database.execute("CREATE INDEX i ON t (begins)")
    began = time.perf_counter()
    for first in range(0, rows, 20_000):
        with database:
            database.executemany(
                "INSERT INTO t VALUES (?, ?, ?, ?, 1, 'wmo', 'intake', 'held', 1, 0)",
                [
                    (f"{first + n:032x}", uuid.uuid4().hex, "2026-03-02 09:00:00", "2026-03-02 09:45:00")
                    for n in range(20_000)
                ],
            )
    return time.perf_counter() - began


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    rows = options.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "list.csv"
        write_list(listed, rows)
        bare = bare_inserts(Path(folder) / "bare.sqlite3", rows)
        surroundings = {**os.environ, "SPREEKKAMER_DATA": f"{folder}/data"}
        command = [sys.executable, "-m", "spreekkamer", "conversations", "import", str(listed)]
        began = time.perf_counter()
        subprocess.run(command, env=surroundings, check=True, stdout=subprocess.DEVNULL)
        took = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{rows:,} rows: {took:.0f} s (goal {GOAL_SECONDS}), of the processor {used.ru_utime + used.ru_stime:.0f} s; "
        f"{used.ru_maxrss / 1024:.0f} MB (goal {GOAL_MB}); bare inserts {bare:.0f} s: ratio {took / bare:.1f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
