"""The building block for the invitation: what it says, in one language. Pure; how it looks is for `formats`."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from spreekkamer.residents.notice.told import Told
from spreekkamer.residents.texts import Texts


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What is filled in beside the assessment."""

    starts_at: datetime
    room: str
    location: str
    municipality: str
    phone: str
    email: str
    postal_address: str
    dpo: str
    web_address: str
    """Of the resident's page, without the code: that is never in an address."""
    code: str
    code_until: date


@dataclass(frozen=True)
class Part:
    """A heading with what is under it. `code` is shown large below it."""

    heading: str
    paragraphs: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True)
class Letter:
    """The whole notice."""

    title: str
    lead: str
    parts: tuple[Part, ...]
    version: str
    draft: str
    """What a draft says of itself; empty when the text has been reviewed."""


def letter(texts: Texts, told: Told, filled: Particulars) -> Letter:
    """The notice in the language of these texts."""
    say, local = texts.say, timezone.localtime(filled.starts_at)
    lead = say(
        "letter.talk",
        date=texts.day(local.date()),
        time=f"{local:%H:%M}",
        room=filled.room,
        location=filled.location,
    )
    parts = _camera(texts, told) if told.camera else ()
    return Letter(
        title=say("letter.title.camera" if told.camera else "letter.title.no_camera"),
        lead=lead if told.camera else f"{lead} {_no_camera(texts, told)}",
        parts=(*parts, *_resident(texts, told, filled)),
        version=say("letter.version", text_version=texts.version, version=told.version or texts.say("letter.none")),
        draft=say("draft.note") if texts.draft else "",
    )


def _no_camera(texts: Texts, told: Told) -> str:
    return texts.say("letter.no_camera.off" if told.room_has_camera else "letter.no_camera.room")


def _camera(texts: Texts, told: Told) -> tuple[Part, ...]:
    """When, what is kept, why, and who sees it (art. 13 lid 1 onder c, e en f, lid 2 onder a en f AVG)."""
    say = texts.say
    return (
        Part(
            say("letter.camera.heading"),
            (
                f"{say('letter.camera.off')} {say('letter.camera.exception')}",
                say("letter.camera.memory", seconds=told.pre_roll_seconds),
                f"{say('letter.camera.alarm')} {say('letter.camera.days', days=told.retention_days)}",
                say("letter.sound.on" if told.sound else "letter.sound.none"),
            ),
        ),
        Part(
            say("letter.why.heading"),
            (
                f"{say('letter.why.safety')} {_ground(texts, told)}",
                say("letter.why.never"),
            ),
        ),
        Part(say("letter.who.heading"), (say("letter.who.two"),)),
    )


def _ground(texts: Texts, told: Told) -> str:
    decided = texts.day(told.decided_on) if told.decided_on else texts.say("letter.none")
    return texts.say("letter.why.ground", ground=told.ground, decided=decided, version=told.version)


def _resident(texts: Texts, told: Told, filled: Particulars) -> tuple[Part, ...]:
    """What the resident can do (art. 13 lid 1 onder a en b, lid 2 onder b en d, art. 21 lid 4 AVG)."""
    say = texts.say
    where = {"address": filled.web_address, "code": filled.code, "phone": filled.phone}
    first = (
        Part(say("letter.no.heading"), (say("letter.no.say"), say("letter.no.how", **where)), filled.code)
        if told.camera
        else Part(say("letter.page.heading"), (say("letter.page.how", **where),), filled.code)
    )
    who = say("letter.who.responsible", municipality=filled.municipality)
    return (
        first,
        Part(say("letter.own.heading"), (say("letter.own.text"),)),
        Part(
            say("letter.after.heading"),
            (say("letter.after.text", address=filled.web_address, until=texts.day(filled.code_until)),),
        ),
        Part(
            say("letter.rights.heading"),
            (
                say("letter.rights.ask"),
                f"{say('letter.rights.dpo', dpo=filled.dpo)} {say('letter.rights.ap')}",
                f"{who} {filled.postal_address}, {filled.phone}, {filled.email}.",
            ),
        ),
    )
