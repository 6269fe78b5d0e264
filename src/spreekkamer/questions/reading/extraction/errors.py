"""Why a file can't be read."""

from typing import Literal

Why = Literal[
    "empty", "scan", "locked", "broken", "too_large", "too_many_pages", "not_a_file", "old_office", "other_office",
    "rich_text", "archive", "image", "no_text", "no_questions", "other_language",
]  # fmt: skip


class Unreadable(ValueError):
    """A file that can't be read. The message says what is wrong and what to do; `why` says it to a program."""

    def __init__(self, why: Why, message: str) -> None:
        super().__init__(message)
        self.why: Why = why
