"""When may the annual report be released? Pure: facts in, what is in the way out."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _

from spreekkamer.annual_report.chapters import OPINION

SHORTEST_OPINION = 40
"""Characters. A report in which the privacy officer says nothing is a table of figures, and no supervision."""


def in_the_way(year: int, words: Mapping[str, str], *, on: date) -> Iterator[str]:
    """What must be done before this report can be released on that day; nothing when it can.

    The privacy officer reports on a whole year, in their own words (articles 38(3) and 39(1)(b) of the GDPR).
    """
    if on <= date(year, 12, 31):
        yield _("The year %(year)s isn't over yet. From 1 January on you can release this report.") % {"year": year}
    if len(words.get(OPINION, "").strip()) < SHORTEST_OPINION:
        yield _("Write what you make of it: one or two sentences at least. The council reads that first.")
