"""Contacts that a namesake has too: one that a source mixed in, or that both rightly share.

Sources file two people of one name together. A telephone or an address in the debtor's record that
also stands in the record of somebody of the same name who is not the debtor may be that person's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from skiptrace.model.kinds import CONTACT_KINDS, FindingKind
from skiptrace.model.match import Candidate, Decision
from skiptrace.tracing.facts import Fact, FactReader

WORDS = "another person of the same name has it too, and one source alone says it is the subject's"

_NAMES_AGREE = {
    "given": frozenset({"exact", "spelling", "nickname", "initial"}),
    "surname": frozenset({"exact", "part", "former", "sounds alike", "one edit"}),
}


def contested(
    candidates: Iterable[Candidate], reader: FactReader
) -> frozenset[tuple[FindingKind, str]]:
    """The contacts, by kind and key, of namesakes who are not the subject."""
    return frozenset(
        (fact.kind, fact.key)
        for candidate in candidates
        if is_namesake(candidate)
        for fact in reader.facts(candidate)
        if fact.kind in CONTACT_KINDS
    )


def is_namesake(candidate: Candidate) -> bool:
    """Whether a record is somebody else's of the subject's name: rejected, or its middle names
    conflict and it is not accepted."""
    if candidate.decision is Decision.ACCEPT:
        return False
    levels = {term.name: term.level for term in candidate.terms}
    if any(levels.get(part) not in agree for part, agree in _NAMES_AGREE.items()):
        return False
    return candidate.decision is Decision.REJECT or levels.get("middle") == "conflict"


def words_for(
    facts: Iterable[Fact],
    of_namesakes: frozenset[tuple[FindingKind, str]],
    independent: Callable[[Iterable[Fact]], int],
) -> str:
    """Why the facts of a finding are in doubt; empty where no namesake has it, or two independent
    sources of accepted records say that it is the subject's."""
    own = [fact for fact in facts if not is_namesake(fact.candidate)]
    if not any((fact.kind, fact.key) in of_namesakes for fact in own):
        return ""
    accepted = [fact for fact in own if fact.candidate.decision is Decision.ACCEPT]
    return "" if independent(accepted) > 1 else WORDS
