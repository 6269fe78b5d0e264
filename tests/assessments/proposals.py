"""A proposal that holds in every part, and records that carry it: what the tests change one thing of at a time."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from spreekkamer.accounts.models import Person
from spreekkamer.assessments import actions
from spreekkamer.assessments.actions.drafts import AMSTERDAM
from spreekkamer.assessments.catalogue import get, ladder
from spreekkamer.assessments.models import Assessment
from spreekkamer.assessments.rules.facts import Design, Group, MeansChoice, Records
from spreekkamer.conversations.models import Kind
from spreekkamer.figures.figure import Figure, Origin, count, rate, share

TODAY = date(2026, 11, 24)
NEED = (
    "Drie consulenten zijn in 2026 in de spreekkamer bedreigd, een van hen is daarna geslagen en lag twee weken thuis."
)
CONTENT: dict[str, Any] = {
    "title": "Camera na bedreiging",
    "conclusion": "camera",
    "chosen_means": "memory_video",
    "reasoning": "Na drie bedreigingen mag in kamer 1 een camera aan, per gesprek en zonder geluid.",
    "rooms": ["kamer-1"],
    "kinds": [Kind.REVIEW.value],
    "selection": "motivated",
    "sound": False,
    "pre_roll_seconds": 20,
    "maximum_seconds": 1800,
    "retention_days": 28,
    "notice_working_days": 5,
    "share_bound_percent": 10,
    "purposes": ["staff_safety", "police_report"],
    "ground_article": "c",
    "ground": "art. 6 lid 1 onder c AVG, met art. 3 lid 2 Arbowet",
    "ground_argument": "De Arbowet verplicht de gemeente om consulenten tegen agressie te beschermen; in kamer 1 ging dat drie keer mis.",
    "special_data": True,
    "special_data_argument": "Iemand kan over ziekte beginnen. Zonder geluid is dat niet te horen, en zonder alarm wordt het beeld gewist.",
    "sound_argument": "",
    "need": NEED,
    "serious_floor": 1.0,
    "necessity_argument": "Bij heronderzoek gebeurden alle ernstige incidenten; beelden van de duw zijn er niet, de aangifte liep daarop stuk.",
    "proportionality_argument": "Een inwoner die nee zegt krijgt hetzelfde gesprek; zonder alarm blijft er niets over van het beeld.",
    "means": {
        means.key: {"standing": "in_place", "since": "2026-01-01"}
        for means in ladder()
        if means.rung < (get("live_view") or ladder()[-1]).rung
    }
    | {
        "live_view": {
            "standing": "rejected",
            "reason": "Er zit dan elke dag iemand mee te kijken met schulden en ziekte, ook zonder incident.",
        },
        "alarm_video": {
            "standing": "rejected",
            "reason": "Bij de drie incidenten in 2026 kwam het alarm na de klap: de aanleiding stond dan niet op beeld.",
        },
    },
}
ORIGIN = Origin(date(2025, 11, 25), TODAY, "1 abc", date(2024, 1, 1))


def design(**changes: Any) -> Design:
    """A proposal that holds, with these changes. `means` holds MeansChoice."""
    plain = {name: value for name, value in CONTENT.items() if name not in {"title", "chosen_means", "means"}}
    plain |= {"rooms": ("Kamer 1",), "kinds": tuple(CONTENT["kinds"]), "purposes": tuple(CONTENT["purposes"])}
    means = {key: choice(value) for key, value in CONTENT["means"].items()}
    return Design(**{**plain, "chosen": get(CONTENT["chosen_means"]), "means": means, **changes})


def choice(value: Mapping[str, str]) -> MeansChoice:
    """One means as the rules take it."""
    days = {name: date.fromisoformat(value[name]) for name in ("since", "until") if name in value}
    return MeansChoice(**{**value, **days})  # type: ignore[arg-type]


def serious(events: int, talks: int) -> Figure:
    """So many serious incidents in so many conversations."""
    return rate(ORIGIN, name="serious", source="tests", events=events, exposure=talks, unknown_because="no talks")


def records(**changes: Any) -> Records:
    """Records under which the proposal holds, with these changes."""
    plain: dict[str, Any] = {
        "today": TODAY,
        "talks": count(ORIGIN, name="talks", source="tests", counted=2000, unknown_because="-"),
        "serious": serious(12, 2000),
        "serious_at_most": serious(12, 2000),
        "trend": (serious(20, 4000), serious(12, 2000)),
        "police_reports": count(ORIGIN, name="police", source="tests", counted=4, unknown_because="-"),
        "severities": {1: 10, 2: 14, 3: 9, 4: 3},
        "shares": (share(ORIGIN, name="Heronderzoek", source="tests", part=20, whole=500, unknown_because="-"),),
        "rooms_total": 2,
        "two_keys": True,
        "openers": 4,
        "objection_is_free": True,
        "filming_since": date(2026, 6, 1),
        "assessed_on": date(2026, 5, 1),
        "by_law": (Group("Participatiewet", 15, 9), Group("Wmo", 5, 3)),
        "by_kind": (Group("Heronderzoek", 20, 12),),
    }
    return Records(**{**plain, **changes})


def decided(people: Mapping[str, Person], *, on: date, expires_on: date | None, **content: Any) -> Assessment:
    """A decided assessment, made by the whole procedure: each step by the person whose role it is."""
    begun = (on - timedelta(days=30)).replace(day=1)
    at = datetime.combine(begun, time(9), AMSTERDAM)
    draft = actions.create(title=CONTENT["title"], by=people["clerk"], at=at, values=flat({**CONTENT, **content}))
    actions.hand_in(draft, by=people["clerk"], on=begun)
    if (content.get("conclusion") or "camera") == "camera":
        actions.advise(
            draft, text="Akkoord, mits zonder geluid.", positive=True, remaining_risk="low", by=people["dpo"], on=begun
        )
        actions.record_consent(
            draft,
            consents=True,
            document="OR-2026-04",
            answered_on=begun + timedelta(days=1),
            by=people["administrator"],
            on=begun + timedelta(days=1),
        )
    return actions.decide(draft, records=records(), by=people["executive"], on=on, expires_on=expires_on)


def reconfirm(people: Mapping[str, Person], assessment: Assessment, *, on: date) -> None:
    """Answer the reviews that are open: the privacy officer advises, the executive reconfirms."""
    actions.advise_on_review(assessment, text="Het kan zo blijven.", positive=True, by=people["dpo"], on=on)
    actions.reconfirm(
        assessment, records=records(), reason="De klacht ging over de sticker.", by=people["executive"], on=on
    )


def flat(content: Mapping[str, Any]) -> dict[str, Any]:
    """Content as a draft takes it: each aspect of a means a value of its own."""
    values = {name: value for name, value in content.items() if name != "means"}
    for key, aspects in content.get("means", {}).items():
        values |= {f"means.{key}.{aspect}": value for aspect, value in aspects.items()}
    return values
