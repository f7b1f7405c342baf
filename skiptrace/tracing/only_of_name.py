"""A business that nothing but its name tells, where its state's register has that name once.

A state's register admits no two names that cannot be told apart (in Florida s. 605.0112 and
607.0401, Fla. Stat.), so the one entry that bears a debtor's whole name, legal form and all, in a
register of every business of the debtor's state is the debtor's, unless it never registered there.
That holds only while nothing else bears the name, or bore it: then nobody can tell which one owes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from matching.compare.organization.relate import compare_organizations
from matching.parse.organization.read import read_organization
from matching.rank.candidates import Thresholds, probability_of
from matching.score.constraints.held import CONSTRAINT
from skiptrace.model.match import Candidate, Decision, Term
from skiptrace.model.registration import Registration, Standing
from skiptrace.model.subject import EntityKind, Subject

SURE = 0.97
"""How sure the only entry of a name is, set by judgement: a debtor may have registered nowhere."""

_MOST = 20
"""Records of one source from which on it may have left some out."""

_LIFTED = frozenset({"found elsewhere", "nothing beside the company name"})
"""The rules that want a proof beside the name: that there is no other one is proof."""

_LASTING = frozenset({Standing.ACTIVE, Standing.IMPAIRED})
_WORDS = "the only entry of this name, in a register of every business of the debtor's state"


@dataclass(frozen=True, slots=True)
class OnlyOfName:
    """Accepts the only entry of a business's name; pure.

    `registers` are the sources that list every business of a state, with that state (`US-FL`).
    """

    registers: Mapping[str, str] = field(default_factory=dict)

    def settled(
        self,
        subject: Subject,
        found: Sequence[Candidate],
        opened: date | None,
        thresholds: Thresholds,
    ) -> tuple[Candidate, ...]:
        """The candidates, the only entry of the subject's name in its state accepted.

        An entry that was formed after the account was opened on the day `opened` is not the
        debtor's.
        """
        state = _state_of(subject)
        has_form = bool(state) and bool(read_organization(subject.organization).form)
        if not has_form or thresholds.accept > SURE:
            return tuple(found)
        if not self._is_borne_once(subject.organization, found, state):
            return tuple(found)
        settled = {id(c) for c in found if self._is_only(c, subject, found, state, opened)}
        return tuple(_sorted(_accepted(c) if id(c) in settled else c for c in found))

    def _is_borne_once(self, name: str, found: Sequence[Candidate], state: str) -> bool:
        """Whether each register of the state has one entry at most that bears the name, or bore it.

        Where each lists every business, these entries are one business's. What an incomplete
        register, or another state's, has under the name may be another one while it lasts.
        """
        entries: dict[str, set[str]] = defaultdict(set)
        for candidate in found:
            record, entry = candidate.record, candidate.record.registration
            if entry is None or not _bears(entry, name):
                continue
            if self.registers.get(record.source) == state == entry.place:
                entries[record.source].add(entry.number)
            elif entry.standing is not Standing.INACTIVE:
                return False
        return bool(entries) and all(len(numbers) == 1 for numbers in entries.values())

    def _is_only(
        self,
        candidate: Candidate,
        subject: Subject,
        found: Sequence[Candidate],
        state: str,
        opened: date | None,
    ) -> bool:
        """Whether this is the debtor's entry in a register that leaves none out."""
        record, entry = candidate.record, candidate.record.registration
        if entry is None or self.registers.get(record.source) != state or entry.place != state:
            return False
        if candidate.veto or candidate.decision is Decision.ACCEPT or not _is_wanting(candidate):
            return False
        if entry.standing not in _LASTING or not is_exact(entry.name, subject.organization):
            return False
        if opened is not None and entry.formed is not None and entry.formed.earliest() > opened:
            return False
        return sum(c.record.source == record.source for c in found) < _MOST


def _state_of(subject: Subject) -> str:
    """The one state of the debtor's addresses and formation, as a card says it; else empty."""
    if subject.kind is not EntityKind.ORGANIZATION or not subject.organization:
        return ""
    states = {c.value.state for c in subject.addresses if c.value.state}
    states |= {subject.formed_in} if subject.formed_in else set()
    return f"US-{states.pop()}" if len(states) == 1 else ""


def is_exact(name: str, asked: str) -> bool:
    """Whether two names are written alike, legal form and all."""
    ours, theirs = read_organization(asked), read_organization(name)
    return ours.form == theirs.form and compare_organizations(asked, name).is_same


def _bears(entry: Registration, asked: str) -> bool:
    """Whether an entry bears the name, or bore it, under whatever legal form, or trades by it."""
    core = _core(asked)
    return any(
        _core(name) == core for name in (entry.name, *entry.former_names, *entry.trade_names)
    )


def _core(name: str) -> tuple[object, ...]:
    read = read_organization(name)
    return (read.words, read.numbers) if read.words or read.numbers else (name,)


def _is_wanting(candidate: Candidate) -> bool:
    """Whether nothing but a proof beside the name is wanting."""
    rules = {term.level for term in candidate.terms if term.name == CONSTRAINT}
    return rules <= _LIFTED


def _accepted(candidate: Candidate) -> Candidate:
    weight = max(candidate.weight, math.log2(SURE / (1.0 - SURE)))
    term = Term(f"via {candidate.record.source}", "agree", weight - candidate.weight, _WORDS)
    return replace(
        candidate,
        weight=weight,
        probability=probability_of(weight),
        terms=(*candidate.terms, term),
        decision=Decision.ACCEPT,
    )


def _sorted(candidates: Iterator[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda c: (-c.probability, c.record.source, c.record.ref))
