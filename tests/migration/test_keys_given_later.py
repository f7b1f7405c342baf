"""A case file of revision 0008: its accounts are listed by creditor, its debtors found by DBA.

Its rows are what 0008 wrote; the tables are those of today.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, create_engine, text

from skiptrace.casefile import find_keys
from skiptrace.casefile.account_adding import Adding
from skiptrace.casefile.case import CaseFile, create_case_file, open_case_file
from skiptrace.casefile.creditor_keys import keys_of_creditors
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.find_keys import obligors_by, sought_name
from skiptrace.casefile.migrations import upgrade as steps
from skiptrace.casefile.migrations.upgrade import migrate
from skiptrace.casefile.revision import REVISIONS
from skiptrace.casefile.tables.accounts import creditor_key
from skiptrace.model.subject import EntityKind, Subject
from tests.integration.acts.standing import number, reader
from tests.integration.casefile.samples import make_entry

KEYS = Keyring.generate()


def as_before(patch: pytest.MonkeyPatch) -> None:
    """Takes accounts in as revision 0008 did."""
    put, texts = Adding._put, find_keys._texts

    def put_before(self: Adding, table: Table, *rows: Any) -> None:
        if table is not creditor_key:
            put(self, table, *rows)

    def texts_before(subject: Subject) -> Iterator[str]:
        return texts(replace(subject, trade_names=(), care_of=()))

    patch.setattr(Adding, "_put", put_before)
    patch.setattr(find_keys, "_texts", texts_before)


def at_revision(tx: Connection, revision: str) -> None:
    tx.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def fill(case: CaseFile) -> None:
    entries = [make_entry(n) for n in range(1, 4)]
    other = replace(entries[1].account, creditor="Elm Street Lenders")
    firm = Subject("", EntityKind.ORGANIZATION, organization="Larkspur Dairy LLC",
                   trade_names=("Hollow Creamery",), care_of=("Bertrand Ashgrove",))  # fmt: skip
    entries[1] = replace(entries[1], account=other, subject=firm)
    with case.write() as tx:
        case.accounts.add(tx, entries)


def found(case: CaseFile, name: str) -> int:
    with case.read() as tx:
        return len(obligors_by(tx, [sought_name(KEYS, name)], ("", ""), 9))


def listed(case: CaseFile, creditor: str) -> list[str]:
    from skiptrace.acts.accounts import AccountsAsked

    return [line.account for line in reader(case).lines(AccountsAsked(creditor=creditor))]


def test_accounts_and_debtors_of_before_get_the_keys_that_they_lack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'case.db'}"
    case = create_case_file(url, KEYS)
    with monkeypatch.context() as patch:
        as_before(patch)
        fill(case)
    assert (found(case, "Hollow Creamery"), found(case, "Ashgrove")) == (0, 0)
    case.close()
    with monkeypatch.context() as patch:
        patch.setattr(steps, "upgrade", lambda tx, keys: at_revision(tx, REVISIONS[-1]))
        engine = create_engine(url)
        with engine.begin() as tx:
            at_revision(tx, "0008")
        engine.dispose()
        migrate(url, KEYS)
        migrate(url, KEYS)
    case = open_case_file(url, KEYS)
    assert (found(case, "Hollow Creamery"), found(case, "Ashgrove")) == (1, 1)
    assert found(case, "Larkspur Dairy") == 1
    assert listed(case, "elm street") == [number(2)]
    assert listed(case, "prairie") == [number(1), number(3)]
    with case.read() as tx:
        assert len(keys_of_creditors(tx, "")) == 2
        assert not case.check(tx).faults
    fill(case)
    with case.read() as tx:
        assert not case.check(tx).faults
    case.close()
