"""What one account's system of record holds, and what is known to be bad, in any spelling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.compare.contacts import Contact, Contacts, contact_of, standing_judgements
from skiptrace.model.finding import Finding, FindingKind
from skiptrace.model.judgement import AGAINST, Judgement, Verdict
from skiptrace.model.receipt import ChangeKind
from skiptrace.model.subject import ContactStatus
from skiptrace.writeback.contacts import AccountContacts, KnownFact


@dataclass(frozen=True, slots=True)
class Word:
    """A judgement that no later one took back, on the fact that it speaks of."""

    judgement: Judgement
    fact: Contact

    @property
    def is_against(self) -> bool:
        """Whether it calls the fact bad or somebody else's."""
        return self.judgement.verdict in AGAINST

    @property
    def vouches(self) -> bool:
        """Whether it says that the fact is the debtor's."""
        return self.judgement.verdict is Verdict.RIGHT_PARTY


@dataclass(frozen=True, slots=True)
class Ledger:
    """The facts of one account that write-back is about, over all its obligors.

    `held` is in the system of record, `bad` must never be written, `judged_bad` by a person's word,
    `marked` are the values that are already marked bad there, `added` was written by an earlier
    batch or earlier in this plan.
    `filed` is what an address is doubtful beside, `confirmed` what a person vouched for; `words`
    are the judgements that stand.
    """

    held: Contacts
    bad: Contacts
    judged_bad: Contacts
    marked: frozenset[tuple[FindingKind, str]]
    added: Contacts
    filed: Contacts
    confirmed: Contacts
    words: Sequence[Word]


def read_ledger(entries: Sequence[AccountContacts]) -> Ledger:
    """The ledger of one account from all its entries; the latest judgement and receipt count.

    A known bad fact stays bad unless a person confirmed it on a later day than it went bad.
    """
    words = standing(entries)
    confirmed = Contacts(word.fact for word in words if word.vouches)
    known = [fact for entry in entries for fact in entry.known]
    bad = [f for f in known if f.status is ContactStatus.BAD and not _cleared(f, words)]
    added, taken = _receipted(entries)
    marked = [contact_of(kind, "", value) for kind, value in taken]
    taken_out = Contacts(marked)
    gone = set(bad)
    held = [f for f in known if f not in gone and contact(f) not in taken_out]
    return Ledger(
        held=Contacts(map(contact, held)),
        bad=Contacts(
            [
                *map(contact, bad),
                *(word.fact for word in words if word.is_against),
                *(fact for fact in marked if fact not in confirmed),
            ]
        ),
        judged_bad=Contacts(word.fact for word in words if word.is_against),
        marked=frozenset(taken),
        added=Contacts(added),
        filed=Contacts([*(contact(f) for f in held if not f.is_insufficient), *added]),
        confirmed=confirmed,
        words=words,
    )


def contact(fact: Finding | KnownFact) -> Contact:
    """A finding or a known fact, as it is compared."""
    return contact_of(fact.kind, fact.key, fact.value)


def standing(entries: Sequence[AccountContacts]) -> list[Word]:
    """The latest judgement on each fact, in whatever spelling it was judged, the latest first."""
    values = {(f.kind, f.key): f.value for entry in entries for f in entry.known}
    values |= {(f.kind, f.key): f.value for entry in entries for f in entry.findings}
    judgements = {j for entry in entries for j in entry.judgements}

    def fact_of(one: Judgement) -> Contact:
        return contact_of(one.kind, one.key, values.get((one.kind, one.key), ""))

    return [Word(one, fact) for one, fact in standing_judgements(judgements, fact_of)]


def _cleared(fact: KnownFact, words: Iterable[Word]) -> bool:
    since, mine = fact.since, Contacts([contact(fact)])
    return since is not None and any(
        word.vouches and word.judgement.at.date() > since.earliest() and word.fact in mine
        for word in words
    )


def _receipted(
    entries: Sequence[AccountContacts],
) -> tuple[list[Contact], list[tuple[FindingKind, str]]]:
    """The facts added and the values marked bad by receipts that stand; the latest one counts."""
    receipts = {r for entry in entries for r in entry.receipts if r.undone is None}
    later, added_later = Contacts(), Contacts()
    added: list[Contact] = []
    marked: list[tuple[FindingKind, str]] = []
    for receipt in sorted(receipts, key=lambda r: (r.at, r.change.value), reverse=True):
        change = receipt.change
        kind = FindingKind(change.fact)
        fact = contact_of(kind, "", change.value)
        if change.kind is not ChangeKind.ADD:
            marked += [] if fact in added_later else [(kind, change.value)]
        elif fact not in later:
            added.append(fact)
            added_later.add(fact)
        later.add(fact)
    return added, marked
