"""Adding accounts: which versions the entries of a file make new, and the rows they become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, select, tuple_

from skiptrace.casefile import account_rows as rows_of
from skiptrace.casefile import codec
from skiptrace.casefile.account_reading import (
    AccountEntry,
    known_numbers,
    read_holds,
    read_subjects,
)
from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.creditor_keys import creditor_key_row
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.find_keys import find_key_rows
from skiptrace.casefile.known_by import search_text
from skiptrace.casefile.person_keys import person_key_rows
from skiptrace.casefile.statements import Row, Tx, chunks, insert_all, is_newest, owned_rows
from skiptrace.casefile.tables import accounts as t
from skiptrace.casefile.tables.people import find_key, person_key
from skiptrace.model.account import Account, Hold, ObligorRole, ReturnedMail
from skiptrace.model.errors import CaseFileError
from skiptrace.model.subject import Subject

Version = tuple[int, bytes]
SearchVersion = tuple[int, bytes]
_REST = codec.Codec(tuple[ObligorRole, tuple[Hold, ...], ReturnedMail | None])


@dataclass(frozen=True, slots=True)
class Added:
    """How many entries were new, changed something, or said what was known already."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class Adding:
    """One grouped addition: what the case file knows, and the rows that are to be inserted."""

    keys: Keyring
    accounts: dict[str, Version]
    subjects: dict[str, Version]
    obligors: dict[tuple[str, str], tuple[Version, SearchVersion]]
    numbers: dict[bytes, str]
    rows: dict[Table, list[Row]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "unchanged": 0})

    @classmethod
    def of(cls, tx: Tx, keys: Keyring, entries: Sequence[AccountEntry]) -> Adding:
        """What the case file knows of these entries."""
        account_ids = [entry.account.id for entry in entries]
        numbers = [keys.index(rows_of.NUMBER, e.account.number.strip()) for e in entries]
        return cls(
            keys,
            _versions(tx, t.account, account_ids),
            _versions(tx, t.subject, [entry.subject.id for entry in entries]),
            _obligor_versions(tx, [(e.account.id, e.subject.id) for e in entries]),
            known_numbers(tx, numbers),
        )

    def take(self, ordinal: int, entry: AccountEntry) -> None:
        """Turn one entry into rows, if it says anything new."""
        index = self.keys.index(rows_of.NUMBER, entry.account.number.strip())
        if self.numbers.setdefault(index, entry.account.id) != entry.account.id:
            raise CaseFileError(f"entry {ordinal}: its account number stands under another id")
        pair = (entry.account.id, entry.subject.id)
        placed = replace(entry.account, notice_undelivered=False)
        of_account = self.keys.index("account.digest", codec.ACCOUNT.said(placed))
        of_subject = _said_digest(self.keys, entry.subject)
        digest = self._digest(entry, of_account, of_subject)
        (version, known), searched = self.obligors.get(pair, ((0, b""), (0, b"")))
        if digest == known:
            self.counts["unchanged"] += 1
            return
        self.counts["changed" if version else "new"] += 1
        search = self._searched(entry, searched)
        self.obligors[pair] = ((version + 1, digest), search)
        self._put(
            t.obligor,
            {
                "account_id": pair[0],
                "subject_id": pair[1],
                "version": version + 1,
                "role": entry.role.value,
                "digest": digest,
                "search_version": search[0],
                "search_digest": search[1],
            },
        )
        self._take_account(entry.account, of_account)
        self._take_subject(entry.subject, of_subject)

    def insert(self, tx: Tx) -> None:
        """Insert every row taken, parents first."""
        people = (t.subject, t.subject_fact, person_key, find_key)
        for table in (t.account, t.creditor_key, *people, t.obligor):
            insert_all(tx, table, self.rows.get(table, ()))

    def _put(self, table: Table, *rows: Row) -> None:
        self.rows.setdefault(table, []).extend(rows)

    def _digest(self, entry: AccountEntry, of_account: bytes, of_subject: bytes) -> bytes:
        mail = entry.own_mail and replace(entry.own_mail, subject_id="")
        rest = _REST.said((entry.role, entry.holds, mail))
        return self.keys.index("entry.digest", of_account.hex() + of_subject.hex() + rest)

    def _searched(self, entry: AccountEntry, before: SearchVersion) -> SearchVersion:
        """The version of what a search of this obligor rests on: another balance is no new one."""
        version, known = before
        digest = self.keys.index("search.digest", search_text(entry))
        return before if digest == known else (version + 1, digest)

    def _take_account(self, account: Account, digest: bytes) -> None:
        version, known = self.accounts.get(account.id, (0, b""))
        if digest != known:
            self.accounts[account.id] = (version + 1, digest)
            row = rows_of.account_row(self.keys, account, version + 1)
            self._put(t.account, row | {"digest": digest})
            self._put(t.creditor_key, creditor_key_row(self.keys, account, version + 1))

    def _take_subject(self, subject: Subject, digest: bytes) -> None:
        version, known = self.subjects.get(subject.id, (0, b""))
        if digest != known:
            self.subjects[subject.id] = (version + 1, digest)
            head = {"id": subject.id, "version": version + 1, "kind": subject.kind.value}
            self._put(t.subject, head | {"digest": digest})
            facts = list(rows_of.subject_facts(subject))
            self._put(t.subject_fact, *rows_of.fact_rows(self.keys, subject, version + 1, facts))
            self._put(person_key, *person_key_rows(self.keys, subject, version + 1))
            self._put(find_key, *find_key_rows(self.keys, subject, version + 1))


def known_otherwise(tx: Tx, keys: Keyring, subjects: Sequence[Subject]) -> dict[str, Subject]:
    """Of subjects, by id, those that are known by other facts, as they are known.

    Nobody is decrypted who is known by these facts.
    """
    stored = _versions(tx, t.subject, [subject.id for subject in subjects])
    changed = {
        subject.id
        for subject in subjects
        if subject.id in stored and stored[subject.id][1] != _said_digest(keys, subject)
    }
    return read_subjects(tx, sorted(changed))


def _said_digest(keys: Keyring, subject: Subject) -> bytes:
    return keys.index("subject.digest", codec.SUBJECT.said(subject))


def add_new_holds(tx: Tx, holds: Sequence[Hold]) -> int:
    """Insert the holds that say something new (a new hold, or a release of one); how many."""
    known = read_holds(tx, [hold.account_id for hold in holds])
    new = [h for h in dict.fromkeys(holds) if h not in known.get(h.account_id, ())]
    insert_all(tx, t.hold, [rows_of.hold_row(hold) for hold in new])
    return len(new)


def add_new_mail(tx: Tx, mail: Sequence[ReturnedMail]) -> None:
    """Insert the pieces of returned mail that are not known yet."""
    rows = owned_rows(tx, t.returned_mail, [m.account_id for m in mail])
    known = {rows_of.mail_from_row(row) for of_one in rows.values() for row in of_one}
    new = [m for m in dict.fromkeys(mail) if m not in known]
    insert_all(tx, t.returned_mail, [rows_of.mail_row(m) for m in new])


def _versions(tx: Tx, table: Table, ids: Sequence[str]) -> dict[str, Version]:
    found: dict[str, Version] = {}
    for piece in chunks(ids):
        for row in tx.execute(_newest(table), {"wanted": piece}):
            found[row.id] = (row.version, row.digest)
    return found


@cache
def _newest(table: Table) -> Select[Any]:
    query = select(table.c.id, table.c.version, table.c.digest)
    return query.where(is_wanted(table.c.id), is_newest(table, "id"))


def _obligor_versions(
    tx: Tx, pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[Version, SearchVersion]]:
    found: dict[tuple[str, str], tuple[Version, SearchVersion]] = {}
    columns = t.obligor.c
    newest = is_newest(t.obligor, "account_id", "subject_id")
    for piece in chunks(pairs):
        wanted = tuple_(columns.account_id, columns.subject_id).in_(piece)
        for row in tx.execute(select(t.obligor).where(wanted, newest)):
            found[row.account_id, row.subject_id] = (
                (row.version, row.digest),
                (row.search_version, row.search_digest),
            )
    return found
