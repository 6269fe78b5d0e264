"""Who may release an answer: a second person, who wrote none of it and didn't offer it. Pure."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from spreekkamer.errors import Refused


def must_be_second(person: int, *, offered_by: int, written_by: Collection[int]) -> None:
    """Raises Refused when this person had a hand in the answer."""
    if person == offered_by:
        raise Refused(
            _("You offered this answer yourself. Ask a colleague to read and release it."), code="same_person"
        )
    if person in written_by:
        raise Refused(
            _("You wrote a part of this answer. Somebody who wrote nothing of it must release it."), code="same_person"
        )
