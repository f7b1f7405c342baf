"""The holds of an account as they stand: its own, and those of the person's other accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from skiptrace.casefile.account_reading import read_holds
from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.kin import Kin, by_account, kin_of, most_of
from skiptrace.casefile.statements import Tx, chunks
from skiptrace.casefile.tables.accounts import obligor
from skiptrace.casefile.waivers import read_waivers, standing
from skiptrace.model.account import Hold, Reach, Waiver

_SUREST = (Reach.SAME_PERSON, Reach.MAYBE_PERSON)
_LIABLE = select(obligor.c.account_id, obligor.c.subject_id).distinct()
_SUBJECTS = _LIABLE.where(is_wanted(obligor.c.account_id))
_ACCOUNTS = _LIABLE.where(is_wanted(obligor.c.subject_id))


def standing_holds(tx: Tx, account_ids: Sequence[str]) -> dict[str, list[Hold]]:
    """Every hold that each account is judged by, released ones included, its own first.

    A hold of another account of the same person, or of one who may be the same, says so in its
    `reach`, and in `reaches` which obligor that is; how far it binds is the hold table's to say.
    Nothing is decrypted but the subjects of accounts that share a key with a held one.
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
    kin = kin_of(tx, subject_ids, most_of(subject_ids))
    kin.know(tx, kin.reachable(subject_ids))
    people = kin.people(subject_ids)
    return by_account(people, _accounts_of(tx, people))


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
    is_of_it = (waiver.source, waiver.subject_id) == (hold.source, hold.subject_id)
    return is_alike and (not waiver.source or is_of_it)


def _borne(
    tx: Tx, own: Mapping[str, list[Hold]], account_ids: Sequence[str]
) -> dict[str, list[Hold]]:
    """By account, the holds of the same people's other accounts."""
    roots = _subjects_of(tx, account_ids)
    mine = {subject for subjects in roots.values() for subject in subjects}
    kin = kin_of(tx, mine, most_of(mine))
    accounts = _accounts_of(tx, mine | kin.others())
    beyond = {a for found in accounts.values() for a in found} - own.keys()
    holds = {a: h for a, h in {**own, **read_holds(tx, sorted(beyond))}.items() if h}
    telling = [
        account_id
        for account_id, subjects in roots.items()
        if _is_held(kin.reachable(subjects), accounts, holds.keys() - {account_id})
    ]
    kin.know(tx, {subject for i in telling for subject in kin.reachable(roots[i])})
    shared = {a for a, found in _subjects_of(tx, sorted(holds)).items() if len(found) > 1}
    return {i: _reaching(i, roots[i], _Elsewhere(kin, accounts, holds, shared)) for i in telling}


def _is_held(
    subjects: Iterable[str], accounts: Mapping[str, frozenset[str]], held: AbstractSet[str]
) -> bool:
    """Whether one of the accounts of these subjects is among the held ones."""
    return any(not held.isdisjoint(accounts.get(subject, ())) for subject in subjects)


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """Who is who beyond some accounts, their accounts there, and what holds those.

    `shared` are the accounts of several obligors.
    """

    kin: Kin
    accounts: Mapping[str, frozenset[str]]
    holds: Mapping[str, list[Hold]]
    shared: set[str]

    def of(self, subject: str, account_id: str) -> Iterator[tuple[Hold, Reach]]:
        """The holds that follow a subject to that account, and how surely each is the subject's."""
        people = self.kin.people([subject])
        for other, reach in sorted(by_account(people, self.accounts).items()):
            for hold in self.holds.get(other, ()) if other != account_id else ():
                found = self._reach(hold, people, reach)
                if found is not None:
                    yield hold, found

    def _reach(self, hold: Hold, people: Mapping[str, Reach], reach: Reach) -> Reach | None:
        """How a hold reaches; one of several obligors it may be of, where it does not say whose."""
        if hold.subject_id:
            return people.get(hold.subject_id)
        return Reach.MAYBE_PERSON if hold.account_id in self.shared else reach


def _reaching(account_id: str, roots: Sequence[str], elsewhere: _Elsewhere) -> list[Hold]:
    """The holds that reach the account through its obligors, each once: through whom, how surely.

    One that reaches it through several is about any of them.
    """
    found: dict[tuple[str, str, date, str, str], Hold] = {}
    for root in roots:
        for hold, reach in elsewhere.of(root, account_id):
            known = found.get(hold.place)
            if known is None:
                found[hold.place] = replace(hold, reach=reach, reaches=root)
            else:
                surest = min(reach, known.reach, key=_SUREST.index)
                found[hold.place] = replace(known, reach=surest, reaches="")
    return sorted(found.values(), key=lambda hold: hold.account_id)


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
