"""What is about one account or one subject lies under its own key, and is gone with this key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, insert, select

from skiptrace.casefile.case import CaseFile, open_case_file
from skiptrace.casefile.crypto import Keyring, OwnerKey, owner_key_id
from skiptrace.casefile.row_owners import has_owners
from skiptrace.casefile.sealing_anew import sealed_columns, sealed_tables
from skiptrace.casefile.statements import read_rows
from skiptrace.casefile.tables.accounts import account, subject_fact
from skiptrace.casefile.tables.accounts import hold as hold_table
from skiptrace.casefile.tables.orders import snapshot
from skiptrace.casefile.tables.owner_keys import owner_key
from skiptrace.model.account import Hold
from skiptrace.model.errors import CaseFileError
from tests.integration.casefile import samples
from tests.integration.casefile.filling import Trace, trace
from tests.integration.casefile.tampering import bare, disarm

Stored = list[tuple[Table, Mapping[Any, Any]]]


def dispose(case: CaseFile, account_id: str) -> Stored:
    """Dispose of an account; its rows as they were stored."""
    with case.write() as tx:
        doomed = list(case.disposals.of_account(tx, account_id))
        case.disposals.delete(tx, doomed)
    case.sweep()
    return doomed


def keys_there(case: CaseFile) -> dict[str, str]:
    """The ids of the keys, by owner."""
    with case.read() as tx:
        rows = tx.execute(select(owner_key.c.owner, owner_key.c.id)).all()
    return {row.owner: row.id for row in rows}


def faults(case: CaseFile) -> list[str]:
    with case.read() as tx:
        return list(map(str, case.check(tx).faults))


def owned_values(rows: Stored) -> list[bytes]:
    return [
        row[name]
        for table, row in rows
        if has_owners(table)
        for name in sealed_columns(table)
        if row[name] is not None
    ]


def every_row(case: CaseFile) -> Stored:
    with case.read() as tx:
        return [
            (table, row)
            for table in sealed_tables()
            for row in tx.execute(select(table)).mappings().all()
        ]


def test_each_owner_has_one_key_and_everything_about_it_lies_under_it(case: CaseFile) -> None:
    one, other = trace(case, 1), trace(case, 2)
    there = keys_there(case)
    assert there.keys() == {
        f"{kind} {made.id}"
        for put in (one, other)
        for kind, made in (("account", put.order.account), ("subject", put.order.subject))
    }
    used = {owner_key_id(value) for value in owned_values(every_row(case))}
    assert used == {bytes.fromhex(number) for number in there.values()}
    assert None not in used


def test_what_is_left_of_a_disposed_account_opens_under_no_key_that_is_left(
    case: CaseFile, case_url: str, keyring: Keyring
) -> None:
    gone = trace(case, 1)
    trace(case, 2)
    was = keys_there(case)
    rows = dispose(case, gone.order.account.id)
    left = keys_there(case)
    assert len(was) - len(left) == 2
    values = owned_values(rows)
    assert len(values) > 20
    assert {owner_key_id(value) for value in values}.isdisjoint(map(bytes.fromhex, left.values()))
    assert faults(case) == []
    put_back = ("account", "subject", "subject_fact", "hold")
    with case.write() as tx:
        disarm(tx)
        for table, row in reversed(rows):
            if table.name in put_back:
                tx.execute(insert(bare(tx, table.name)), dict(row))
    other = open_case_file(case_url, keyring)
    with other.read() as tx:
        for table in (account, subject_fact, hold_table):
            with pytest.raises(CaseFileError, match=f"{table.name} row .* is gone"):
                read_rows(tx, table, select(table))
    other.close()
    assert any("the key that sealed its placed is gone" in fault for fault in faults(case))


def test_the_key_leaves_the_files_of_the_database(
    case: CaseFile, case_url: str, tmp_path: Path
) -> None:
    """On SQLite the bytes are gone from file and log; on PostgreSQL the table is written anew."""
    gone = trace(case, 1)
    trace(case, 2)
    [owner] = [one for one in keys_there(case) if one.endswith(gone.order.account.id)]
    with case.read() as tx:
        row = tx.execute(select(owner_key).where(owner_key.c.owner == owner)).mappings().one()
        place = "SELECT pg_relation_filepath('owner_key')"
        before = tx.exec_driver_sql(place).scalar() if case_url.startswith("postgres") else None
    case.sweep()
    if before is not None:
        dispose(case, gone.order.account.id)
        with case.read() as tx:
            assert tx.exec_driver_sql(place).scalar() != before
        return
    path = Path(case_url.removeprefix("sqlite:///"))
    assert row["key"] in path.read_bytes(), "it is where it is looked for"
    dispose(case, gone.order.account.id)
    stored = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    assert row["key"] not in stored and row["id"].encode() not in stored


def test_an_answer_that_another_account_rests_on_is_handed_on(case: CaseFile) -> None:
    first, second = trace(case, 1), trace(case, 2)
    sha256 = first.answer.snapshots[0].sha256
    address = case.snapshots.address(sha256)
    with case.write() as tx:
        one = case.checks.of(tx, first.order.account.id).checks[0]
        mine = {"account_id": second.order.account.id, "order_id": second.order.id}
        case.checks.add(tx, [replace(one, id="check_shared", snapshot_sha256=sha256, **mine)])
    assert owner_of(case, address) == f"account {first.order.account.id}"
    dispose(case, first.order.account.id)
    assert owner_of(case, address) == f"account {second.order.account.id}"
    with case.read() as tx:
        assert case.snapshots.get(tx, sha256).body == first.answer.snapshots[0].body
    assert faults(case) == []


def test_an_answer_that_nothing_came_of_goes_with_the_account_it_was_got_for(
    case: CaseFile,
) -> None:
    put = trace(case, 1)
    owner = f"account {put.order.account.id}"
    with case.write() as tx:
        extra = samples.make_snapshot(samples.make_subject(2))
        case.snapshots.put(tx, [(owner, extra)])
    address = case.snapshots.address(extra.sha256)
    assert owner_of(case, address) == owner
    dispose(case, put.order.account.id)
    assert owner_of(case, address) is None


def owner_of(case: CaseFile, address: str) -> str | None:
    with case.read() as tx:
        query = select(snapshot.c.owner).where(snapshot.c.address == address)
        found: str | None = tx.execute(query).scalar()
        return found


def hold(case: CaseFile, put: Trace, evidence: str) -> None:
    with case.write() as tx:
        case.accounts.add_holds(
            tx, [Hold(put.order.account.id, "ATTY", samples.NOW.date(), evidence)]
        )


def test_another_process_seals_under_the_key_that_is_there_now(
    case: CaseFile, case_url: str, keyring: Keyring
) -> None:
    """It remembers the former key of an account that was disposed of and placed anew meanwhile."""
    put = trace(case, 1)
    other = open_case_file(case_url, keyring)
    hold(other, put, "seen")
    was = keys_there(case)
    dispose(case, put.order.account.id)
    trace(case, 1)
    hold(other, put, "a letter of now")
    assert keys_there(case).keys() == was.keys()
    assert set(keys_there(case).values()).isdisjoint(was.values())
    with case.read() as tx:
        _, holds = case.accounts.standing(tx, [put.order.account.id])[put.order.account.id]
    assert "a letter of now" in {one.source for one in holds}
    assert faults(case) == [] == faults(other)
    other.close()


@pytest.mark.parametrize("how", ["transaction", "savepoint"])
def test_a_key_whose_transaction_came_to_nothing_seals_nothing(case: CaseFile, how: str) -> None:
    """What it sealed could never be opened again."""
    entry = samples.make_entry(1)
    try:
        with case.write() as tx:
            if how == "savepoint":
                inner = tx.begin_nested()
                case.accounts.add(tx, [entry])
                inner.rollback()
                case.accounts.add(tx, [entry])
            else:
                case.accounts.add(tx, [entry])
                raise CaseFileError("broken off")
    except CaseFileError:
        assert keys_there(case) == {}
        with case.write() as tx:
            case.accounts.add(tx, [entry])
    with case.read() as tx:
        assert case.accounts.find(tx, entry.account.number) is not None
    assert faults(case) == []


def test_a_key_that_somebody_deleted_is_missed_and_named(case: CaseFile) -> None:
    put = trace(case, 1)
    with case.write() as tx:
        disarm(tx)
        stored = bare(tx, "owner_key")
        tx.execute(stored.delete().where(stored.c.owner == f"account {put.order.account.id}"))
    told = faults(case)
    assert any(fault.startswith("owner_key rows of table owner_key") for fault in told)
    assert any("the key that sealed its wording is gone" in fault for fault in told)


def test_a_key_opens_what_it_sealed_in_its_place_only() -> None:
    one, other = (OwnerKey(bytes([n]) * 8, f"account acc_{n}", bytes([n]) * 32) for n in (1, 2))
    sealed = one.seal("hold row 1.source", b"a letter")
    assert owner_key_id(sealed) == one.id
    assert one.unseal("hold row 1.source", sealed) == b"a letter"
    for key, place in ((other, "hold row 1.source"), (one, "hold row 2.source")):
        with pytest.raises(CaseFileError, match="changed, or sealed with another key"):
            key.unseal(place, sealed)
    with pytest.raises(CaseFileError, match="cut short"):
        one.unseal("hold row 1.source", sealed[:20])
    with pytest.raises(CaseFileError, match="another size"):
        OwnerKey(b"short", "account acc_1", bytes(32))
