"""What is filled in for an assessment: a page of a draft, or one step of the procedure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spreekkamer.assessments.catalogue import Means, ladder
from spreekkamer.assessments.contents import OWN_ASPECTS, aspects_of
from spreekkamer.assessments.labels import ASPECT_LABELS, LABELS, OWN_LABELS, RISK_LABELS
from spreekkamer.assessments.models import Conclusion, Ground, Purpose, Selection, Standing
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Kind
from spreekkamer.ledger.leaf import Json

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Lazy

EMPTY = [("", _("not chosen yet"))]


def _long(field: str, help_text: "Lazy | str" = "") -> forms.CharField:
    return forms.CharField(
        label=LABELS[field],
        help_text=help_text,
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def _number(field: str, most: int, help_text: "Lazy | str" = "") -> forms.IntegerField:
    return forms.IntegerField(label=LABELS[field], min_value=0, max_value=most, help_text=help_text)


class DraftForm(forms.Form):
    """A page of a draft. All but numbers may stay empty: what is missing is said, and nothing gets lost."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    """What the editor began with; `actions.save` merges on it."""

    def __init__(self, *args: Any, means: Sequence[Means] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.means = means or ladder()

    def values(self) -> dict[str, Json]:
        """What was filled in, as content."""
        return {
            name: sorted(value) if isinstance(value, list) else value
            for name, value in self.cleaned_data.items()
            if name != "revision"
        }


class ProposalForm(DraftForm):
    """What is proposed."""

    title = forms.CharField(label=LABELS["title"], max_length=200)
    conclusion = forms.ChoiceField(
        label=LABELS["conclusion"], choices=EMPTY + Conclusion.choices, required=False, widget=forms.RadioSelect
    )
    reasoning = _long("reasoning", _("This is what residents and the council read first."))
    chosen_means = forms.ChoiceField(
        label=LABELS["chosen_means"],
        help_text=_("Only with a camera. All lighter means are compared with it."),
        required=False,
    )
    rooms = forms.MultipleChoiceField(label=LABELS["rooms"], required=False, widget=forms.CheckboxSelectMultiple)
    kinds = forms.MultipleChoiceField(
        label=LABELS["kinds"], choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    selection = forms.ChoiceField(
        label=LABELS["selection"], choices=EMPTY + Selection.choices, required=False, widget=forms.RadioSelect
    )
    sound = forms.BooleanField(label=LABELS["sound"], required=False)
    pre_roll_seconds = _number("pre_roll_seconds", 600, _("At most 60."))
    maximum_seconds = _number("maximum_seconds", 86400, _("At most 3600."))
    retention_days = forms.IntegerField(
        label=LABELS["retention_days"], min_value=0, max_value=3650, required=False, help_text=_("At most 28.")
    )
    notice_working_days = _number("notice_working_days", 60)
    share_bound_percent = _number("share_bound_percent", 100, _("Above it filming has become the rule. At most 20."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cameras = [(means.key, str(means.name)) for means in ladder() if means.films]
        rooms = [(room.slug, str(room)) for room in conversations.rooms().exclude(camera="")]
        self.fields["chosen_means"].choices = [*EMPTY, *cameras]  # type: ignore[attr-defined]
        self.fields["rooms"].choices = rooms  # type: ignore[attr-defined]


class LegalBasisForm(DraftForm):
    """On what ground, and for what."""

    purposes = forms.MultipleChoiceField(
        label=LABELS["purposes"], choices=Purpose.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    ground_article = forms.ChoiceField(
        label=LABELS["ground_article"], choices=EMPTY + Ground.choices, required=False, widget=forms.RadioSelect
    )
    ground = forms.CharField(
        label=LABELS["ground"],
        help_text=_("For example: art. 6 lid 1 onder c AVG, met art. 3 lid 2 Arbowet."),
        required=False,
        max_length=200,
    )
    ground_argument = _long("ground_argument")
    special_data = forms.TypedChoiceField(
        label=LABELS["special_data"],
        help_text=_("Health, religion, criminal facts (articles 9 and 10 AVG)."),
        choices=[("", _("not known yet")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    special_data_argument = _long("special_data_argument")
    sound_argument = _long("sound_argument", _("Only when sound is proposed."))


class NecessityForm(DraftForm):
    """Must something be done?"""

    need = _long("need")
    serious_floor = forms.FloatField(
        label=LABELS["serious_floor"],
        help_text=_(
            "From which rate on more is needed than the lightest means. Set it before you look at the figures."
        ),
        min_value=0.1,
        max_value=1000,
    )
    necessity_argument = _long("necessity_argument")


class ProportionalityForm(DraftForm):
    """Is it worth it?"""

    proportionality_argument = _long(
        "proportionality_argument", _("Share, rooms, sound, retention and keys are computed: you need not type them.")
    )


class MeansForm(DraftForm):
    """What became of each means: six fields per means, named as in the content."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.means:
            for aspect in aspects_of(each):
                self.fields[f"means.{each.key}.{aspect}"] = _aspect(aspect)

    def values(self) -> dict[str, Json]:
        """What was filled in, as content: a day as text, and nothing as an empty text.

        Of a means of one's own without a name nothing is left.
        """
        filled = super().values()
        own = [f"means.{each.key}." for each in self.means if each.is_own]
        gone = tuple(prefix for prefix in own if not filled[f"{prefix}name"])
        return {
            name: None if name.startswith(gone) else value.isoformat() if isinstance(value, date) else value or None
            for name, value in filled.items()
        }

    def rows(self) -> list[dict[str, object]]:
        """Each means with its fields; open when something in it is wrong."""
        words = dict(Standing.choices)
        rows: list[dict[str, object]] = []
        for means in self.means:
            fields = [self[f"means.{means.key}.{aspect}"] for aspect in aspects_of(means)]
            standing = self[f"means.{means.key}.standing"].value()
            rows.append(
                {
                    "means": means,
                    "fields": fields,
                    "word": words.get(str(standing or "")),
                    "is_open": any(field.errors for field in fields),
                }
            )
        return rows


class OwnMeansForm(forms.Form):
    """A means that the catalogue doesn't have."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for aspect in OWN_ASPECTS:
            self.fields[aspect] = _aspect(aspect, required=aspect in {"name", "intrusion"})


def _aspect(aspect: str, *, required: bool = False) -> forms.Field:
    if aspect in OWN_LABELS:
        return _own_aspect(aspect, required=required)
    label = ASPECT_LABELS[aspect]
    if aspect == "standing":
        choices = [("", _("not looked at")), *Standing.choices]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    if aspect in {"since", "until"}:
        return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    if aspect == "cost":
        return forms.CharField(label=label, required=False, max_length=200)
    return forms.CharField(label=label, required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3}))


def _own_aspect(aspect: str, *, required: bool) -> forms.Field:
    label = OWN_LABELS[aspect]
    if aspect == "after":
        steps = [("", _("none: it is the lightest")), *((means.key, str(means.name)) for means in ladder())]
        return forms.ChoiceField(label=label, choices=steps, required=False)
    if aspect == "name":
        help_text = "" if required else _("Without a name this means goes from the draft.")
        return forms.CharField(label=label, required=required, max_length=80, help_text=help_text)
    return forms.CharField(label=label, required=required, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


PAGE_FORMS: Mapping[str, type[DraftForm]] = {
    "proposal": ProposalForm,
    "means": MeansForm,
    "legal_basis": LegalBasisForm,
    "necessity": NecessityForm,
    "proportionality": ProportionalityForm,
}


class TitleForm(forms.Form):
    """Begin a draft."""

    title = forms.CharField(label=_("What is it about?"), max_length=200)


YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _yes_no(label: "Lazy") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


def _words(label: "Lazy", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=6000,
        required=required,
    )


def _document(label: "Lazy") -> forms.CharField:
    return forms.CharField(label=label, max_length=200, help_text=_("Number or place in the archive."))


def _day(label: "Lazy") -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class HandInForm(forms.Form):
    """Nothing to fill in: the draft itself says it all."""


class AdviceForm(forms.Form):
    """The advice of the privacy officer on a version."""

    text = _words(_("Your advice"))
    positive = _yes_no(_("Do you advise to decide this?"))
    remaining_risk = forms.ChoiceField(
        label=_("How much risk stays for people, after all measures?"),
        help_text=_("With a high risk the data protection authority is asked first (article 36 AVG)."),
        choices=[*RISK_LABELS.items()],
        widget=forms.RadioSelect,
    )
    because = _words(_("If the DPIA says otherwise: why do you see another risk?"), required=False)


class ConsentForm(forms.Form):
    """What the works council answered."""

    consents = _yes_no(_("Does the works council consent?"))
    answered_on = _day(_("Date of its letter"))
    document = _document(_("Its letter"))
    text = _words(_("Conditions or remarks"), required=False)


class ConsultationForm(forms.Form):
    """The authority was asked."""

    document = _document(_("The letter to the authority"))


class ConsultationAnswerForm(forms.Form):
    """What the authority answered."""

    objects = _yes_no(_("Does the authority object?"))
    document = _document(_("The answer of the authority"))
    text = _words(_("What it says, in short"), required=False)


class ReturnForm(forms.Form):
    """Not like this."""

    because = _words(_("What must be different?"))


class DecisionForm(forms.Form):
    """The decision of the executive."""

    expires_on = _day(_("End date, at most twelve months from now"))
    reason = _words(_("Why is this decided?"))
    conditions = _words(_("Conditions"), required=False)
    faced = _words(_("What happened after the advice: what does it mean for this decision?"), required=False)


class ReviewAdviceForm(forms.Form):
    """The advice of the privacy officer on a review."""

    text = _words(_("Your advice"))
    positive = _yes_no(_("Can it stay as it is?"))


class ReconfirmForm(forms.Form):
    """The executive reconfirms."""

    reason = _words(_("Why can it stay as it is?"))


class IntroducedForm(forms.Form):
    """A promised means is there now."""

    means = forms.SlugField(widget=forms.HiddenInput)
