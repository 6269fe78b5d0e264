"""The only writers of assessments. Each function is one transaction and one entry in the log."""

from spreekkamer.assessments.actions.drafts import create, new_version, save
from spreekkamer.assessments.actions.procedure import (
    advise,
    answer_consultation,
    ask_consultation,
    decide,
    hand_in,
    record_consent,
    send_back,
)
from spreekkamer.assessments.actions.watching import advise_on_review, check, force_review, introduce, reconfirm

__all__ = [
    "advise",
    "advise_on_review",
    "answer_consultation",
    "ask_consultation",
    "check",
    "create",
    "decide",
    "force_review",
    "hand_in",
    "introduce",
    "new_version",
    "reconfirm",
    "record_consent",
    "save",
    "send_back",
]
