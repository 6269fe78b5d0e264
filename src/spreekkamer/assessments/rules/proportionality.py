"""Part three: is it the exception, and as small as it can be? What can be computed is computed, not typed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from spreekkamer.assessments.rules.arguments import argued
from spreekkamer.assessments.rules.facts import Design, Facts, Records
from spreekkamer.assessments.rules.findings import Finding, Part, Status, status_of
from spreekkamer.figures import wording
from spreekkamer.figures.bound import FEWEST, is_beyond, most_within
from spreekkamer.figures.figure import Figure

LARGEST_BOUND_PERCENT = 20
"""Above one conversation in five, filming is no exception."""
LONGEST_RETENTION_DAYS = 28
LONGEST_PRE_ROLL_SECONDS = 60
LONGEST_RECORDING_SECONDS = 3600
"""After an alarm: help is there within the hour, and then there is nothing to film any more."""


def findings(facts: Facts) -> Iterator[Finding]:
    """The findings on proportionality."""
    design, records = facts.design, facts.records
    yield selection(design)
    yield bound(design)
    yield from shares(design, records)
    yield rooms(design, records)
    yield sound(design)
    yield pre_roll(design)
    yield length(design)
    yield kept(design)
    yield retention(design)
    yield openers(records)
    yield saying_no(records)
    yield argued(
        Part.PROPORTIONALITY,
        "weighed",
        "avg-5-2",
        design.proportionality_argument,
        _("The interest of residents is weighed against that of employees."),
    )


def selection(design: Design) -> Finding:
    """Never a whole category."""
    text = {
        "": _("It isn't said how conversations are chosen."),
        "motivated": _("A camera is for one conversation at a time, each for a reason of its own."),
        "risk": _("Residents are chosen by an estimate of their risk, and not by what they did."),
        "kind": _("Every conversation of a kind would be filmed. That is filming by definition."),
        "all": _("Every conversation would be filmed. That is filming by definition."),
    }[design.selection]
    return _found(
        "selection",
        holds=design.selection == "motivated" if design.selection else None,
        text=text,
        source="tk-2021Z19919-1",
        mend=_("Allow a camera at one conversation at a time, after a threat or violence that was seen."),
    )


def bound(design: Design) -> Finding:
    """The exception has a number."""
    return _found(
        "bound",
        holds=0 < design.share_bound_percent <= LARGEST_BOUND_PERCENT,
        text=_("A bound is set: at most %(bound)d%% of the conversations of one kind may be under a permit.")
        % {"bound": design.share_bound_percent},
        source="tk-2021Z19919-1",
        mend=_("Set the bound to at most %(most)d%%: above that filming is no exception.")
        % {"most": LARGEST_BOUND_PERCENT},
    )


def shares(design: Design, records: Records) -> Iterator[Finding]:
    """The observed share under a permit, of each kind that is covered."""
    for share in records.shares:
        yield _found(
            f"share:{share.name}",
            holds=_within(share, design, records),
            text=_share_text(share, design.share_bound_percent),
            source="tk-2021Z19919-1",
            mend=_("Count the conversations. Use other means until the share is within the bound again."),
        )


def _within(share: Figure, design: Design, records: Records) -> bool | None:
    if share.part is None or share.whole is None:
        return True if records.filming_since is None else None
    return not is_beyond(share.part, share.whole, design.share_bound_percent)


def _share_text(share: Figure, bound: int) -> str:
    words = {"kind": share.name, "share": wording.in_words(share), "bound": bound}
    if share.whole is None or share.whole >= FEWEST:
        return _("Share under a permit of “%(kind)s”: %(share)s. The bound is %(bound)d%%.") % words
    return _(
        "Share under a permit of “%(kind)s”: %(share)s. The bound is %(bound)d%%. Fewer than %(fewest)d conversations "
        "count as %(fewest)d, so %(most)d can be under a permit."
    ) % {**words, "fewest": FEWEST, "most": most_within(share.whole, bound)}


def rooms(design: Design, records: Records) -> Finding:
    """Whoever doesn't want to be filmed must have a room to go to."""
    covered, total = len(design.rooms), records.rooms_total
    return _found(
        "rooms",
        holds=None if not covered or total is None else covered < total,
        text=_("Cameras in %(covered)d of %(total)s rooms.")
        % {"covered": covered, "total": _("an unknown number of") if total is None else total},
        source="avg-5-1-c",
        mend=_("Leave at least one room without a camera, and say which rooms are covered."),
    )


def sound(design: Design) -> Finding:
    """No sound with cameras at work, unless there is no other way."""
    text = _("Sound is recorded as well.") if design.sound else _("No sound is recorded.")
    return _found(
        "sound",
        holds=not design.sound,
        text=text,
        source="ap-camera-work",
        mend=_("Leave the sound out: pictures show what is needed for safety."),
    )


def pre_roll(design: Design) -> Finding:
    """How much of what came before the alarm."""
    if design.chosen and design.chosen.camera == "alarm" and design.pre_roll_seconds:
        return _found(
            "pre_roll",
            holds=False,
            text=_("The means that is chosen holds nothing in memory, and yet %(seconds)d seconds would be.")
            % {"seconds": design.pre_roll_seconds},
            source="avg-5-1-c",
            mend=_("Set the seconds before the alarm to 0, or choose a means that holds them in memory."),
        )
    if design.chosen and design.chosen.camera != "memory":
        return _found(
            "pre_roll", holds=True, text=_("Nothing is held in memory before an alarm."), source="avg-5-1-c", mend=""
        )
    return _found(
        "pre_roll",
        holds=0 <= design.pre_roll_seconds <= LONGEST_PRE_ROLL_SECONDS,
        text=_("The last %(seconds)d seconds are in memory until an alarm.") % {"seconds": design.pre_roll_seconds},
        source="avg-5-1-c",
        mend=_("Set it to at most %(most)d seconds.") % {"most": LONGEST_PRE_ROLL_SECONDS},
    )


def length(design: Design) -> Finding:
    """How long after the alarm."""
    if design.chosen and design.chosen.camera in {"none", "live"}:
        return _found("length", holds=True, text=_("There is nothing to keep."), source="avg-5-1-c", mend="")
    return _found(
        "length",
        holds=0 < design.maximum_seconds <= LONGEST_RECORDING_SECONDS,
        text=_("A recording lasts at most %(minutes)d minutes.") % {"minutes": -(-design.maximum_seconds // 60)},
        source="avg-5-1-c",
        mend=_("Set it to at most %(most)d minutes: by then there is help.")
        % {"most": LONGEST_RECORDING_SECONDS // 60},
    )


def kept(design: Design) -> Finding:
    """Is anything kept when nothing happened?"""
    camera = design.chosen.camera if design.chosen else ""
    text = {
        "": _("It isn't said which means is chosen."),
        "none": _("Nothing is filmed."),
        "live": _("Nothing is kept, but somebody watches every conversation."),
        "memory": _("Without an alarm nothing is kept: the memory is wiped."),
        "alarm": _("Only what comes after an alarm is kept."),
        "always": _("Every conversation is kept, also when nothing happens."),
    }[camera]
    return _found(
        "kept",
        holds=camera in {"none", "memory", "alarm"} if camera else None,
        text=text,
        source="avg-25",
        mend=_("Choose a means that keeps something only after an alarm."),
    )


def retention(design: Design) -> Finding:
    """At most four weeks."""
    if design.chosen and design.chosen.camera in {"none", "live"}:
        return _found("retention", holds=True, text=_("There is nothing to keep."), source="avg-5-1-e", mend="")
    days = design.retention_days
    text = _("It isn't said how long a recording is kept.")
    if days is not None:
        text = _("A recording is kept %(days)d days.") % {"days": days}
    return _found(
        "retention",
        holds=None if days is None else 0 < days <= LONGEST_RETENTION_DAYS,
        text=text,
        source="avg-5-1-e",
        mend=_("Set it to at most %(most)d days.") % {"most": LONGEST_RETENTION_DAYS},
    )


def openers(records: Records) -> Finding:
    """Two people of different roles."""
    text = _("Who can open a recording isn't known.")
    if records.two_keys is False:
        text = _("One person can open a recording, or let it be opened.")
    elif records.two_keys:
        text = _(
            "Opening takes a manager and a privacy officer together. %(people)s people hold one of the two keys."
        ) % {"people": _("An unknown number of") if records.openers is None else records.openers}
    return _found(
        "openers",
        holds=records.two_keys,
        text=text,
        source="avg-32",
        mend=_("Seal recordings to two keys, in the hands of two different roles."),
    )


def saying_no(records: Records) -> Finding:
    """Saying no to filming may cost nothing."""
    text = {
        None: _("What happens to somebody who says no isn't known."),
        True: _("Whoever says no has the same conversation without a camera."),
        False: _("Whoever says no loses something: the conversation, or the benefit."),
    }[records.objection_is_free]
    return _found(
        "saying_no",
        holds=records.objection_is_free,
        text=text,
        source="tk-2021Z19919-7",
        mend=_("Let a “no” always stop the camera, and hold the conversation in another way."),
    )


def _found(code: str, *, holds: bool | None, text: str, source: str, mend: str) -> Finding:
    status = status_of(holds)
    return Finding(Part.PROPORTIONALITY, code, status, text, source, "" if status is Status.HOLDS else mend)
