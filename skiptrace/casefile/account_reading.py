"""Reading accounts: the newest version of each, with subject, holds and returned mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row as ResultRow
from sqlalchemy import RowMapping, select

from skiptrace.casefile import account_rows
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import Tx, chunks, is_newest
from skiptrace.casefile.tables import accounts as t
from skiptrace.model.account import Account, Hold, ObligorRole, ReturnedMail
from skiptrace.model.errors import CaseFileError
from skiptrace.model.subject import Subject


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One obligor's side of an account, as the creditor's file gave it.

    Empty ids are filled in when the entry is added. An entry that was read holds every hold that
    the account is judged by, those of the person's other accounts included, and the piece of
    returned mail that came in last.
    """

    account: Account
    subject: Subject
    role: ObligorRole = ObligorRole.PRIMARY
    holds: tuple[Hold, ...] = ()
    returned_mail: ReturnedMail | None = None


def read_accounts(tx: Tx, keys: Keyring, ids: Sequence[str]) -> dict[str, Account]:
    """The newest version of each account that is known."""
    found: dict[str, Account] = {}
    for piece in chunks(ids):
        query = select(t.account).where(t.account.c.id.in_(piece), is_newest(t.account, "id"))
        for row in tx.execute(query).mappings():
            found[row["id"]] = account_rows.account_from_row(keys, row)
    return found


def read_subjects(tx: Tx, keys: Keyring, ids: Sequence[str]) -> dict[str, Subject]:
    """The newest version of each subject that is known."""
    found: dict[str, Subject] = {}
    for piece in chunks(ids):
        heads = select(t.subject.c.id, t.subject.c.version, t.subject.c.kind).where(
            t.subject.c.id.in_(piece), is_newest(t.subject, "id")
        )
        kinds = list(tx.execute(heads))
        facts = _facts(tx, piece, kinds)
        for subject_id, _, kind in kinds:
            rows = facts[subject_id]
            found[subject_id] = account_rows.subject_from_rows(keys, subject_id, kind, rows)
    return found


def _facts(
    tx: Tx, ids: Sequence[str], heads: Sequence[ResultRow[str, int, str]]
) -> dict[str, list[RowMapping]]:
    newest = {subject_id: version for subject_id, version, _ in heads}
    query = (
        select(t.subject_fact)
        .where(t.subject_fact.c.subject_id.in_(ids))
        .order_by(t.subject_fact.c.subject_id, t.subject_fact.c.ordinal)
    )
    facts: dict[str, list[RowMapping]] = defaultdict(list)
    for row in tx.execute(query).mappings():
        if row["version"] == newest.get(row["subject_id"]):
            facts[row["subject_id"]].append(row)
    return facts


def read_holds(tx: Tx, keys: Keyring, account_ids: Sequence[str]) -> dict[str, list[Hold]]:
    """Every hold of each account as it stands now, released ones included."""
    holds: dict[str, list[Hold]] = defaultdict(list)
    newest = is_newest(t.hold, "account_id", "code", "since", "source", by="seq")
    for piece in chunks(account_ids):
        query = select(t.hold).where(t.hold.c.account_id.in_(piece), newest).order_by(t.hold.c.seq)
        for row in tx.execute(query).mappings():
            holds[row["account_id"]].append(account_rows.hold_from_row(keys, row))
    return holds


def read_mail(tx: Tx, account_ids: Sequence[str]) -> dict[str, ReturnedMail]:
    """The piece of returned mail that came in last, of each account that has one."""
    mail: dict[str, ReturnedMail] = {}
    newest = is_newest(t.returned_mail, "account_id", by="seq")
    for piece in chunks(account_ids):
        query = select(t.returned_mail).where(t.returned_mail.c.account_id.in_(piece), newest)
        for row in tx.execute(query).mappings():
            mail[row["account_id"]] = account_rows.mail_from_row(row)
    return mail


def known_numbers(tx: Tx, indexes: Sequence[bytes]) -> dict[bytes, str]:
    """The account id of each number index that is known."""
    found: dict[bytes, str] = {}
    for piece in chunks(indexes):
        query = select(t.account.c.number_index, t.account.c.id).distinct()
        for index, account_id in tx.execute(query.where(t.account.c.number_index.in_(piece))):
            if found.setdefault(index, account_id) != account_id:
                raise CaseFileError("one account number stands under two account ids")
    return found
