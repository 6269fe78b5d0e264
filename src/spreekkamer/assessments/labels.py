"""What the fields of an assessment are called, and how their values read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spreekkamer.assessments.catalogue import OWN, get
from spreekkamer.assessments.models import Conclusion, Ground, Purpose, Selection, Standing
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Kind
from spreekkamer.ledger.leaf import Json

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Lazy

LABELS: Mapping[str, "Lazy"] = {
    "title": gettext_lazy("Title"),
    "conclusion": gettext_lazy("What is proposed"),
    "chosen_means": gettext_lazy("Means that is proposed"),
    "reasoning": gettext_lazy("In short, for everybody"),
    "rooms": gettext_lazy("Rooms"),
    "kinds": gettext_lazy("Kinds of conversation"),
    "selection": gettext_lazy("How conversations are chosen"),
    "sound": gettext_lazy("With sound"),
    "pre_roll_seconds": gettext_lazy("Seconds in memory before an alarm"),
    "maximum_seconds": gettext_lazy("Longest recording, in seconds"),
    "retention_days": gettext_lazy("Days that a recording is kept"),
    "notice_working_days": gettext_lazy("Working days between the notice and the conversation"),
    "share_bound_percent": gettext_lazy("Highest share of conversations of one kind, in percent"),
    "purposes": gettext_lazy("Purposes"),
    "ground_article": gettext_lazy("Ground (article 6 lid 1 AVG)"),
    "ground": gettext_lazy("The ground, with its articles"),
    "ground_argument": gettext_lazy("Why this ground fits"),
    "special_data": gettext_lazy("Can special data be recorded?"),
    "special_data_argument": gettext_lazy("Why that can't be avoided, and what limits it"),
    "sound_argument": gettext_lazy("Why sound is needed"),
    "need": gettext_lazy("What goes wrong now, and for whom"),
    "serious_floor": gettext_lazy("Floor: serious incidents per 1,000 conversations"),
    "necessity_argument": gettext_lazy("Why the figures ask for this means"),
    "proportionality_argument": gettext_lazy("The interest of residents, weighed against that of employees"),
}
ASPECT_LABELS: Mapping[str, "Lazy"] = {
    "standing": gettext_lazy("What became of it"),
    "reason": gettext_lazy("Reason"),
    "effect": gettext_lazy("What it did"),
    "cost": gettext_lazy("Cost"),
    "since": gettext_lazy("From"),
    "until": gettext_lazy("Until"),
}
OWN_LABELS: Mapping[str, "Lazy"] = {
    "name": gettext_lazy("What is this means called?"),
    "after": gettext_lazy("Just above which means does it stand, from light to heavy?"),
    "intrusion": gettext_lazy("How far does it intrude on residents and employees?"),
    "pros": gettext_lazy("Pros"),
    "cons": gettext_lazy("Cons"),
    "evidence": gettext_lazy("What would show that it works?"),
}
PAGE_LABELS: Mapping[str, "Lazy"] = {
    "proposal": gettext_lazy("The proposal"),
    "means": gettext_lazy("Means compared"),
    "legal_basis": gettext_lazy("Legal basis"),
    "necessity": gettext_lazy("Necessity"),
    "proportionality": gettext_lazy("Proportionality"),
}
RISK_LABELS = {"low": gettext_lazy("Low"), "medium": gettext_lazy("Medium"), "high": gettext_lazy("High")}
PART_LABELS: Mapping[str, "Lazy"] = {
    "legal_basis": gettext_lazy("Legal basis"),
    "necessity": gettext_lazy("Necessity"),
    "proportionality": gettext_lazy("Proportionality"),
    "subsidiarity": gettext_lazy("Subsidiarity: lighter means"),
    "neutrality": gettext_lazy("Neutrality: no group is singled out"),
}
CHOICES = {
    "conclusion": dict(Conclusion.choices),
    "selection": dict(Selection.choices),
    "ground_article": dict(Ground.choices),
    "purposes": dict(Purpose.choices),
    "kinds": dict(Kind.choices),
    "standing": dict(Standing.choices),
}


def field_label(field: str) -> str:
    """What a field of the content is called: `means.host.cost` is “Host at the door: Cost”."""
    if not field.startswith("means."):
        return str(LABELS[field])
    _prefix, key, *aspect = field.split(".")
    means = get(key)
    name = str(means.name) if means else key.removeprefix(OWN).replace("_", " ").capitalize()
    return f"{name}: {({**ASPECT_LABELS, **OWN_LABELS})[aspect[0]]}" if aspect else name


def shown(field: str, value: Json) -> str:
    """A value as people read it."""
    if value is None or value in ("", []):
        return _("not filled in")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field == "chosen_means" or field.endswith(".after"):
        means = get(str(value))
        return str(means.name) if means else str(value)
    if field == "rooms":
        names = dict(conversations.rooms().values_list("slug", "name"))
        return ", ".join(names.get(str(each), str(each)) for each in _listed(value))
    choices = CHOICES.get(field.rpartition(".")[2], {})
    return ", ".join(str(choices.get(str(each), each)) for each in _listed(value))


def _listed(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list | tuple) else [value]
