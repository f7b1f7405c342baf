"""Nothing that somebody does to the database without the key goes unseen: some 400 edits.

Each edit is made in a transaction that is rolled back. `audit verify` names table and row; what
decisions are read from refuses at once. What cannot be found: who holds the claim on an order that
is being traced, and until when, and todo for claimed (it is nobody's record, changes by the second,
and can cost no second purchase); and an installation put back whole, which an anchor kept elsewhere
finds (test_record_put_back).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from skiptrace.casefile.case import CaseFile, create_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.ledger_rows import Intent
from skiptrace.casefile.record_check import UNCOVERED
from skiptrace.casefile.tables.schema import metadata
from skiptrace.casefile.tallies import tallying
from skiptrace.model.account import Hold, Waiver
from skiptrace.model.errors import CaseFileError
from tests.integration.casefile import samples
from tests.integration.casefile.filling import Trace, make_event, make_receipt, trace
from tests.integration.casefile.tampering import Edit, covered_tables, disarm, edits_of

LEAST_EDITS, LEAST_KINDS = 264, 66
NAMES = [table.name for table in covered_tables()]
SAMPLED_ON_POSTGRES = frozenset({"hold", "judgement", "snapshot", "trace_order"})
_BOTH = frozenset({"first", "last"})
FOUND_BY_VERIFY_ONLY: dict[str, dict[str, frozenset[str]]] = {
    "receipt_undo": {
        "update": frozenset({"receipt_seq"}),
        "delete": _BOTH,
        "truncate": frozenset({"all"}),
        "copy under a new key": _BOTH,
        "insert with a made-up mac": _BOTH,
    },
    "call_result": {
        "update": frozenset({"inquiry_id"}),
        "delete": _BOTH,
        "truncate": frozenset({"all"}),
    },
    "snapshot": {"copy under a new key": _BOTH, "insert with a made-up mac": _BOTH},
}
"""What reading does not refuse, and hurts nobody: an undo that is gone makes a fact look written; a
call whose result is gone is in doubt, and is asked about, never made again; nothing reads an undo
or a snapshot that names no receipt or call.
"""


@pytest.fixture(scope="module")
def keyring() -> Keyring:
    return Keyring.generate()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, keyring: Keyring) -> Iterator[CaseFile]:
    """A case file with two traced accounts, on SQLite."""
    made = create_case_file(f"sqlite:///{tmp_path_factory.mktemp('case') / 'case.db'}", keyring)
    fill(made)
    yield made
    made.close()


def fill(case: CaseFile) -> list[Trace]:
    """Two traces; both accounts are held, and one receipt of each is undone."""
    traces = [trace(case, n) for n in (1, 2)]
    with case.write() as tx:
        for n, one in enumerate(traces):
            account_id = one.order.account.id
            day = date(2026, 1, 5)
            case.accounts.add_holds(tx, [Hold(account_id, "CEASE", day, "letter")])
            said = ("M-1", "A. Clerk", "a letter")
            waived = Waiver(account_id, account_id, "CEASE", day, *said, on=day)
            case.accounts.waive(tx, [waived])
            case.receipts.add(tx, [make_receipt(one.order, one.finding, f"batch-{n + 7}")])
            case.receipts.undo(tx, f"batch-{n + 7}", samples.NOW)
            case.audit.append(tx, [make_event(one.order, n)])
            again = replace(one.order, id=f"{one.order.id}-again", matter="M-1")
            case.orders.place(tx, [again])
    return traces


def read_everything(case: CaseFile, tx: Connection) -> None:
    """What decisions rest on, read as the commands read it."""
    for n in (1, 2):
        entry = case.accounts.find(tx, samples.make_entry(n).account.number)
        if entry is None:
            raise CaseFileError("no such account")
        account_id = entry.account.id
        case.accounts.standing(tx, [account_id])
        case.orders.place(tx, [replace(samples.make_order(entry), id="new", matter="M-9")])
        order_id = f"order-{account_id}"
        order = case.orders.get(tx, order_id)
        if order is None:
            raise CaseFileError("no such order")
        inquiry = samples.make_inquiry(order)
        case.ledger.open(tx, [Intent(inquiry, Decimal(0))], samples.NOW)
        case.ledger.purchases(tx, [entry.subject.id], ["bureau"])
        case.ledger.state(tx, [inquiry.id])
        case.ledger.snapshots(tx, inquiry.id)
        for stored in case.matches.for_order(tx, order_id):
            case.snapshots.get(tx, stored.candidate.record.provenance.snapshot_sha256)
        case.findings.current(tx, account_id)
        case.judgements.current(tx, account_id)
        case.notes.for_account(tx, account_id)
        case.steps.for_order(tx, order_id)
        case.receipts.applied(tx, entry.account.number)


def outcome(case: CaseFile, edit: Edit) -> tuple[list[str], bool]:
    """What `audit verify` says of an edit, and whether reading refused."""
    refused = False
    with case.write() as tx:
        disarm(tx)
        edit.act(tx)
        faults = [str(fault) for fault in case.check(tx).faults]
        try:
            read_everything(case, tx)
        except CaseFileError:
            refused = True
        tallying(tx).added.clear()
        tx.rollback()
    return faults, refused


def edits(case: CaseFile, name: str) -> list[Edit]:
    with case.read() as tx:
        return list(edits_of(tx, metadata.tables[name]))


def test_every_table_is_covered_or_named_with_its_reason() -> None:
    assert set(metadata.tables) == {*NAMES, *UNCOVERED}
    assert all(UNCOVERED.values())


def test_the_filled_case_file_is_whole_and_readable(filled: CaseFile) -> None:
    faults, refused = outcome(filled, Edit("none", "nothing", lambda tx: None))
    assert (faults, refused) == ([], False)


def test_there_are_enough_edits(filled: CaseFile) -> None:
    made = [edit for name in NAMES for edit in edits(filled, name)]
    assert len(made) >= LEAST_EDITS
    assert len({edit.kind for edit in made}) >= LEAST_KINDS


@pytest.mark.parametrize("name", NAMES)
def test_every_edit_of_a_table_is_found_and_named(filled: CaseFile, name: str) -> None:
    missed, unrefused = [], []
    for edit in edits(filled, name):
        faults, refused = outcome(filled, edit)
        if not any(name in fault for fault in faults):
            missed.append(str(edit))
        what = edit.kind.partition(": ")[2]
        quiet = FOUND_BY_VERIFY_ONLY.get(name, {}).get(what, frozenset())
        if not refused and edit.where not in quiet:
            unrefused.append(str(edit))
    assert missed == []
    assert unrefused == []


@pytest.mark.parametrize("name", sorted(SAMPLED_ON_POSTGRES))
def test_postgres_hides_no_edit_either(postgres_url: str, keyring: Keyring, name: str) -> None:
    case = create_case_file(postgres_url, keyring)
    fill(case)
    found = [(str(edit), outcome(case, edit)) for edit in edits(case, name)]
    case.close()
    assert [edit for edit, (faults, _) in found if not any(name in f for f in faults)] == []
