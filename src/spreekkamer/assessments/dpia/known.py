"""What is known of an assessment, in the words of the form: from its content, its rooms, its figures and its procedure.

Reads only. The form is Dutch, so these words are too, whatever language the page is in.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.utils import formats, translation

from spreekkamer.accounts.models import Municipality
from spreekkamer.accounts.scopes import Role
from spreekkamer.assessments import catalogue, evidence
from spreekkamer.assessments.dpia.document import Value
from spreekkamer.assessments.dpia.proposal import Known
from spreekkamer.assessments.models import Assessment, Ground, Purpose, Selection, Standing, State, Step, StepKind
from spreekkamer.assessments.rules.facts import Records
from spreekkamer.conversations.models import Kind
from spreekkamer.figures import wording

GROUNDS = {
    Ground.CONSENT: "Rechtsgrond toestemming",
    Ground.CONTRACT: "Rechtsgrond noodzakelijk voor de uitvoering van een overeenkoms",  # so the form spells it
    Ground.LEGAL_DUTY: "Rechtsgrond wettelijke verplichting",
    Ground.VITAL: "Rechtsgrond vitaal belang",
    Ground.PUBLIC_TASK: "Rechtsgrond taak van algemeen belang",
    Ground.LEGITIMATE_INTEREST: "Rechtsgrond gerechtvaardigd belang",
}
LEVELS = {"low": "laag", "medium": "midden", "high": "hoog"}
LONG_RETENTION = 28
"""Days: longer than the AP's guidance for cameras at work allows without an incident."""


def known(assessment: Assessment, *, on: date) -> Known:
    """All that is known on this day."""
    with translation.override("nl"):
        steps = list(assessment.steps.select_related("by"))
        records = evidence.records(assessment, on=on)
        return Known(
            values={**_content(assessment), **_figures(records), **_procedure(assessment, steps)},
            flags=frozenset(_flags(assessment)),
            ground=GROUNDS.get(Ground(assessment.ground_article), "") if assessment.ground_article else "",
            retention_days=assessment.retention_days,
            versions=_versions(assessment, steps),
            signatures=_signatures(assessment),
        )


def _flags(assessment: Assessment) -> Iterator[str]:
    means = catalogue.get(assessment.chosen_means)
    films = assessment.conclusion == "camera"
    if assessment.conclusion:
        yield "camera" if films else "no_camera"
    if films:
        # without a chosen means we take what the recorder does: in memory until an alarm
        camera = means.camera if means else "memory"
        yield camera
        if camera in ("memory", "alarm"):
            yield "after_alarm"
    facts = {
        "sound": films and assessment.sound,
        "special": assessment.special_data is True,
        "special_known": assessment.special_data is not None,
        "retention": assessment.retention_days is not None,
        "retention_unknown": assessment.retention_days is None,
        "long_retention": (assessment.retention_days or 0) > LONG_RETENTION,
        "by_kind": assessment.selection in (Selection.KIND, Selection.ALL),
        "by_risk": assessment.selection == Selection.RISK,
        "decided": assessment.state == State.DECIDED,
        "advised": assessment.dpo_advice_on is not None,
        "remaining_risk": bool(assessment.remaining_risk),
        **{str(purpose): True for purpose in assessment.purposes},
    }
    yield from (name for name, holds in facts.items() if holds)


def _content(assessment: Assessment) -> dict[str, str]:
    municipality = Municipality.current()
    case = assessment.case_figures or {}
    rooms = list(case.get("rooms") or (room.name for room in assessment.rooms.all()))
    means = catalogue.get(assessment.chosen_means)
    days = assessment.retention_days
    return {
        "municipality": municipality.name if municipality and not case else "",
        "version": assessment.version,
        "title": assessment.title,
        "means": str(means.name).lower() if means else "filmen in spreekkamers",
        "rooms_text": _listed(rooms) or "geen kamer",
        "kinds": _listed(str(Kind(kind).label).lower() for kind in assessment.kinds if kind in Kind.values)
        or "nog niet gekozen",
        "selection": str(Selection(assessment.selection).label).lower() if assessment.selection else "nog niet gekozen",
        "reasoning": assessment.reasoning,
        "need": assessment.need,
        "necessity_argument": assessment.necessity_argument,
        "proportionality_argument": assessment.proportionality_argument,
        "ground": assessment.ground,
        "ground_argument": assessment.ground_argument,
        "sound_argument": assessment.sound_argument if assessment.sound else "",
        "special_data_argument": assessment.special_data_argument,
        "sound_text": "met geluid" if assessment.sound else "zonder geluid",
        "sound_yes_no": "ja" if assessment.sound else "nee",
        "sound_measure": "geluid apart verantwoord" if assessment.sound else "geen geluid",
        "pre_roll_seconds": str(assessment.pre_roll_seconds),
        "maximum_minutes": str(assessment.maximum_seconds // 60),
        "retention_days": "" if days is None else str(days),
        "retention_text": "onbekend" if days is None else f"{days} dagen",
        "notice_working_days": str(assessment.notice_working_days),
        "share_bound_percent": str(assessment.share_bound_percent),
        "purposes_text": _listed(str(Purpose(each).label).lower() for each in assessment.purposes).capitalize(),
        "means_text": _means(assessment.means),
    }


def _means(chosen: Mapping[str, Mapping[str, str]]) -> str:
    """The ladder of means, lightest first, with what became of each that was looked at."""
    lines = []
    for means in catalogue.ladder_with(chosen):
        choice = chosen.get(means.key, {})
        if choice.get("standing") in Standing.values:
            said = "; ".join(filter(None, (choice.get("reason", ""), choice.get("effect", ""))))
            standing = str(Standing(choice["standing"]).label).lower()
            lines.append(f"- {means.name}: {standing}{'. ' if said else ''}{' '.join(said.split())}")
    return "\n".join(lines)


def _figures(records: Records) -> dict[str, str]:
    figures = (records.talks, records.serious, records.police_reports)
    lines = [f"- {figure.name}: {wording.in_words(figure)}" for figure in figures]
    begin, end = (formats.date_format(day, "j F Y") for day in (records.talks.begin, records.talks.end))
    shares = [f"- Gefilmd, {figure.name.lower()}: {wording.in_words(figure)}" for figure in records.shares]
    openers = "" if records.openers is None else f"{records.openers} mensen hebben een van de twee sleutels."
    return {
        "figures": "\n".join(
            [*lines, f"- Van {begin} tot en met {end}. Logboekpunt: {records.talks.checkpoint or 'geen'}."]
        ),
        "shares": "\n".join(shares),
        "openers_text": openers,
    }


def _procedure(assessment: Assessment, steps: Iterable[Step]) -> dict[str, str]:
    newest = {step.kind: step for step in steps}
    advice, consent = newest.get(StepKind.ADVICE), newest.get(StepKind.CONSENT)
    agreed = assessment.works_council_consent_on
    return {
        "author": assessment.author.name if assessment.author else "",
        "author_role": str(Role(assessment.author.role).label) if assessment.author else "",
        "advised_on": _day(assessment.dpo_advice_on),
        "advisor": advice.by.name if advice else "",
        "advice": "\n\n".join(filter(None, (advice.text, advice.document))) if advice else "",
        "consent_text": (
            f"heeft ingestemd op {formats.date_format(agreed, 'j F Y')}."
            if agreed
            else "heeft niet ingestemd."
            if consent and consent.outcome == "negative"
            else "heeft nog niet geantwoord."
        ),
        "remaining_risk": LEVELS.get(assessment.remaining_risk, ""),
    }


def _versions(assessment: Assessment, steps: Iterable[Step]) -> list[dict[str, Value]]:
    told: list[dict[str, Value]] = [
        {
            "19.1.1": assessment.version,
            "19.1.2": step.on.isoformat(),
            "19.1.3": str(StepKind(step.kind).label),
        }
        for step in steps
    ]
    return told or [{"19.1.1": assessment.version, "19.1.2": _day(assessment.decided_on) or None}]


def _signatures(assessment: Assessment) -> list[dict[str, Value]]:
    if assessment.decided_on is None or assessment.decided_by is None:
        return []
    municipality = Municipality.current()
    return [
        {
            "20.1.1": municipality.name if municipality else None,
            "20.1.4": assessment.decided_by.name,
            "20.1.5": str(Role(assessment.decided_by.role).label),
            "20.1.6": assessment.decided_on.isoformat(),
        }
    ]


def _listed(words: Iterable[str]) -> str:
    *first, last = [*words] or [""]
    return f"{', '.join(first)} en {last}" if first else last


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
