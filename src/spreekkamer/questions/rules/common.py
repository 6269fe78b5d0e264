"""What the rules of answering share: figures over the periods, names of things, sources."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spreekkamer.conversations.models import Kind, Law
from spreekkamer.figures import figure as figures
from spreekkamer.figures import wording
from spreekkamer.figures.figure import Figure, Origin
from spreekkamer.law import SOURCES
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.evidence import Row, Statement, Table, fact, unknown
from spreekkamer.questions.facts import Facts, Incident, IncidentTest, Period


def in_full(day: date) -> str:
    """A day in words: 24 November 2026."""
    return date_format(day, "j F Y")


def law_name(law: str) -> str:
    """The law as people call it; one that was added later by its code."""
    return str(Law(law).label) if law in Law.values else law


def kind_name(kind: str) -> str:
    """The kind of conversation as people call it."""
    return str(Kind(kind).label) if kind in Kind.values else kind


def cite(*keys: str) -> str:
    """Legal sources as a lawyer cites them."""
    return "; ".join(SOURCES[key].citation for key in keys)


def talks_source() -> str:
    """Where counts of conversations come from."""
    return _("conversation records")


def incidents_source() -> str:
    """Where counts of incidents come from."""
    return _("incident records")


def gate_source() -> str:
    """Where counts of permits and refusals come from."""
    return _("permits and refusals of the gate")


def log_source() -> str:
    """Where counts of acts come from that anyone can check."""
    return _("entries in the public log")


def rule_source(*keys: str) -> str:
    """A rule that the software enforces, with the law behind it."""
    return _("rule in the software (%(law)s)") % {"law": cite(*keys)}


def not_counted(origin: Origin) -> str:
    """Why a figure over a period that was counted in part is unknown."""
    return _("counting began on %(day)s") % {"day": in_full(origin.counting_since)}


def past_counters() -> str:
    """Who could still say something of the years before counting."""
    return _("whoever kept the appointments and files of those years; counting afterwards gives an estimate at most")


def count(period: Period, name: str, source: str, counted: int, *, undecided: int = 0, because: str = "") -> Figure:
    """A count in this period."""
    return figures.count(
        period.origin,
        name=name,
        source=source,
        counted=counted,
        undecided=undecided,
        unknown_because=because if period.origin.complete else not_counted(period.origin),
    )


def share(period: Period, name: str, source: str, part: int, whole: int) -> Figure:
    """A share in this period."""
    because = _("there were none to take a share of") if period.origin.complete else not_counted(period.origin)
    return figures.share(period.origin, name=name, source=source, part=part, whole=whole, unknown_because=because)


def rate(period: Period, name: str, source: str, events: int, exposure: int, *, undecided: str = "") -> Figure:
    """Events per 1,000 occasions; unknown when `undecided` says why the events can't all be counted."""
    if not period.origin.complete:
        because = not_counted(period.origin)
    else:
        because = undecided or _("there were no conversations to count by")
    if undecided:
        return figures.unknown(period.origin, name=name, source=source, because=because, unit=figures.Unit.PER_1000)
    return figures.rate(
        period.origin, name=name, source=source, events=events, exposure=exposure, unknown_because=because
    )


def span(origin: Origin) -> str:
    """A period in words."""
    return _("%(begin)s to %(end)s") % {"begin": in_full(origin.begin), "end": in_full(origin.end)}


def by_period(
    code: str, caption: str, facts: Facts, make: Callable[[Period], Sequence[Figure]], *, who: str = ""
) -> Table:
    """A table with the same figures over the period asked for and over the part of it that was counted."""
    columns = [list(make(period)) for period in facts.periods]
    rows = tuple(Row(cells[0].name, tuple(cells)) for cells in zip(*columns, strict=True))
    return Table(
        code,
        caption,
        _("What"),
        tuple(span(period.origin) for period in facts.periods),
        rows,
        who=who or ("" if facts.whole.origin.complete else past_counters()),
    )


def in_one_sentence(period: Period, text: str, source: str) -> Statement:
    """A fact over a period that was counted; else what is unknown of it, with the reason."""
    if period.origin.complete:
        return fact(text, source)
    nobody = _("Nobody counted them before %(day)s, and unknown is not the same as none.") % {
        "day": in_full(period.origin.counting_since)
    }
    return unknown(f"{text} {nobody}", f"{source}; {cite('tk-2021Z19919-4')}", who=past_counters())


def briefly(figure: Figure) -> str:
    """The figure in a sentence that says for all of its figures together why they are unknown."""
    return wording.in_words(figure) if figure.known else wording.bounds(figure) or wording.number(figure)


def clearest(facts: Facts) -> Period:
    """The period that says most: the counted one, or the one asked for when nothing of it was counted."""
    return facts.counted or facts.whole


def listed(words: Sequence[str]) -> str:
    """Words in a row: `a, b and c`."""
    if len(words) <= 1:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def about(asked: Asked) -> IncidentTest:
    """Whether an incident is about the law, and happened at the kind of conversation, that is asked for."""
    if asked.law is None:
        return lambda incident: (
            True if asked.kind is None else None if incident.kind is None else incident.kind == asked.kind
        )
    return of_law(asked.law, asked.kind)


def subject(asked: Asked) -> str:
    """What figures are limited to, in words; the period is said beside it."""
    parts = [
        _("all laws") if asked.law is None else law_name(asked.law),
        "" if asked.kind is None else kind_name(asked.kind).lower(),
        "" if asked.room is None else asked.room,
    ]
    return ", ".join(part for part in parts if part)


def of_law(law: str, kind: str | None = None) -> IncidentTest:
    """Whether an incident is about this law, and happened at this kind of conversation; None when it isn't known."""

    def test(incident: Incident) -> bool | None:
        about = None if incident.law is None else incident.law == law
        if kind is None:
            return about
        return both(about, None if incident.kind is None else incident.kind == kind)

    return test


def both(one: bool | None, other: bool | None) -> bool | None:
    """`and` with what isn't known: no as soon as one is no, yes only when both are."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def entries(period: Period, name: str, *kinds: str) -> Figure:
    """A count of acts in the public log."""
    return count(period, name, log_source(), sum(len(period.acts.get(kind, ())) for kind in kinds))


def on_day(facts: Facts, period: Period, name: str, number: int, source: str) -> Figure:
    figure = count(period, name, source, number)
    return replace(figure, begin=facts.day, end=facts.day)
