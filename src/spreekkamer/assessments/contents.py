"""The content of an assessment as flat values, and as the design that the test looks at."""

import hashlib
from collections.abc import Mapping
from datetime import date

from spreekkamer.assessments.catalogue import Means, get, ladder_with
from spreekkamer.assessments.models import Assessment
from spreekkamer.assessments.rules.facts import Design, MeansChoice
from spreekkamer.conversations import queries as conversations
from spreekkamer.errors import Refused
from spreekkamer.ledger.leaf import Json, canonical

PAGES: Mapping[str, tuple[str, ...]] = {
    "proposal": (
        "title",
        "conclusion",
        "chosen_means",
        "reasoning",
        "rooms",
        "kinds",
        "selection",
        "sound",
        "pre_roll_seconds",
        "maximum_seconds",
        "retention_days",
        "notice_working_days",
        "share_bound_percent",
    ),
    "means": ("means",),
    "legal_basis": (
        "purposes",
        "ground_article",
        "ground",
        "ground_argument",
        "special_data",
        "special_data_argument",
        "sound_argument",
    ),
    "necessity": ("need", "serious_floor", "necessity_argument"),
    "proportionality": ("proportionality_argument",),
}
"""The pages on which a draft is edited, with their fields."""

FIELDS = tuple(field for fields in PAGES.values() for field in fields)
ASPECTS = ("standing", "reason", "effect", "cost", "since", "until")
"""What is said of one means."""
OWN_ASPECTS = ("name", "after", "intrusion", "pros", "cons", "evidence")
"""What is said first of a means of the municipality itself: what it is, and above which one it stands on the ladder."""


def snapshot(assessment: Assessment) -> dict[str, Json]:
    """All content, flat: a means becomes `means.training.standing`. What is empty of a means is left out."""
    values: dict[str, Json] = {}
    for field in FIELDS:
        if field == "rooms":
            values[field] = sorted(room.slug for room in assessment.rooms.all())
        elif field != "means":
            value = getattr(assessment, field)
            values[field] = sorted(value) if isinstance(value, list) else value
    for means in ladder_with(assessment.means):
        choice = assessment.means.get(means.key, {})
        for aspect in aspects_of(means):
            if choice.get(aspect):
                values[f"means.{means.key}.{aspect}"] = choice[aspect]
    return values


def aspects_of(means: Means) -> tuple[str, ...]:
    """What can be said of this means."""
    return (*OWN_ASPECTS, *ASPECTS) if means.is_own else ASPECTS


def apply(assessment: Assessment, values: Mapping[str, Json]) -> None:
    """Make this the content, and save it. What isn't among the values becomes empty, for means alone."""
    chosen: dict[str, dict[str, Json]] = {}
    for field, value in values.items():
        if field.startswith("means."):
            _prefix, key, aspect = field.split(".")
            if value:
                chosen.setdefault(key, {})[aspect] = value
        elif field != "rooms":
            setattr(assessment, field, value)
    assessment.means = chosen
    assessment.save()
    slugs = values.get("rooms", [])
    assessment.rooms.set(conversations.rooms().filter(slug__in=slugs if isinstance(slugs, list) else []))


def design(assessment: Assessment) -> Design:
    """What the test looks at."""
    plain = {
        name: getattr(assessment, name)
        for name in FIELDS
        if name not in {"title", "rooms", "kinds", "purposes", "means", "chosen_means"}
    }
    case = assessment.case_figures or {}
    return Design(
        chosen=get(assessment.chosen_means),
        rooms=tuple(case.get("rooms") or (room.name for room in assessment.rooms.all())),
        kinds=tuple(assessment.kinds),
        purposes=tuple(assessment.purposes),
        means={key: _choice(value) for key, value in assessment.means.items()},
        ladder=ladder_with(assessment.means),
        **plain,
    )


def _choice(value: Mapping[str, str]) -> MeansChoice:
    days = {name: _day(value.get(name, "")) for name in ("since", "until")}
    texts = {name: value.get(name, "") for name in ("standing", "reason", "effect", "cost")}
    return MeansChoice(**texts, **days)  # type: ignore[arg-type]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused(f"{text!r} is not a date (YYYY-MM-DD).") from error


def fingerprint(assessment: Assessment) -> str:
    """SHA-256 of the whole content, in hexadecimal: two versions with the same one say the same."""
    return hashlib.sha256(canonical(snapshot(assessment))).hexdigest()
