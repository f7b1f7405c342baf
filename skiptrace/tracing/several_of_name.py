"""Several entries of a debtor's name in one register: at most one of them is the debtor's.

A state's register has a name twice where one was dissolved and another formed, where a company
withdrew and came back, and where it admits what it should not. None of them is picked for being
active, first or likelier: what a number, the address or the day of formation tells is the debtor's,
and where nothing does all of them are for a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from matching.in_words import SEVERAL
from matching.parse.identifier.company import read_register_number
from matching.rank.candidates import probability_of
from matching.score.additive import UNITS_PER_BIT
from matching.score.constraints.held import CONSTRAINT
from matching.score.constraints.rules import IN_DOUBT, Rule
from skiptrace.model.match import Candidate, Decision, Term
from skiptrace.model.subject import EntityKind, Subject
from skiptrace.tracing.only_of_name import is_exact

UNTOLD = "several entries of this name in one register, and nothing tells which is the debtor's"
ANOTHER_IS = "another entry of this name in the register is told to be the debtor's"
_MOST_BITS = Rule(SEVERAL, UNTOLD, IN_DOUBT).bits / UNITS_PER_BIT

Entries = dict[str, list[Candidate]]
"""The records of one register's entries, by the entry's number."""


def parted(
    subject: Subject, found: Sequence[Candidate], opened: date | None
) -> tuple[Candidate, ...]:
    """The candidates, where a register has several entries of the name at most one accepted.

    An entry that was formed after the account was opened on the day `opened` is not told to be the
    debtor's by anything but a number.
    """
    if subject.kind is not EntityKind.ORGANIZATION or not subject.organization:
        return tuple(found)
    said: dict[int, Candidate] = {}
    for entries in _by_register(subject.organization, found):
        if len(entries) > 1:
            told = _told(entries, opened)
            said |= {id(c): _said(n, c, told) for n, some in entries.items() for c in some}
    settled = (said.get(id(candidate), candidate) for candidate in found)
    return tuple(sorted(settled, key=lambda c: (-c.probability, c.record.source, c.record.ref)))


def _by_register(name: str, found: Iterable[Candidate]) -> Iterable[Entries]:
    """The entries of each register that are the debtor's by all else, or bear its whole name."""
    registers: dict[tuple[str, str], Entries] = defaultdict(lambda: defaultdict(list))
    for candidate in found:
        entry = candidate.record.registration
        if entry is None or candidate.veto:
            continue
        if candidate.decision is Decision.ACCEPT or is_exact(entry.name, name):
            number = read_register_number(entry.number) or entry.number.strip().upper()
            registers[candidate.record.source, entry.place][number].append(candidate)
    return registers.values()


def _said(number: str, candidate: Candidate, told: frozenset[str]) -> Candidate:
    """The candidate as it stands beside the others, of which those numbers are the debtor's."""
    if not told:
        return _in_doubt(candidate, UNTOLD)
    is_other = number not in told and candidate.decision is Decision.ACCEPT
    return _in_doubt(candidate, ANOTHER_IS) if is_other else candidate


def _told(entries: Entries, opened: date | None) -> frozenset[str]:
    """The numbers of what is told to be the debtor's: one entry, or all that have its number."""
    accepted = {
        number: some
        for number, some in entries.items()
        if any(c.decision is Decision.ACCEPT for c in some)
    }
    by_number = _where(accepted, lambda c: _agrees(c, "ein") or _agrees(c, "register number"))
    if by_number:
        return frozenset(by_number)
    return _alone(_where(accepted, lambda c: not _is_later(c, opened)))


def _where(entries: Entries, holds: Callable[[Candidate], bool]) -> Entries:
    return {number: some for number, some in entries.items() if any(map(holds, some))}


def _alone(entries: Entries) -> frozenset[str]:
    return frozenset(entries) if len(entries) == 1 else frozenset()


def _is_later(candidate: Candidate, opened: date | None) -> bool:
    entry = candidate.record.registration
    formed = entry.formed if entry else None
    return opened is not None and formed is not None and formed.earliest() > opened


def _agrees(candidate: Candidate, comparison: str) -> bool:
    return any(t.name == comparison and t.level == "agree" for t in candidate.terms)


def _in_doubt(candidate: Candidate, words: str) -> Candidate:
    """The candidate for review, not surer than what a person must look at."""
    taken = min(_MOST_BITS - candidate.weight, 0.0)
    weight = candidate.weight + taken
    said = f"held at {IN_DOUBT:.0%} at most: {words}"
    return replace(
        candidate,
        weight=weight,
        probability=probability_of(weight),
        terms=(*candidate.terms, Term(CONSTRAINT, SEVERAL, taken, said)),
        decision=Decision.REVIEW,
    )
