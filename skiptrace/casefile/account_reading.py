"""Reading accounts: the newest version of each, with subject, holds and returned mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import select

from skiptrace.casefile import account_rows
from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.statements import Tx, chunks, owned_rows
from skiptrace.casefile.tables import accounts as t
from skiptrace.model.account import Account, Hold, ObligorRole, ReturnedMail
from skiptrace.model.errors import CaseFileError
from skiptrace.model.subject import Subject

Stored: TypeAlias = dict[str, Any]
_NUMBERS = (
    select(t.account.c.number_index, t.account.c.id)
    .where(is_wanted(t.account.c.number_index))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One obligor's side of an account, as the creditor's file gave it.

    Empty ids are filled in when the entry is added. An entry that was read holds every hold that
    the account is judged by, those of the person's other accounts included, and the piece of
    returned mail that came in last of the obligor's own (`last_piece`).
    """

    account: Account
    subject: Subject
    role: ObligorRole = ObligorRole.PRIMARY
    holds: tuple[Hold, ...] = ()
    returned_mail: ReturnedMail | None = None

    @property
    def own_mail(self) -> ReturnedMail | None:
        """The piece, unless it is known to have gone to another obligor of the account."""
        mail = self.returned_mail
        return mail if mail is not None and mail.subject_id in ("", self.subject.id) else None


def read_roles(tx: Tx, account_ids: Sequence[str]) -> dict[tuple[str, str], ObligorRole]:
    """Why each subject is on each account, by the newest version."""
    newest: dict[tuple[str, str], Stored] = {}
    for rows in owned_rows(tx, t.obligor, account_ids).values():
        for row in rows:
            pair = (row["account_id"], row["subject_id"])
            newest[pair] = _later(newest.get(pair), row)
    return {pair: ObligorRole(row["role"]) for pair, row in newest.items()}


def read_accounts(tx: Tx, ids: Sequence[str]) -> dict[str, Account]:
    """The newest version of each account that is known."""
    versions = owned_rows(tx, t.account, ids)
    return {i: account_rows.account_from_row(_newest(rows)) for i, rows in versions.items() if rows}


def read_subjects(tx: Tx, ids: Sequence[str]) -> dict[str, Subject]:
    """The newest version of each subject that is known."""
    versions = owned_rows(tx, t.subject, ids)
    facts = owned_rows(tx, t.subject_fact, ids)
    return {
        subject_id: _subject(_newest(rows), facts[subject_id])
        for subject_id, rows in versions.items()
        if rows
    }


def _subject(head: Stored, facts: Sequence[Stored]) -> Subject:
    own = [row for row in facts if row["version"] == head["version"]]
    ordered = sorted(own, key=lambda row: int(row["ordinal"]))
    return account_rows.subject_from_rows(head["id"], head["kind"], ordered)


def read_holds(tx: Tx, account_ids: Sequence[str]) -> dict[str, list[Hold]]:
    """Every hold of each account as it stands now, released ones included.

    Raises CaseFileError when a row of an account's holds was changed, added or deleted by hand.
    """
    holds: dict[str, list[Hold]] = defaultdict(list)
    for account_id, rows in owned_rows(tx, t.hold, account_ids).items():
        newest: dict[tuple[str, str, date, str, str], Hold] = {}
        for hold in map(account_rows.hold_from_row, rows):
            newest.pop(hold.place, None)
            newest[hold.place] = hold
        holds[account_id].extend(newest.values())
    return holds


def read_mail(tx: Tx, account_ids: Sequence[str]) -> dict[str, list[ReturnedMail]]:
    """The pieces of returned mail of each account, as they came in."""
    mail = owned_rows(tx, t.returned_mail, account_ids)
    return {i: [account_rows.mail_from_row(row) for row in rows] for i, rows in mail.items()}


def of_obligor(account: Account, mail: Sequence[ReturnedMail], subject_id: str) -> Account:
    """The account for one of its obligors: whether a notice may not have reached that one.

    A piece counts that went to the obligor, or may have, unless it is known to have arrived.
    """
    own = (piece for piece in mail if piece.subject_id in ("", subject_id))
    told = any(piece.undelivered is not False for piece in own)
    return replace(account, notice_undelivered=True) if told else account


def last_piece(mail: Sequence[ReturnedMail], subject_id: str) -> ReturnedMail | None:
    """The piece that came in last of those that went to the obligor, or may have.

    What came back from another obligor's address says nothing of this one's, and is the answer only
    where nothing else came back: the account is worked, and so are all who owe it.
    """
    own = [piece for piece in mail if piece.subject_id in ("", subject_id)]
    return next(reversed(own or mail), None)


def _newest(rows: Sequence[Stored]) -> Stored:
    return max(rows, key=lambda row: int(row["version"]))


def _later(one: Stored | None, other: Stored) -> Stored:
    return other if one is None else _newest([one, other])


def known_numbers(tx: Tx, indexes: Sequence[bytes]) -> dict[bytes, str]:
    """The account id of each number index that is known."""
    found: dict[bytes, str] = {}
    for piece in chunks(indexes):
        for index, account_id in tx.execute(_NUMBERS, {"wanted": piece}):
            if found.setdefault(index, account_id) != account_id:
                raise CaseFileError("one account number stands under two account ids")
    return found
