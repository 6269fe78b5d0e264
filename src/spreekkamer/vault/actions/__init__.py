"""Everything that changes the vault. Each function is one act: one entry in the log, in the act's own transaction."""

from spreekkamer.vault.actions.openings import approve, change_seal_key, close, lapse_due, refuse, request_opening
from spreekkamer.vault.actions.recordings import Incomplete, begin, complete, discard, prepare, receive_segment
from spreekkamer.vault.actions.repair import note_bundle, repair
from spreekkamer.vault.actions.retention import clear_segments, destroy, destroy_due, hold, lift_hold, shorten
from spreekkamer.vault.actions.viewing import Damaged, start_view

__all__ = [
    "Damaged",
    "Incomplete",
    "approve",
    "begin",
    "change_seal_key",
    "clear_segments",
    "close",
    "complete",
    "destroy",
    "destroy_due",
    "discard",
    "hold",
    "lapse_due",
    "lift_hold",
    "note_bundle",
    "prepare",
    "receive_segment",
    "refuse",
    "repair",
    "request_opening",
    "shorten",
    "start_view",
]
