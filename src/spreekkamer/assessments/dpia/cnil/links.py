"""Which question of the CNIL is which text of the model DPIA, and its levels in ours. Data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Pia = Mapping[str, Any]


@dataclass(frozen=True)
class Link:
    """A question of the CNIL and the text of the model that it is; `with_rows` are written out before that text."""

    question: int
    text: str
    with_rows: tuple[str, ...] = ()
    said_yes: str = ""
    """The question of the model that must be answered Ja for this text to show."""


LINKS = (
    Link(111, "1.1"),
    Link(112, "6.2", ("6.1.1",)),
    Link(113, "9.2", ("9.1.1",)),
    Link(121, "2.3", ("2.1",)),
    Link(122, "3.2", ("3.1",)),
    Link(123, "4"),
    Link(211, "5.2", ("5.1",)),
    Link(212, "11.2", ("11.1.1",)),
    Link(213, "14.2", ("14.1",)),
    Link(215, "10.2", ("10.1.1",)),
    Link(221, "15.8.2", said_yes="15.8.1"),
    Link(223, "15.1.2", ("15.5.2",), said_yes="15.1.1"),
    Link(224, "15.2.2", ("15.3.2",), said_yes="15.2.1"),
    Link(225, "15.7.2", ("15.4.2",), said_yes="15.7.1"),
    Link(227, "8.2", ("8.1.1",)),
)
FIELDS = {
    "author_name": "19.4.4",
    "dpos_names": "19.5.4",
    "dpo_opinion": "19.5.7",
    "concerned_people_opinion": "7.2",
}
"""A field of the PIA itself, and the question of the model that it is. Both are text without markup."""
SIGNED = ("20.1", "20.1.4")
"""Where the name of whoever validated the PIA goes."""
DEFINITIVE, CONCEPT = "definitief", "concept"
VALIDATED = (2, 3)
"""The tool's states for a PIA that was validated, simply or signed."""
RISKS = (
    (320, "Onrechtmatige toegang tot gegevens"),
    (330, "Ongewenste wijziging van gegevens"),
    (340, "Verdwijnen van gegevens"),
)
"""The three risks that the CNIL's tool knows, by the number that its questions about them begin with."""
GAUGES = {1: "laag", 2: "midden", 3: "hoog", 4: "hoog"}
"""Negligible, limited, important, maximal: in three levels, never lower than it was."""
GAUGE_OF = {"laag": 1, "midden": 2, "hoog": 3}
THREATS, SOURCES = "Bedreigingen:", "Risicobronnen:"
TITLE_LENGTH = 120
