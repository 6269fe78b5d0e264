"""Everything that changes a case after the report. Each function is one act: one transaction, one entry in the log."""

from spreekkamer.incidents.aftercare.actions.cases import (
    add_witness,
    begin,
    begin_late,
    describe,
    follow_newest,
    judge_otherwise,
    no_incident,
    take,
)
from spreekkamer.incidents.aftercare.actions.closing import settle
from spreekkamer.incidents.aftercare.actions.people import put_under, stand_in_for
from spreekkamer.incidents.aftercare.actions.protocols import adopt
from spreekkamer.incidents.aftercare.actions.reminding import remind_due
from spreekkamer.incidents.aftercare.actions.retention import (
    describe_perpetrator,
    erase,
    erase_due,
    erase_on_request,
    note_perpetrator,
)
from spreekkamer.incidents.aftercare.actions.steps import (
    close,
    decide,
    finish,
    police_told,
    record_police,
    take_measure,
    waive,
)

__all__ = [
    "add_witness",
    "adopt",
    "begin",
    "begin_late",
    "close",
    "decide",
    "describe",
    "describe_perpetrator",
    "erase",
    "erase_due",
    "erase_on_request",
    "finish",
    "follow_newest",
    "judge_otherwise",
    "no_incident",
    "note_perpetrator",
    "police_told",
    "put_under",
    "record_police",
    "remind_due",
    "settle",
    "stand_in_for",
    "take",
    "take_measure",
    "waive",
]
