"""What one account's system of record holds, and what is known to be bad, as marks of sameness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from skiptrace.model.finding import Finding, FindingKind
from skiptrace.model.judgement import Judgement, Verdict
from skiptrace.model.receipt import ChangeKind
from skiptrace.model.subject import ContactStatus
from skiptrace.writeback.contacts import AccountContacts, KnownFact
from skiptrace.writeback.sameness import Marks, marks


@dataclass(frozen=True, slots=True)
class Ledger:
    """The marks of one account, over all its obligors.

    `held` is in the system of record, `bad` must never be written, `marked` is already marked bad
    there, `added` was written by an earlier batch or earlier in this plan.
    """

    held: Marks
    bad: Marks
    marked: Marks
    added: Marks

    def with_added(self, more: Marks) -> Ledger:
        """The ledger after an addition."""
        return replace(self, added=self.added | more)

    def with_marked(self, more: Marks) -> Ledger:
        """The ledger after a fact was marked bad."""
        return replace(self, marked=self.marked | more)


def read_ledger(entries: Sequence[AccountContacts]) -> Ledger:
    """The ledger of one account from all its entries; the latest judgement and receipt count.

    A known bad fact stays bad unless a person confirmed it on a later day than it went bad.
    """
    latest = [j for entry in entries for j in standing(entry.judgements)]
    cleared = union(judged(j) for j in latest if j.verdict is Verdict.RIGHT_PARTY)
    condemned = union(judged(j) for j in latest if j.verdict is not Verdict.RIGHT_PARTY)
    known = [fact for entry in entries for fact in entry.known]
    bad = [f for f in known if f.status is ContactStatus.BAD and not _cleared(f, latest)]
    added, marked = _receipted(entries)
    return Ledger(
        held=union(marks_of(f) for f in known if f not in bad) - marked,
        bad=union(marks_of(f) for f in bad) | condemned | (marked - cleared),
        marked=marked,
        added=added,
    )


def standing(judgements: Sequence[Judgement]) -> list[Judgement]:
    """The latest judgement on each kind and key."""
    newest: dict[tuple[FindingKind, str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: j.at):
        newest[judgement.kind, judgement.key] = judgement
    return list(newest.values())


def marks_of(fact: Finding | KnownFact) -> Marks:
    """The marks of a finding or a known fact, by key and by value."""
    return marks(fact.kind, fact.key, fact.value)


def judged(judgement: Judgement) -> Marks:
    """The marks of the fact that a judgement speaks of."""
    return marks(judgement.kind, judgement.key)


def union(many: Iterable[Marks]) -> Marks:
    """All the marks together."""
    nothing: Marks = frozenset()
    return nothing.union(*many)


def _cleared(fact: KnownFact, latest: Sequence[Judgement]) -> bool:
    since = fact.since
    return since is not None and any(
        judgement.verdict is Verdict.RIGHT_PARTY
        and judgement.at.date() > since.earliest()
        and bool(judged(judgement) & marks_of(fact))
        for judgement in latest
    )


def _receipted(entries: Sequence[AccountContacts]) -> tuple[Marks, Marks]:
    """The marks added and those marked bad by receipts that stand; the latest receipt counts."""
    receipts = {r for entry in entries for r in entry.receipts if r.undone is None}
    last: dict[tuple[FindingKind, str], ChangeKind] = {}
    for receipt in sorted(receipts, key=lambda r: r.at):
        change = receipt.change
        for mark in marks(FindingKind(change.fact), change.value):
            last[mark] = change.kind
    added = frozenset(mark for mark, kind in last.items() if kind is ChangeKind.ADD)
    return added, frozenset(last) - added
