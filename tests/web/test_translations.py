"""Every text is there in Dutch, in every room, and means the same wherever it stands."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import spreekkamer

PACKAGE = Path(spreekkamer.__file__).parent
ROOMS = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))
STRING = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'


def entries(catalogue: Path) -> Iterator[tuple[str, list[str], bool]]:
    """Each text, its Dutch (more than one for a plural), and whether a machine guessed it."""
    for block in catalogue.read_text().split("\n\n"):
        text = re.search(rf"^msgid {STRING}", block, re.M)
        dutch = re.findall(rf"^msgstr(?:\[\d\])? {STRING}", block, re.M)
        context = re.search(rf"^msgctxt {STRING}", block, re.M)
        if text and not block.startswith("#~"):
            fuzzy = bool(re.search(r"^#,.*\bfuzzy\b", block, re.M))
            key = (joined(context[1]) + "|" if context else "") + joined(text[1])
            yield key, [joined(each) for each in dutch], fuzzy


def joined(strings: str) -> str:
    return "".join(ast.literal_eval(each) for each in re.findall(r'"(?:[^"\\]|\\.)*"', strings))


def dutch_of(room: Path) -> dict[str, list[str]]:
    catalogue = room / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    return {text: dutch for text, dutch, fuzzy in entries(catalogue) if not fuzzy} if catalogue.exists() else {}


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The texts that each room's sources have now, as Django finds them, in a copy."""
    copy = tmp_path_factory.mktemp("sources") / "spreekkamer"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("locale", "static", "__pycache__", "data"))
    found: dict[str, set[str]] = {}
    for room in ROOMS:
        (copy / room.name / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "-l", "nl", "--no-location", "--no-wrap"]
        # The settings of this test run are not in the copy, and makemessages needs none.
        alone = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(command, cwd=copy / room.name, env=alone, check=True, capture_output=True)
        catalogue = copy / room.name / "locale" / "nl" / "LC_MESSAGES" / "django.po"
        found[room.name] = {text for text, _, _ in entries(catalogue) if text} if catalogue.exists() else set()
    return found


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_every_text_has_its_dutch(room: Path, texts: dict[str, set[str]]) -> None:
    dutch = dutch_of(room)
    lacking = {text for text in texts[room.name] if not all(dutch.get(text, [""]))}
    assert lacking == set()


def test_no_dutch_was_guessed_by_a_machine() -> None:
    for room in ROOMS:
        for catalogue in room.glob("locale/*/LC_MESSAGES/*.po"):
            assert [text for text, _, fuzzy in entries(catalogue) if fuzzy] == [], catalogue


def test_the_same_text_has_the_same_dutch_in_every_room() -> None:
    """Django merges the rooms' catalogues: of two translations of one text, one would silently win everywhere."""
    meanings: dict[str, dict[str, str]] = defaultdict(dict)
    for room in ROOMS:
        for text, dutch in dutch_of(room).items():
            if text and dutch[0]:
                meanings[text].setdefault(dutch[0], room.name)
    assert {text: found for text, found in meanings.items() if len(found) > 1} == {}


def test_the_catalogues_are_well_formed(tmp_path: Path) -> None:
    for room in ROOMS:
        for catalogue in room.glob("locale/*/LC_MESSAGES/*.po"):
            command = ["msgfmt", "--check-format", "-o", str(tmp_path / "out.mo"), str(catalogue)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
