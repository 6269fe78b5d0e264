"""A question of a kind that these records have no evidence for."""

from django.utils.translation import gettext as _

from spreekkamer.questions.evidence import Evidence, unknown
from spreekkamer.questions.facts import Facts


def other(facts: Facts) -> Evidence:
    """Say so, and leave it to people."""
    return Evidence(
        kind="other",
        statements=(
            unknown(
                _(
                    "These records hold nothing about this question: they are about conversations, cameras and "
                    "incidents."
                ),
                _("the records of %(municipality)s") % {"municipality": facts.municipality},
                who=_("the department that the question is about"),
            ),
        ),
    )
