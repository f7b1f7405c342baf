"""Account entries as they are read: one obligor's side, with every hold that restrains it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import RowMapping

from skiptrace.casefile.account_reading import (
    AccountEntry,
    last_piece,
    of_obligor,
    read_accounts,
    read_mail,
    read_roles,
    read_subjects,
)
from skiptrace.casefile.standing_holds import standing_holds
from skiptrace.casefile.statements import Tx


def read_entries(tx: Tx, obligors: Sequence[RowMapping]) -> list[AccountEntry]:
    """The entries of these obligor rows, in the same order.

    Raises CaseFileError when what is stored of an account or subject was changed by hand.
    """
    account_ids = [row["account_id"] for row in obligors]
    roles = read_roles(tx, account_ids)
    accounts = read_accounts(tx, account_ids)
    subjects = read_subjects(tx, [row["subject_id"] for row in obligors])
    holds = standing_holds(tx, account_ids)
    mail = read_mail(tx, account_ids)
    return [
        AccountEntry(
            of_obligor(
                accounts[row["account_id"]], mail.get(row["account_id"], ()), row["subject_id"]
            ),
            subjects[row["subject_id"]],
            roles[row["account_id"], row["subject_id"]],
            tuple(holds[row["account_id"]]),
            last_piece(mail.get(row["account_id"], ()), row["subject_id"]),
        )
        for row in obligors
    ]
