"""The holds of an account as they stand: its own, and those of the person's other accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from matching.same_person import Identity, Sameness, identity_of, sameness
from skiptrace.casefile.account_reading import read_holds, read_subjects
from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.person_keys import sharing_a_key
from skiptrace.casefile.statements import Tx, chunks
from skiptrace.casefile.tables.accounts import obligor
from skiptrace.casefile.waivers import read_waivers, standing
from skiptrace.model.account import Hold, Reach, Waiver

_LIABLE = select(obligor.c.account_id, obligor.c.subject_id).distinct()
_SUBJECTS = _LIABLE.where(is_wanted(obligor.c.account_id))
_ACCOUNTS = _LIABLE.where(is_wanted(obligor.c.subject_id))
_REACHES = {Sameness.SAME: Reach.SAME_PERSON, Sameness.DOUBTFUL: Reach.MAYBE_PERSON}


def standing_holds(tx: Tx, account_ids: Sequence[str]) -> dict[str, list[Hold]]:
    """Every hold that each account is judged by, released ones included, its own first.

    A hold of another account of the same person, or of one who may be the same, says so in its
    `reach`; how far it binds is the hold table's to say. Nothing is decrypted but the subjects of
    accounts that share a key with a held one.
    """
    found = read_holds(tx, account_ids)
    own = {account_id: found.get(account_id, []) for account_id in account_ids}
    borne = _borne(tx, own, account_ids)
    waivers = read_waivers(tx, account_ids)
    return {
        account_id: [
            _waived(hold, waivers.get(account_id, ()))
            for hold in (*own[account_id], *borne.get(account_id, ()))
        ]
        for account_id in own
    }


def same_debtors(tx: Tx, subject_ids: Sequence[str]) -> dict[str, Reach]:
    """The accounts of these subjects and of whoever is, or may be, the same person, and how surely.

    It is the judgement by which holds follow a person. Nothing is decrypted but subjects that share
    a key with one of these.
    """
    neighbours = sharing_a_key(tx, subject_ids)
    accounts = _accounts_of(tx, {*subject_ids, *neighbours})
    kin = _Kin(neighbours, accounts, frozenset())
    subjects = read_subjects(tx, sorted(kin.reachable(subject_ids)))
    kin.identities.update({i: identity_of(subject) for i, subject in subjects.items()})
    return kin.related(subject_ids)


def _waived(hold: Hold, waivers: Iterable[Waiver]) -> Hold:
    """The hold as the account's waivers leave it; only another account's is waived as a whole."""
    mine = [w for w in standing(waivers) if _is_of(w, hold)]
    matters = frozenset(w.matter for w in mine if w.matter)
    whole = next((w for w in mine if not w.matter and not hold.is_own), None)
    if whole is not None and hold.released is None:
        hold = replace(hold, released=whole.on, release_evidence=whole.evidence)
    return replace(hold, waived_for=matters) if matters else hold


def _is_of(waiver: Waiver, hold: Hold) -> bool:
    """Whether the waiver is of this very hold; a later one of its code and day has none."""
    is_alike = (waiver.hold_account_id, waiver.code, waiver.since) == hold.place[:3]
    return is_alike and waiver.source in ("", hold.source)


def _borne(
    tx: Tx, own: Mapping[str, list[Hold]], account_ids: Sequence[str]
) -> dict[str, list[Hold]]:
    """By account, the holds of the same people's other accounts."""
    roots = _subjects_of(tx, account_ids)
    mine = {subject for subjects in roots.values() for subject in subjects}
    neighbours = sharing_a_key(tx, mine)
    accounts = _accounts_of(tx, mine | neighbours.keys())
    beyond = {a for found in accounts.values() for a in found} - own.keys()
    holds = {a: h for a, h in {**own, **read_holds(tx, sorted(beyond))}.items() if h}
    kin = _Kin(neighbours, accounts, frozenset(holds))
    telling = [account_id for account_id, mine in roots.items() if kin.is_held(account_id, mine)]
    wanted = {subject for account_id in telling for subject in kin.reachable(roots[account_id])}
    subjects = read_subjects(tx, sorted(wanted))
    kin.identities.update({i: identity_of(subject) for i, subject in subjects.items()})
    shared = {a for a, found in _subjects_of(tx, sorted(holds)).items() if len(found) > 1}
    return {i: _reaching(i, kin.related(roots[i]), holds, shared) for i in telling}


def _reaching(
    account_id: str,
    related: Mapping[str, Reach],
    holds: Mapping[str, list[Hold]],
    shared: set[str],
) -> list[Hold]:
    """The holds of the related accounts; whose hold one of several obligors is, nobody knows."""
    return [
        replace(hold, reach=Reach.MAYBE_PERSON if other in shared else reach)
        for other, reach in sorted(related.items())
        if other != account_id
        for hold in holds.get(other, ())
    ]


@dataclass(slots=True)
class _Kin:
    """Who shares a key with whom, whose accounts those are, and which accounts are held."""

    neighbours: Mapping[str, frozenset[str]]
    accounts: Mapping[str, frozenset[str]]
    held: frozenset[str]
    identities: dict[str, Identity] = field(default_factory=dict)
    _known: dict[tuple[str, str], Sameness] = field(default_factory=dict)

    def reachable(self, subjects: Iterable[str]) -> set[str]:
        """The subjects that keys lead to, whoever they are, these included."""
        wanted = list(subjects)
        seen = set(wanted)
        while wanted:
            new = self.neighbours.get(wanted.pop(), frozenset()) - seen
            seen |= new
            wanted += new
        return seen

    def is_held(self, account_id: str, subjects: Sequence[str]) -> bool:
        """Whether another account that keys lead to is held."""
        elsewhere = self.held - {account_id}
        reached = (self.accounts.get(s, frozenset()) for s in self.reachable(subjects))
        return any(accounts & elsewhere for accounts in reached)

    def related(self, subjects: Sequence[str]) -> dict[str, Reach]:
        """Accounts of the same people, and how surely.

        One person's accounts hang together in chains; a chain with one doubtful link is doubtful,
        and one with two is none.
        """
        people = dict.fromkeys(subjects, Reach.SAME_PERSON)
        wanted = list(subjects)
        while wanted:
            one = wanted.pop()
            for other in self.neighbours.get(one, frozenset()):
                reach = _chained(people[one], self._sameness(one, other))
                if reach is not None and _is_surer(reach, people.get(other)):
                    people[other] = reach
                    wanted.append(other)
        found: dict[str, Reach] = {}
        for subject, reach in people.items():
            for account in self.accounts.get(subject, frozenset()):
                if _is_surer(reach, found.get(account)):
                    found[account] = reach
        return found

    def _sameness(self, one: str, other: str) -> Sameness:
        pair = (min(one, other), max(one, other))
        if pair not in self._known:
            self._known[pair] = sameness(self.identities[one], self.identities[other])
        return self._known[pair]


def _chained(reach: Reach, link: Sameness) -> Reach | None:
    if link is Sameness.DIFFERENT or (reach, link) == (Reach.MAYBE_PERSON, Sameness.DOUBTFUL):
        return None
    return Reach.MAYBE_PERSON if reach is Reach.MAYBE_PERSON else _REACHES[link]


def _is_surer(reach: Reach, known: Reach | None) -> bool:
    return known is None or (known is Reach.MAYBE_PERSON and reach is Reach.SAME_PERSON)


def _subjects_of(tx: Tx, account_ids: Sequence[str]) -> dict[str, list[str]]:
    """The subjects of each account, once each."""
    found: dict[str, list[str]] = defaultdict(list)
    for piece in chunks(account_ids):
        for account_id, subject_id in tx.execute(_SUBJECTS, {"wanted": piece}):
            found[account_id].append(subject_id)
    return found


def _accounts_of(tx: Tx, subject_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """The accounts of each subject."""
    found: dict[str, set[str]] = defaultdict(set)
    for piece in chunks(sorted(subject_ids)):
        for account_id, subject_id in tx.execute(_ACCOUNTS, {"wanted": piece}):
            found[subject_id].add(account_id)
    return {subject_id: frozenset(accounts) for subject_id, accounts in found.items()}
