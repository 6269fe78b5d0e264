"""What is still missing in a draft, and which answers contradict each other. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from spreekkamer.assessments.rules.facts import Design, MeansChoice
from spreekkamer.assessments.rules.phrases import problem


@dataclass(frozen=True)
class Gap:
    """Something to fill in or to put right, and on which page of the draft."""

    page: str
    """`proposal`, `means`, `legal_basis`, `necessity` or `proportionality`."""
    field: str
    text: str


def missing(design: Design) -> tuple[Gap, ...]:
    """What must be filled in before the draft can be handed in."""
    return tuple(_missing_of_all(design)) + (tuple(_missing_of_camera(design)) if design.films else ())


def _missing_of_all(design: Design) -> Iterator[Gap]:
    if not design.conclusion:
        yield Gap("proposal", "conclusion", _("Say whether a camera is proposed or not."))
    if problem(design.reasoning):
        yield Gap("proposal", "reasoning", _("Say in short what is proposed, and why."))
    if problem(design.need):
        yield Gap("necessity", "need", _("Say what goes wrong now, and for whom."))
    for means in design.ladder:
        if means.is_own and not str(means.intrusion).strip():
            text = _("%(means)s: say how far it intrudes on residents and employees.") % {"means": means.name}
            yield Gap("means", f"means.{means.key}.intrusion", text)
    if not any(choice.standing in {"in_place", "planned", "tried"} for choice in design.means.values()):
        yield Gap(
            "means", "means", _("Say of at least one means that it is in place, was tried or will be introduced.")
        )


def _missing_of_camera(design: Design) -> Iterator[Gap]:
    asked = (
        (design.chosen, "proposal", "chosen_means", _("Choose the means that is proposed.")),
        (design.rooms, "proposal", "rooms", _("Choose the rooms.")),
        (design.kinds, "proposal", "kinds", _("Choose the kinds of conversation.")),
        (design.selection, "proposal", "selection", _("Say how it is settled at which conversations.")),
        (design.purposes, "legal_basis", "purposes", _("Choose the purposes.")),
        (design.ground_article, "legal_basis", "ground_article", _("Choose a ground of article 6 AVG.")),
        (design.ground, "legal_basis", "ground", _("Cite the ground with its article.")),
        (design.ground_argument, "legal_basis", "ground_argument", _("Argue why this ground fits.")),
        (design.necessity_argument, "necessity", "necessity_argument", _("Argue why the figures ask for this means.")),
        (
            design.proportionality_argument,
            "proportionality",
            "proportionality_argument",
            _("Weigh the interest of residents against that of employees."),
        ),
    )
    for answer, page, field, text in asked:
        if not answer:
            yield Gap(page, field, text)
    if design.special_data is None:
        yield Gap("legal_basis", "special_data", _("Say whether special data can be recorded."))
    if design.retention_days is None and design.chosen and design.chosen.camera not in {"none", "live"}:
        yield Gap("proposal", "retention_days", _("Say how many days a recording is kept."))
    if design.sound and not design.sound_argument:
        yield Gap("legal_basis", "sound_argument", _("Argue why sound is needed."))


def contradictions(design: Design, today: date) -> tuple[Gap, ...]:
    """Answers that can't both be true."""
    return tuple(_in_proposal(design)) + tuple(_in_means(design, today))


def _in_proposal(design: Design) -> Iterator[Gap]:
    chosen = design.chosen
    if design.conclusion == "no_camera" and chosen and chosen.films:
        yield Gap("proposal", "chosen_means", _("“No camera” is proposed, and so is a means with a camera."))
    if design.films and chosen and not chosen.films:
        yield Gap("proposal", "chosen_means", _("A camera is proposed, but the chosen means has none."))
    if design.films and chosen and chosen.sound != design.sound:
        yield Gap("proposal", "sound", _("The chosen means and the answer on sound don't agree."))
    if chosen and chosen.camera == "live" and design.retention_days:
        yield Gap("proposal", "retention_days", _("Live view keeps nothing, and yet a retention is set."))
    if chosen and chosen.camera == "alarm" and design.pre_roll_seconds:
        yield Gap(
            "proposal",
            "pre_roll_seconds",
            _("The chosen means holds nothing in memory, and yet seconds before the alarm are set."),
        )
    if design.ground_article == "a" and design.selection in {"kind", "all"}:
        yield Gap(
            "legal_basis", "ground_article", _("Everyone is filmed, and yet each resident is said to have a choice.")
        )
    if design.special_data is False and design.special_data_argument.strip():
        yield Gap(
            "legal_basis", "special_data", _("No special data are expected, and yet it is argued why they are needed.")
        )
    if not design.sound and design.sound_argument.strip():
        yield Gap("legal_basis", "sound_argument", _("There is an argument for sound, but no sound is proposed."))


def _in_means(design: Design, today: date) -> Iterator[Gap]:
    for key, choice in design.means.items():
        for text in _of_choice(choice, today):
            yield Gap("means", f"means.{key}", text)
        if design.chosen and key == design.chosen.key and choice.standing == "rejected":
            yield Gap("means", f"means.{key}", _("This means is both chosen and rejected."))


def _of_choice(choice: MeansChoice, today: date) -> Iterator[str]:
    if choice.since and choice.until and choice.until < choice.since:
        yield _("It ended before it began.")
    if choice.standing in {"in_place", "tried"} and choice.since and choice.since > today:
        yield _("It is there already, and yet it begins in the future.")
    if choice.standing == "in_place" and choice.until and choice.until <= today:
        yield _("It is in place, and yet it has ended.")
    if choice.standing == "planned" and choice.since and choice.since <= today:
        yield _("It will be introduced, and yet its date has passed.")
