"""What another worker commits in the middle of a transaction is read, and is no fault."""

from __future__ import annotations

from datetime import date

import pytest

from skiptrace.casefile.case import open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.model.account import Hold
from tests.integration.casefile.filling import add_account
from tests.postgres import database


@pytest.mark.parametrize("has_read", [False, True])
def test_a_hold_that_comes_meanwhile_is_read(
    postgres_server: str, empty_postgres: str, keyring: Keyring, has_read: bool
) -> None:
    with database(postgres_server, empty_postgres) as url:
        case = open_case_file(url, keyring)
        account_id = add_account(case).account.id
        hold = Hold(account_id, "CEASE", date(2026, 11, 1), "letter")
        with case.write() as tx:
            if has_read:
                assert hold not in case.accounts.standing(tx, [account_id])[account_id][1]
            with case.write() as other:
                case.accounts.add_holds(other, [hold])
            assert hold in case.accounts.standing(tx, [account_id])[account_id][1]
        case.close()
