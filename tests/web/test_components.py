"""The pieces that pages are built from."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from spreekkamer.figures.figure import Figure, Unit
from spreekkamer.web.icons import ICONS
from spreekkamer.web.states import CAMERA


def render(text: str, language: str = "nl", **context: object) -> str:
    with translation.override(language):
        return Template("{% load web %}" + text).render(Context(context))


@dataclass
class Finding:
    status: str
    text: str
    source: str = "avg-25"
    mend: str = ""


FIGURE = Figure(
    name="Gesprekken",
    unit=Unit.COUNT,
    begin=date(2026, 5, 1),
    end=date(2026, 10, 31),
    source="Gesprekken",
    checkpoint="12 abc=",
    value=1234,
)


@pytest.mark.parametrize("state", CAMERA)
def test_each_camera_state_is_said_in_words_and_shown_with_an_icon(state: str) -> None:
    page = render("{% camera_state state room='Kamer 1' %}", state=state)
    assert "<svg" in page
    assert str(CAMERA[state].look) in page
    assert "Kamer 1" in page
    texts = {render("{% camera_state state %}", state=each) for each in CAMERA}
    assert len(texts) == len(CAMERA)


def test_the_states_read_as_people_say_them() -> None:
    assert "Camera uit – niet verbonden" in render("{% camera_state 'off' %}")
    assert "Camera aan – alleen geheugen" in render("{% camera_state 'buffering' %}")
    assert "Alarm – opname loopt" in render("{% camera_state 'recording' %}")


def test_a_state_that_we_do_not_know_is_never_shown_as_off() -> None:
    page = render("{% camera_state 'something new' %}")
    assert "onbekend" in page
    assert "Camera uit" not in page


def test_the_camera_says_why_and_since_when() -> None:
    page = render(
        "{% camera_state 'buffering' why='Vrijgave voor dit ene gesprek' since=at %}",
        at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
    )
    assert "Vrijgave voor dit ene gesprek" in page
    assert "sinds 10:00" in page


def test_findings_show_problems_first_with_law_and_who_can_mend_them() -> None:
    findings = [
        Finding("holds", "De kamer is open"),
        Finding("unknown", "De inwoner is op tijd ingelicht", mend="Vul in wanneer de brief is verstuurd."),
        Finding("fails", "Er is geen bezwaar", source="avg-21", mend="Voer het gesprek zonder camera."),
    ]
    page = render("{% findings findings %}", findings=findings)
    assert page.index("op tijd ingelicht") < page.index("De kamer is open")
    assert "Onbekend: telt als nee" in page
    assert "Voer het gesprek zonder camera." in page
    assert "art. 21 AVG (bezwaar)" in page
    assert "De kamer is open" not in render("{% findings findings only_problems=True %}", findings=findings)


def test_a_figure_says_how_it_is_known() -> None:
    page = render("{% figure figure %}", figure=FIGURE)
    assert "1.234" in page
    assert "1 mei 2026" in page
    assert "12 abc=" in page


def test_what_was_not_counted_is_unknown_with_its_reason_and_bounds() -> None:
    unknown = Figure(**{**FIGURE.__dict__, "value": None, "low": 12, "unknown_because": "Voor juni werd niet geteld."})
    page = render("{% figure figure %}", figure=unknown)
    assert "onbekend" in page
    assert "12" in page
    assert "Voor juni werd niet geteld." in page
    assert "unknown" in render("{% figure figure %}", language="en", figure=unknown)


class Form(forms.Form):
    why = forms.CharField(label="Waarom", help_text="In één zin")
    kind = forms.ChoiceField(label="Soort", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Zeker", required=False)


def test_a_form_with_mistakes_lists_them_and_ties_each_to_its_field() -> None:
    page = render("{{ form }}", form=Form({"sure": "on"}))
    assert 'role="alert"' in page
    assert 'href="#id_why"' in page
    assert 'aria-invalid="true"' in page
    assert "<legend>" in page
    assert 'role="alert"' not in render("{{ form }}", form=Form())


def test_text_from_people_stays_text() -> None:
    evil = "<script>alert(1)</script>"
    for tag in (
        "{% badge evil %}",
        "{% camera_state 'off' room=evil why=evil %}",
        "{% card evil %}{% endcard %}",
        "{% post_button evil '/x/' value=evil %}",
        "{% table evil rows rows %}",
        "{% details pairs %}",
        "{% alarm_button '/x/' room=evil %}",
        "{% timeline events %}",
    ):
        shown = render(
            tag, evil=evil, rows=[[evil]], pairs=[(evil, evil)], events=[{"at": datetime.now(UTC), "text": evil}]
        )
        assert "<script>" not in shown, tag


def test_the_alarm_is_a_form_that_works_without_javascript() -> None:
    page = render("{% alarm_button '/kamers/kamer-1/alarm/' room='Kamer 1' %}")
    assert '<form class="alarm" method="post" action="/kamers/kamer-1/alarm/"' in page
    assert 'accesskey="a"' in page
    assert "F8" in page


def test_icons_are_hidden_from_screen_readers() -> None:
    for name in ICONS:
        assert 'aria-hidden="true"' in render("{% icon name %}", name=name)


def test_empty_details_are_left_out() -> None:
    page = render("{% details pairs %}", pairs=[("Reden", "bedreiging"), ("Eind", None), ("Door", "")])
    assert "bedreiging" in page
    assert "Eind" not in page
