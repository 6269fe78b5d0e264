"""A municipality of its own for each test, with its own log."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from tests.cast import Town
from tests.questions.answering import world

from spreekkamer.questions import answering
from spreekkamer.questions.answering import Answer


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path / "data"
    settings.SECRETS = settings.DATA / "secrets"
    return settings.DATA


@pytest.fixture
def town(db: None) -> Town:
    return world.found()


@pytest.fixture
def answer(town: Town) -> Answer:
    """The eight questions of 2021, answered in English by Gemeente Voorbeeldstad."""
    return answering.answer(answering.read_file_of_questions(world.EIGHT), language="en")
