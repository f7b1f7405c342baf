"""The account book: what the creditor placed, version by version, and what is due for a trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, and_, case, or_, select

from skiptrace.casefile.account_adding import (
    Added,
    Adding,
    add_new_holds,
    add_new_mail,
    known_otherwise,
)
from skiptrace.casefile.account_due import current_obligors, due_obligors
from skiptrace.casefile.account_entries import read_entries
from skiptrace.casefile.account_reading import AccountEntry, known_numbers, read_accounts
from skiptrace.casefile.account_rows import INDEXED_FIELDS, NUMBER, sought
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.standing_holds import standing_holds
from skiptrace.casefile.statements import Tx, chunks, is_newest
from skiptrace.casefile.tables import accounts as t
from skiptrace.casefile.waivers import add_waivers, approved_by, read_waivers, standing
from skiptrace.model.account import Account, Hold, ObligorRole, ReturnedMail, Waiver
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import TraceOrder
from skiptrace.model.subject import Subject

__all__ = ["AccountBook", "AccountEntry", "Added"]


class AccountBook:
    """Accounts, obligors, subjects, holds and returned mail; a change is a new version."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def account_id(self, number: str) -> str:
        """The id of the account of that number, the same in every run with the same key file."""
        if not number.strip():
            raise CaseFileError("an account number is empty")
        return self._keys.identifier("acc", number.strip())

    def subject_id(self, account_id: str, role: ObligorRole, ordinal: int = 1) -> str:
        """The id of an account's subject; `ordinal` tells several of one role apart."""
        return self._keys.identifier("sub", account_id, role.value, str(ordinal))

    def identify(self, entry: AccountEntry) -> AccountEntry:
        """The entry with every empty id filled in; ids that it has are kept.

        Holds that it was read with and that stand on other accounts stay there.
        """
        own = (hold for hold in entry.holds if hold.is_own)
        entry = replace(entry, holds=tuple(replace(h, waived_for=frozenset()) for h in own))
        if entry.account.id and entry.subject.id and _is_whole(entry):
            return entry
        account_id = entry.account.id or self.account_id(entry.account.number)
        subject_id = entry.subject.id or self.subject_id(account_id, entry.role)
        mail = entry.returned_mail
        return AccountEntry(
            replace(entry.account, id=account_id),
            replace(entry.subject, id=subject_id),
            entry.role,
            tuple(replace(hold, account_id=account_id) for hold in entry.holds),
            _owned(mail, account_id, subject_id) if mail else None,
        )

    def add(self, tx: Tx, entries: Sequence[AccountEntry]) -> Added:
        """Insert what the entries say that is not known; a changed entry supersedes the earlier.

        Raises CaseFileError for an empty account number, or one known under another account id.
        """
        whole = [self.identify(entry) for entry in entries]
        adding = Adding.of(tx, self._keys, whole)
        for ordinal, entry in enumerate(whole, start=1):
            adding.take(ordinal, entry)
        adding.insert(tx)
        add_new_holds(tx, [hold for entry in whole for hold in entry.holds])
        add_new_mail(tx, [entry.returned_mail for entry in whole if entry.returned_mail])
        return Added(**adding.counts)

    def known_otherwise(self, tx: Tx, subjects: Sequence[Subject]) -> dict[str, Subject]:
        """Of subjects, by id, those that are known by other facts, as they are known."""
        return known_otherwise(tx, self._keys, subjects)

    def add_holds(self, tx: Tx, holds: Sequence[Hold]) -> int:
        """Insert holds; one with the code, day and source of an earlier one supersedes it.

        Gives the number of holds that said something new.
        """
        return add_new_holds(tx, holds)

    def waive(self, tx: Tx, waivers: Sequence[Waiver]) -> None:
        """Let pass what a named person waived of holds."""
        add_waivers(tx, waivers)

    def waivers(self, tx: Tx, account_id: str) -> list[Waiver]:
        """What still passes on the account in spite of holds."""
        return standing(read_waivers(tx, [account_id]).get(account_id, ()))

    def approved_by(self, tx: Tx, orders: Sequence[TraceOrder]) -> dict[str, frozenset[str]]:
        """By id of an order with a matter, the users whose approval of it stands."""
        return approved_by(tx, orders)

    def number_of(self, tx: Tx, account_id: str) -> str:
        """The number of the account of that id; empty when it was never placed."""
        found = read_accounts(tx, [account_id]).get(account_id)
        return found.number if found is not None else ""

    def find(self, tx: Tx, number: str) -> AccountEntry | None:
        """The account of that number with its primary obligor, found by blind index."""
        index = self._keys.index(NUMBER, number.strip())
        account_id = known_numbers(tx, [index]).get(index)
        return self.get(tx, account_id) if account_id else None

    def get(self, tx: Tx, account_id: str) -> AccountEntry | None:
        """The account with its primary obligor, or with the first obligor if none is primary."""
        return self.of(tx, [account_id]).get(account_id)

    def of(self, tx: Tx, account_ids: Sequence[str]) -> dict[str, AccountEntry]:
        """Each account as `get` gives it."""
        found: dict[str, AccountEntry] = {}
        for piece in chunks(account_ids):
            for entry in _entries(tx, t.obligor.c.account_id.in_(piece)):
                found.setdefault(entry.account.id, entry)
        return found

    def obligors(self, tx: Tx, account_id: str) -> list[AccountEntry]:
        """One entry for each obligor of the account, the primary one first."""
        return self.everybody(tx, [account_id]).get(account_id, [])

    def everybody(self, tx: Tx, account_ids: Sequence[str]) -> dict[str, list[AccountEntry]]:
        """The obligors of each account that is known, as `obligors` gives them."""
        found: dict[str, list[AccountEntry]] = {}
        for piece in chunks(account_ids):
            for entry in _entries(tx, t.obligor.c.account_id.in_(piece)):
                found.setdefault(entry.account.id, []).append(entry)
        return found

    def standing(self, tx: Tx, ids: Sequence[str]) -> dict[str, tuple[Account, tuple[Hold, ...]]]:
        """Each account with its holds as they stand now, the person's others included."""
        accounts = read_accounts(tx, ids)
        holds = standing_holds(tx, ids)
        return {i: (account, tuple(holds[i])) for i, account in accounts.items()}

    def page(self, tx: Tx, after: tuple[str, str], limit: int) -> list[AccountEntry]:
        """The next entries of the case file after that (account id, subject id), in their order."""
        columns = t.obligor.c
        query = current_obligors().where(
            or_(
                columns.account_id > after[0],
                and_(columns.account_id == after[0], columns.subject_id > after[1]),
            )
        )
        ordered = query.order_by(None).order_by(columns.account_id, columns.subject_id)
        return read_entries(tx, tx.execute(ordered.limit(limit)).mappings().all())

    def due(
        self, tx: Tx, as_of: date, closed: frozenset[str], limit: int | None = None
    ) -> list[AccountEntry]:
        """Accounts with returned mail and no locate order for their current version yet.

        Those of a status in `closed` are left out. Oldest intake first; `limit` None gives all.
        See `account_due.due_obligors`.
        """
        return self.due_after(tx, 0, (as_of, closed), limit)[0]

    def due_after(
        self, tx: Tx, place: int, due: tuple[date, frozenset[str]], limit: int | None
    ) -> tuple[list[AccountEntry], int]:
        """Those that are `due` behind a place in the order of intake, and the place of the last.

        From page to page nothing is looked at again; where none is due the place is as it was.
        """
        behind = due_obligors(*due).where(t.obligor.c.seq > place)
        rows = tx.execute(behind.limit(limit)).mappings().all()
        return read_entries(tx, rows), rows[-1]["seq"] if rows else place

    def subjects_with(self, tx: Tx, field: str, value: str) -> frozenset[str]:
        """Ids of subjects whose newest version has that value, found by blind index.

        `field` is one of INDEXED_FIELDS; a name is sought as `given surname`, an address as
        `line ZIP`. Case and blanks do not count.
        """
        if field not in INDEXED_FIELDS:
            raise CaseFileError(f"subjects cannot be looked up by {field!r}")
        index = self._keys.index(f"subject.{field}", sought(value))
        facts, heads = t.subject_fact.c, t.subject.c
        query = (
            select(facts.subject_id)
            .join(t.subject, (heads.id == facts.subject_id) & (heads.version == facts.version))
            .where(facts.field == field, facts.value_index == index, is_newest(t.subject, "id"))
        )
        return frozenset(tx.execute(query).scalars())


def _owned(mail: ReturnedMail, account_id: str, subject_id: str) -> ReturnedMail:
    """A piece whose mail it is known: the obligor's whom it came with, unless it says another."""
    return replace(mail, account_id=account_id, subject_id=mail.subject_id or subject_id)


def _is_whole(entry: AccountEntry) -> bool:
    mail = entry.returned_mail
    has_owner = mail is None or bool(mail.subject_id)
    ids = {hold.account_id for hold in entry.holds} | ({mail.account_id} if mail else set())
    return has_owner and ids <= {entry.account.id}


def _entries(tx: Tx, wanted: ColumnElement[bool]) -> list[AccountEntry]:
    """The entries of obligors, of each account the primary one first."""
    primary_first = case((t.obligor.c.role == ObligorRole.PRIMARY.value, 0), else_=1)
    query = current_obligors().where(wanted).order_by(None)
    rows = tx.execute(query.order_by(primary_first, t.obligor.c.seq))
    return read_entries(tx, rows.mappings().all())
