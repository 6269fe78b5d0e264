"""What the test gives: findings, each with how it stands, the law that asks for it, and what would mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How something stands. What is unknown counts as no."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


class Part(StrEnum):
    """The parts of the test that parliament was promised in 2021, and neutrality (its second question)."""

    LEGAL_BASIS = "legal_basis"
    NECESSITY = "necessity"
    PROPORTIONALITY = "proportionality"
    SUBSIDIARITY = "subsidiarity"
    NEUTRALITY = "neutrality"


@dataclass(frozen=True)
class Finding:
    """One line of the test. `source` is a key in `law.SOURCES`; the texts are in the language that was active."""

    part: Part
    code: str
    status: Status
    text: str
    source: str
    mend: str = ""


@dataclass(frozen=True)
class Verdict:
    """All findings of one test."""

    findings: tuple[Finding, ...]

    def of(self, part: Part) -> tuple[Finding, ...]:
        """The findings of one part."""
        return tuple(finding for finding in self.findings if finding.part is part)

    def status(self, part: Part) -> Status:
        """How a part stands: it holds only when all of it is known to hold."""
        return worst(finding.status for finding in self.of(part))

    @property
    def holds(self) -> bool:
        """Whether every part is known to hold."""
        return all(self.status(part) is Status.HOLDS for part in Part)

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """What stands in the way of a positive decision."""
        return tuple(finding for finding in self.findings if finding.status is not Status.HOLDS)


def worst(statuses: Iterable[Status]) -> Status:
    """Fails before unknown before holds; of nothing at all, nothing is known."""
    found = set(statuses)
    if Status.FAILS in found:
        return Status.FAILS
    return Status.UNKNOWN if Status.UNKNOWN in found or not found else Status.HOLDS


def status_of(answer: bool | None) -> Status:
    """The status that goes with yes, no, or not known."""
    if answer is None:
        return Status.UNKNOWN
    return Status.HOLDS if answer else Status.FAILS
