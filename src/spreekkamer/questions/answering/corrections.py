"""What a corrected answer says of the one before it, and what that one says from then on."""

import json
from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from spreekkamer.documents.blocks import Block, Paragraph
from spreekkamer.questions.answering.making import Corrected
from spreekkamer.questions.models import Answer, EarlierAnswer
from spreekkamer.questions.rules.common import in_full

SHOWN = 16
"""How many characters of a fingerprint people need to tell two answers apart."""


def corrects(corrected: Corrected) -> Paragraph:
    """Said at the top of the corrected answer."""
    return Paragraph(
        text=_(
            "This answer replaces the answer of %(day)s (fingerprint %(fingerprint)s). What was wrong in it: %(because)s"
        )
        % {
            "day": in_full(corrected.day),
            "fingerprint": corrected.sha256[:SHOWN],
            "because": corrected.because,
        },
        style="attention",
    )


def corrected_notice(answer: Answer, earlier: EarlierAnswer) -> str:
    """Said at the top of each copy of the earlier answer, in its own language, once the corrected one is released."""
    at = answer.released_at
    if at is None:
        raise ValueError("the corrected answer has not been released")
    with translation.override(json.loads(earlier.released)["language"]):
        return _(
            "This answer was corrected. Since %(day)s another answer holds. What was wrong in this one: %(because)s"
        ) % {"day": in_full(timezone.localdate(at)), "because": earlier.because}


def with_notice(blocks: Sequence[Block], notice: str) -> list[Block]:
    """The blocks of the earlier answer with that sentence below its head."""
    return [blocks[0], Paragraph(text=notice, style="attention"), *blocks[1:]]
