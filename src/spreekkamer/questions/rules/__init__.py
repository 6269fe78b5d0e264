"""From facts to evidence, per kind of question. Pure: no database, no clock; texts in the language that is active.

What comes out is material for an answer. A person decides what is said.
"""

from collections.abc import Callable, Mapping

from spreekkamer.questions.evidence import Evidence
from spreekkamer.questions.facts import Facts
from spreekkamer.questions.rules.compliance import compliance, other_municipalities
from spreekkamer.questions.rules.filming import principle, treated_as_suspects
from spreekkamer.questions.rules.other import other
from spreekkamer.questions.rules.residents import objection_effect, trust
from spreekkamer.questions.rules.safety import counts, staff_care

RULES: Mapping[str, Callable[[Facts], Evidence]] = {
    "principle": principle,
    "treated_as_suspects": treated_as_suspects,
    "trust": trust,
    "counts": counts,
    "staff_care": staff_care,
    "compliance": compliance,
    "objection_effect": objection_effect,
    "other_municipalities": other_municipalities,
}


def evidence(kind: str, facts: Facts) -> Evidence:
    """What the records say to a question of this kind; to an unknown kind, that a person answers it."""
    return RULES.get(kind, other)(facts)
