"""Facts that a relative of the same name may own: name and address do not tell father from son.

Where a source names a relative who bears the subject's own name, a record that agrees with the
subject in name and address alone may as well be the relative's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matching.compare.person.relate import NameVerdict, compare_persons
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import RelationKind
from skiptrace.model.subject import PersonName
from skiptrace.tracing.facts import Fact

WORDS = "a relative bears the same name, and what agrees with the subject is name and address alone"
_TELLING = frozenset({"birth", "ssn", "phone", "email", "generation"})
"""What tells two people of one name and household apart."""


def has_kin_of_name(names: Sequence[PersonName], candidates: Iterable[Candidate]) -> bool:
    """Whether a record that may be the subject's names a relative who can bear the same name."""
    kin = (
        relation.name
        for candidate in candidates
        if candidate.decision is not Decision.REJECT
        for relation in candidate.record.relations
        if relation.kind is RelationKind.RELATIVE
    )
    return any(
        compare_persons(name, other).verdict is not NameVerdict.DIFFERENT
        for other in kin
        for name in names
    )


def is_by_name_alone(facts: Iterable[Fact]) -> bool:
    """Whether nothing behind the facts tells the subject from a relative of that name."""
    return not any(_tells(fact.candidate) for fact in facts)


def _tells(candidate: Candidate) -> bool:
    return any(term.name in _TELLING and term.weight > 0 for term in candidate.terms)
