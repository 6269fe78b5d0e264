"""Part one: on what ground, for what purposes, with what kinds of data?"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from spreekkamer.assessments.rules import phrases
from spreekkamer.assessments.rules.arguments import argued
from spreekkamer.assessments.rules.facts import Design, Facts, Records
from spreekkamer.assessments.rules.findings import Finding, Part, status_of

ALLOWED_PURPOSES = frozenset({"staff_safety", "police_report", "resident_access"})
SECURITY_ONLY = frozenset({"staff_safety"})
CARE_FOR_EMPLOYEES = re.compile(r"\barbo(wet|besluit|eidsomstandighedenwet)|arbeidsomstandigheden", re.I)
AN_ARTICLE = re.compile(r"\bart(ikel|icle|\.)?\s*\d", re.I)
ARTICLE_6 = re.compile(r"\bart(ikel|icle|\.)?\s*6\b", re.I)
THE_AVG = re.compile(r"\b(avg|gdpr)\b|algemene verordening|2016/679", re.I)
ANOTHER_LAW = re.compile(r"(wet|besluit|reglement)\b", re.I)


def findings(facts: Facts) -> Iterator[Finding]:
    """The findings on the legal basis."""
    design = facts.design
    yield ground(design)
    yield argued(
        Part.LEGAL_BASIS,
        "ground_argued",
        "avg-5-2",
        design.ground_argument,
        _("It is argued why this ground fits."),
    )
    yield purposes(design)
    yield special_data(design)
    if design.sound:
        text = _("Sound is a processing of its own. It has an argument of its own.")
        yield argued(Part.LEGAL_BASIS, "sound_argued", "ap-camera-work", design.sound_argument, text)
    yield assessed_before_start(facts.records)


def ground(design: Design) -> Finding:
    """Which ground of art. 6 lid 1 AVG, and can it carry this?"""
    article = design.ground_article
    if not article:
        return _found(
            "ground",
            holds=None,
            text=_("No ground of article 6 AVG has been chosen."),
            mend=_("Choose a ground. For the safety of employees that can be c, with article 3 Arbowet."),
        )
    judge = {"a": _consent, "c": _legal_duty, "e": _public_task, "f": _legitimate_interest}.get(article, _other)
    return judge(design)


def _consent(_design: Design) -> Finding:
    return _found(
        "ground",
        holds=False,
        text=_("Consent is no ground: a resident who depends on the municipality can't refuse freely."),
        source="avg-7",
        mend=_("Choose another ground, or other means. That nobody ever objected proves nothing."),
    )


def _names_another_law(ground: str) -> bool:
    """Whether an article of a law other than the AVG is named: its article 6 asks for one (lid 3), and is none."""
    for cited in re.split(r"(?=\bart)", ground, flags=re.I):
        of_avg, of_another = THE_AVG.search(cited), ANOTHER_LAW.search(cited)
        if not AN_ARTICLE.match(cited) or (ARTICLE_6.match(cited) and (of_avg or not of_another)):
            continue
        if of_another or not of_avg:
            return True
    return False


def _legal_duty(design: Design) -> Finding:
    names = bool(CARE_FOR_EMPLOYEES.search(design.ground)) and _names_another_law(design.ground)
    return _found(
        "ground",
        holds=names or None,
        text=_("The ground is a duty by law: the care for employees (article 3 Arbowet)."),
        source="arbowet-3",
        mend=_("Name the article that lays down the duty, such as article 3 lid 2 Arbowet."),
    )


def _public_task(design: Design) -> Finding:
    return _found(
        "ground",
        holds=_names_another_law(design.ground) or None,
        text=_("The ground is a public task, laid down in the article that is named."),
        source="avg-6-3",
        mend=_("Name the article that gives the task, and say why it reaches as far as filming."),
    )


def _legitimate_interest(design: Design) -> Finding:
    only_security = set(design.purposes) <= SECURITY_ONLY if design.purposes else None
    weighed = phrases.problem(design.ground_argument) is None
    return _found(
        "ground",
        holds=False if only_security is False or not weighed else only_security,
        text=_("A legitimate interest is for the municipality as an employer only, never for its public task."),
        source="avg-6-1-slot",
        mend=_("Limit it to the safety of employees and write the weighing down, or choose ground c."),
    )


def _other(_design: Design) -> Finding:
    return _found(
        "ground",
        holds=False,
        text=_("This ground can't carry cameras that hang in a room for longer."),
        mend=_("For the safety of employees it can be ground c, with article 3 Arbowet."),
    )


def purposes(design: Design) -> Finding:
    """A closed list, and never the benefit."""
    chosen = set(design.purposes)
    answer = chosen <= ALLOWED_PURPOSES if chosen else None
    text = _("The purposes are named, and all of them have to do with safety.")
    if "enforcement" in chosen:
        text = _("Pictures would be used to check benefits. That is another purpose than safety.")
    elif not answer and chosen:
        text = _("Pictures would be used for training. That is another purpose than safety.")
    return _found(
        "purposes",
        holds=answer,
        text=text,
        source="avg-5-1-b",
        mend=_("Keep to safety, police reports and access for the resident."),
    )


def special_data(design: Design) -> Finding:
    """Health, religion and criminal facts are flagged, and need reasons of their own."""
    mend = _("Say whether health, religion or criminal facts can be seen or heard, and why that can't be avoided.")
    if design.special_data is None:
        return _found(
            "special_data",
            holds=None,
            text=_("It isn't said whether special data can be recorded."),
            source="avg-9",
            mend=mend,
        )
    if not design.special_data:
        text = _("No special data are expected.")
        if design.sound:
            text = _("No special data are expected, but with sound whatever is said about health is recorded.")
        return _found("special_data", holds=not design.sound, text=text, source="avg-9", mend=mend)
    return _found(
        "special_data",
        holds=phrases.problem(design.special_data_argument) is None,
        text=_("Special data can be recorded. It is argued why that can't be avoided, and what limits it."),
        source="avg-9",
        mend=mend,
    )


def assessed_before_start(records: Records) -> Finding:
    """First the assessment, then the camera."""
    began, assessed = records.filming_since, records.assessed_on
    answer = began is None or (assessed is not None and assessed <= began)
    if began is None:
        text = _("As far as is recorded here, no camera was on before this assessment.")
    elif answer:
        text = _("The assessment was there before the first camera was on.")
    else:
        text = _("Cameras were on before anything was assessed.")
    return _found(
        "assessed_before_start",
        holds=answer,
        text=text,
        source="avg-35",
        mend=_("Stop filming until a new assessment has been decided. What was filmed without one stays unlawful."),
    )


def _found(code: str, *, holds: bool | None, text: str, source: str = "avg-6-1", mend: str) -> Finding:
    return Finding(Part.LEGAL_BASIS, code, status_of(holds), text, source, mend)
