"""What must and mustn't be found in a dossier, on whatever database there is."""

from datetime import date

from spreekkamer.questions import dossier
from spreekkamer.questions.dossier.keeping import Source, text_of
from spreekkamer.questions.models import DossierText

TEXTS = {
    "benefit": "De uitkering werd niet gekort na het gesprek.",
    "camera": "In de spreekkamer hangt een camera. Gesprekken worden gefilmd na een bedreiging.",
    "hidden": "Er is nooit een verborgen camera gebruikt bij gesprekken.",
    "law": "De AVG geldt. Het college vertrouwt op de eigen e-mail van de inwoner, zie 2021Z19919 & artikel 6.",
}
FINDS = [
    ("uitkeringen", {"benefit"}),
    ("Uitkering", {"benefit"}),
    ("gesprek", {"benefit", "camera", "hidden"}),
    ("gefilmde gesprekken", {"camera"}),
    ("filmen", {"camera"}),
    ("film", {"camera"}),
    ("bedreigd", {"camera"}),
    ("inwoners korten", set()),
    ("korting", {"benefit"}),
    ("gebruiken", {"hidden"}),
    ("camera's", {"camera", "hidden"}),
    ('"verborgen camera"', {"hidden"}),
    ("“verborgen camera”", {"hidden"}),
    ('"camera verborgen"', set()),
    ("camera verborgen", {"hidden"}),
    ("2021Z19919", {"law"}),
    ("e-mail", {"law"}),
    ("luchtballon", set()),
    ("camera luchtballon", set()),
    ("de het een", set()),
    ("", set()),
    ('"', set()),
    ('"camera', {"camera", "hidden"}),
    ("camera*", {"camera", "hidden"}),
    ("-camera", {"camera", "hidden"}),
    ("camera AND avg", set()),
    ("camera:avg (uitkering", set()),
    ("NEAR(camera)", set()),
    ("!camera | &", {"camera", "hidden"}),
    ("' OR 1=1 --", set()),
    ("%", set()),
    ("\x00⑴ ½ \\", set()),
]
"""What is asked, and what it finds."""


def fill() -> None:
    """Put the texts in the dossier."""
    DossierText.objects.bulk_create(
        text_of(Source.QUESTION, name, 1, title="Vragen", text=text, day=date(2026, 1, 1))
        for name, text in TEXTS.items()
    )


def found(asked: str) -> set[str]:
    """Which of them search finds."""
    return {each.text.subject for each in dossier.search(asked)}
