"""How many accounts stand alike: by status and open hold codes, counted where both lie in clear.

No row's mac is asked for, and of what is sealed nothing but the state is opened, so that a million
accounts take seconds: this is for a forecast, and never for a decision about one account.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, select

from skiptrace.casefile.account_rows import state_of
from skiptrace.casefile.apart import in_stretches, pages
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.row_owners import account_owner
from skiptrace.casefile.statements import Tx, is_newest
from skiptrace.casefile.tables.accounts import account, hold
from skiptrace.casefile.tables.owner_keys import owner_key

Profile = tuple[str, tuple[str, ...], str]
"""Status, own hold codes in their order, and the account's state; empty where it was not read."""


def profiles(tx: Tx, on: date) -> Counter[Profile]:
    """The number of accounts of each profile on a day; no state is read."""
    codes = _open_codes(tx, on)
    found: Counter[Profile] = Counter()
    for row in tx.execute(_statuses_counted()):
        found[row.status, (), ""] += row.accounts
    for row in tx.execute(_statuses_of_held(on)):
        held = codes.get(row.id, ())
        if held:
            found[row.status, held, ""] += 1
            found[row.status, (), ""] -= 1
    return +found


def _open_codes(tx: Tx, on: date) -> dict[str, tuple[str, ...]]:
    """The codes that stand open on a day, by account.

    Each release is a row of its own beside the one that it releases.
    """
    t = hold.c
    placed = func.sum(case((t.released.is_(None), 1), else_=0))
    lifted = func.sum(case((t.released <= on, 1), else_=0))
    query = (
        select(t.account_id, t.code)
        .where(t.since <= on)
        .group_by(t.account_id, t.code, t.since)
        .having(placed > lifted)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for account_id, code in tx.execute(query):
        found[account_id].add(code)
    return {account_id: tuple(sorted(codes)) for account_id, codes in found.items()}


def _newest() -> Select[Any]:
    last = select(account.c.id, func.max(account.c.version).label("version")).group_by(account.c.id)
    newest = last.subquery()
    same = and_(account.c.id == newest.c.id, account.c.version == newest.c.version)
    return select(account.c.id, account.c.status).join(newest, same)


def _statuses_counted() -> Select[Any]:
    found = _newest().subquery()
    return select(found.c.status, func.count().label("accounts")).group_by(found.c.status)


def _statuses_of_held(on: date) -> Select[Any]:
    held = select(hold.c.account_id).where(hold.c.since <= on)
    return _newest().where(account.c.id.in_(held))


def placed_profiles(tx: Tx, keys: Keyring, on: date, closed: Set[str]) -> Counter[Profile]:
    """The number of accounts of each profile on a day, with their states.

    Of those whose status is one of `closed` no state is read. Several processes share many accounts
    where the transaction only reads; an account that changes meanwhile may then be left out.
    """
    last = tx.execute(select(func.max(account.c.seq))).scalar() or 0
    return sum(in_stretches(tx, keys, _Placed(on, frozenset(closed)), last), Counter())


@dataclass(frozen=True, slots=True)
class _Placed:
    """Counts the accounts whose newest rows have these numbers, page by page.

    Of what is sealed nothing but the state is looked at.
    """

    on: date
    closed: frozenset[str]

    def __call__(self, tx: Tx, keys: Keyring, first: int, last: int) -> Counter[Profile]:
        codes = _open_codes(tx, self.on)
        found: Counter[Profile] = Counter()
        for page in pages(tx, _with_keys(), account.c.seq, (first, last)):
            for seq, account_id, status, placed, number, key in page:
                state = ""
                if status not in self.closed:
                    wrapped = None if key is None else (f"owner_key row {number}.key", key)
                    field = f"account row {seq}.placed"
                    state = state_of(keys.unseal_by(wrapped, field, placed))
                found[status, codes.get(account_id, ()), state] += 1
        return found


def _with_keys() -> Select[Any]:
    """The newest row of each account, with its owner's key as it is stored."""
    own = owner_key.c.owner == literal(account_owner("")) + account.c.id
    t = account.c
    columns = (t.seq, t.id, t.status, t.placed, owner_key.c.id, owner_key.c.key)
    return select(*columns).outerjoin(owner_key, own).where(is_newest(account, "id"))
