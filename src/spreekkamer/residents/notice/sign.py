"""The sign at the door: the first layer of the notice (art. 12 and 13 AVG), on one A4, in Dutch and English."""

from dataclasses import dataclass

import segno

from spreekkamer.documents import render
from spreekkamer.residents.notice.told import Told
from spreekkamer.residents.texts import Texts


@dataclass(frozen=True)
class Side:
    """What the sign says in one language."""

    language: str
    title: str
    paragraphs: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class Sign:
    """The whole sign of one room."""

    room: str
    camera: bool
    sides: tuple[Side, ...]
    address: str
    alternative: str
    """What the QR code is, in words."""


def sign(languages: list[Texts], told: Told, *, room: str, municipality: str, dpo: str, address: str) -> Sign:
    """The sign for a room of which the assessment tells this."""
    return Sign(
        room=room,
        camera=told.room_has_camera,
        sides=tuple(_side(texts, told, municipality, dpo, address) for texts in languages),
        address=address,
        alternative=languages[0].say("sign.qr", address=address),
    )


def _side(texts: Texts, told: Told, municipality: str, dpo: str, address: str) -> Side:
    say = texts.say
    first: tuple[str, ...] = ()
    if told.room_has_camera and told.camera:
        first = (
            say("sign.off"),
            f"{say('sign.keep', days=told.retention_days)} "
            f"{say('letter.sound.on' if told.sound else 'letter.sound.none')}",
            say("sign.why", ground=told.ground),
            say("sign.no"),
        )
    elif told.room_has_camera:
        first = (say("camera.is_off") + ".", say("why.assessment"))
    title = say("sign.title.camera" if told.room_has_camera else "sign.title.no_camera")
    rest = (say("sign.own"), say("sign.who", municipality=municipality, dpo=dpo))
    return Side(texts.language, title, (*first, *rest), say("sign.code", address=address))


def html(made: Sign, *, title: str, kind: str, municipality: str, example: str, made_on: object) -> str:
    """The sign as a page to print on A4."""
    context = {
        "document": {"title": title, "kind": kind, "date": made_on, "municipality": municipality, "is_example": False},
        "sign": made,
        "example": example,
        "modules": _modules(made.address),
    }
    return render.html("residents/sign_document.html", context, language=made.sides[0].language)


def _modules(address: str) -> dict[str, object]:
    """The QR code as the path of an SVG, so that it stands in the page itself and prints sharp."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix_iter(scale=1, border=2)]
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"size": len(rows), "path": path}
