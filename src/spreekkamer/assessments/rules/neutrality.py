"""Does the camera fall on one group out of proportion to what happened there?"""

from collections.abc import Iterator, Sequence
from math import inf

from django.utils.translation import gettext as _
from scipy.stats import fisher_exact

from spreekkamer.assessments.rules.facts import Facts, Group
from spreekkamer.assessments.rules.findings import Finding, Part, Status
from spreekkamer.figures.comparison import share_ratio
from spreekkamer.figures.figure import CONFIDENCE
from spreekkamer.figures.wording import whole


def findings(facts: Facts) -> Iterator[Finding]:
    """By law, and by kind of conversation."""
    yield groups("neutral_by_law", facts.records.by_law, _("By law"))
    yield groups("neutral_by_kind", facts.records.by_kind, _("By kind of conversation"))


def groups(code: str, found: Sequence[Group] | None, of: str) -> Finding:
    """Compare each group's part of the permits with its part of the serious incidents (Fisher's exact test).

    With several groups the one that stands out most is judged, at 5% over all of them together (Bonferroni).
    """
    mend = _("Use other means in that group until it is clear why, or limit the assessment.")
    if found is None:
        text = _("%(of)s: on whom cameras fall isn't known.") % {"of": of}
        return Finding(
            Part.NEUTRALITY, code, Status.UNKNOWN, text, "ec-21", _("Count permits and incidents per group.")
        )
    permits, serious = sum(group.permits for group in found), sum(group.serious for group in found)
    if not permits:
        return Finding(
            Part.NEUTRALITY, code, Status.HOLDS, _("%(of)s: there were no permits yet.") % {"of": of}, "ec-21"
        )
    suspects = [group for group in found if group.permits * serious > group.serious * permits]
    if not suspects or not serious:
        return _no_incidents(code, of, permits) if not serious else _in_proportion(code, of)
    worst = min(suspects, key=lambda group: _chance(group, permits, serious))
    if _chance(worst, permits, serious) * len(found) >= 1 - CONFIDENCE:
        return _told_from_chance(code, of, worst, permits, serious)
    ratio, low, _high = share_ratio(worst.serious, serious, worst.permits, permits)
    return Finding(
        Part.NEUTRALITY,
        code,
        Status.FAILS,
        _(
            "%(of)s: “%(group)s” has %(permits)s of %(all_permits)s permits, and %(serious)s of %(all_serious)s "
            "serious incidents. That is more than chance (odds ratio %(ratio)s, with 95%% certainty at least %(low)s)."
        )
        % {
            "of": of,
            "group": worst.name,
            "permits": whole(worst.permits),
            "all_permits": whole(permits),
            "serious": whole(worst.serious),
            "all_serious": whole(serious),
            "ratio": "∞" if ratio is None else whole(ratio, 1),
            "low": whole(low, 1),
        },
        "ec-21",
        mend,
    )


def _chance(group: Group, permits: int, serious: int) -> float:
    table = [[group.permits, permits - group.permits], [group.serious, serious - group.serious]]
    return float(fisher_exact(table, alternative="greater").pvalue)


def _in_proportion(code: str, of: str) -> Finding:
    text = _("%(of)s: permits follow the serious incidents; no group has more of them than its part.") % {"of": of}
    return Finding(Part.NEUTRALITY, code, Status.HOLDS, text, "ec-21")


def _told_from_chance(code: str, of: str, group: Group, permits: int, serious: int) -> Finding:
    ratio, low, high = share_ratio(group.serious, serious, group.permits, permits)
    text = _(
        "%(of)s: no difference that can be told from chance. “%(group)s” stands out most, with %(permits)s of "
        "%(all_permits)s permits and %(serious)s of %(all_serious)s serious incidents (odds ratio %(ratio)s; with 95%% "
        "certainty between %(low)s and %(high)s)."
    ) % {
        "of": of,
        "group": group.name,
        "permits": whole(group.permits),
        "all_permits": whole(permits),
        "serious": whole(group.serious),
        "all_serious": whole(serious),
        "ratio": "∞" if ratio is None else whole(ratio, 1),
        "low": whole(low, 1),
        "high": "∞" if high == inf else whole(high, 1),
    }
    return Finding(Part.NEUTRALITY, code, Status.HOLDS, text, "ec-21")


def _no_incidents(code: str, of: str, permits: int) -> Finding:
    text = _("%(of)s: there were %(permits)s permits and no serious incident to compare them with.")
    return Finding(
        Part.NEUTRALITY,
        code,
        Status.UNKNOWN,
        text % {"of": of, "permits": whole(permits)},
        "ec-21",
        _("Use other means until it is clear why there were permits."),
    )
