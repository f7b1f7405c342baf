"""Nothing that somebody does to the database without the key goes unseen: some 400 edits.

Each edit is made in a transaction that is rolled back. `audit verify` names table and row; what
decisions are read from refuses at once. What cannot be found: an installation put back whole, which
an anchor kept elsewhere finds (test_record_put_back). Orders in every state: test_order_edits.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection

from skiptrace.casefile.case import CaseFile, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.find_keys import obligors_by, sought_name
from skiptrace.casefile.ledger_rows import Intent
from skiptrace.casefile.notary import Notary
from skiptrace.casefile.record_check import UNCOVERED
from skiptrace.casefile.statements import let_go
from skiptrace.casefile.tables.schema import metadata
from skiptrace.casefile.tallies import tallying
from skiptrace.model.errors import CaseFileError
from tests.integration.casefile import samples
from tests.integration.casefile.filling import SENT_TO, Trace, key_of
from tests.integration.casefile.tampering import Edit, covered_tables, disarm, edits_of
from tests.integration.casefile.two_traces import USERS, fill
from tests.postgres import database

Reading = Callable[[Connection], object]

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
    "run": dict.fromkeys(("delete", "copy under a new key"), _BOTH)
    | {"truncate": frozenset({"all"})},
    "run_end": dict.fromkeys(("delete", "copy under a new key", "insert with a made-up mac"), _BOTH)
    | {"truncate": frozenset({"all"}), "update": frozenset({"run_id"})},
    "user_use": dict.fromkeys(("delete", "insert with a made-up mac"), _BOTH)
    | {"copy under a new key": _BOTH, "truncate": frozenset({"all"})}
    | {"update": frozenset({"seq", "user_id", "day", "mac"})},
    "creditor_key": dict.fromkeys(
        ("delete", "copy under a new key", "insert with a made-up mac"), _BOTH
    )
    | {"truncate": frozenset({"all"})}
    | {"update": frozenset({"seq", "account_id", "version", "key", "mac"})}
    | {"swap all but the key": frozenset({"account_id, version, key, mac"})},
    "due_run": dict.fromkeys(("delete", "copy under a new key"), _BOTH)
    | {"truncate": frozenset({"all"}), "update": frozenset({"kind"})},
    "due_end": dict.fromkeys(("delete", "copy under a new key", "insert with a made-up mac"), _BOTH)
    | {"truncate": frozenset({"all"}), "update": frozenset({"key"})},
    "disposal": dict.fromkeys(("delete", "copy under a new key"), _BOTH)
    | {"truncate": frozenset({"all"})},
    "snapshot": {"copy under a new key": _BOTH, "insert with a made-up mac": _BOTH},
    "worker": dict.fromkeys(("delete", "copy under a new key", "insert with a made-up mac"), _BOTH)
    | {"truncate": frozenset({"all"}), "update": frozenset({"id"})},
    "source_pause": {"delete": _BOTH, "truncate": frozenset({"all"})},
    "source_place": dict.fromkeys(
        ("delete", "copy under a new key", "insert with a made-up mac"), _BOTH
    )
    | {"truncate": frozenset({"all"})}
    | {"update": frozenset({"seq", "connector_id", "until", "calls", "mac"})}
    | {"swap all but the key": frozenset({"connector_id, until, calls, mac"})},
    "owner_key": {"copy under a new key": _BOTH, "insert with a made-up mac": _BOTH},
}
"""What reading does not refuse, and hurts nobody: an undo that is gone makes a fact look written; a
call whose result is gone is in doubt, and is asked about, never made again; nothing reads an undo
or a snapshot that names no receipt or call; the runs of the past, and ends of none, decide
nothing, nor do the days on which a user acted; keys of creditors only narrow a list; a time whose
row is gone is begun once more, and buys nothing twice.
"""


@dataclass(frozen=True)
class Filled:
    """A case file with two traced accounts, and what to read in it, the most telling first."""

    case: CaseFile
    readings: list[Reading]


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path, keyring: Keyring
) -> Iterator[Filled]:
    """The filled case file on SQLite, without triggers."""
    path = shutil.copy(empty_sqlite, tmp_path_factory.mktemp("filled") / "case.db")
    with opened(f"sqlite:///{path}", keyring) as one:
        yield one


@pytest.fixture(scope="module")
def filled_postgres(
    postgres_server: str, empty_postgres: str, keyring: Keyring
) -> Iterator[Filled]:
    """The same on PostgreSQL."""
    with database(postgres_server, empty_postgres) as url, opened(url, keyring) as one:
        yield one


@contextmanager
def opened(url: str, keyring: Keyring) -> Iterator[Filled]:
    case = open_case_file(url, keyring)
    traces = fill(case)
    with case.write() as tx:
        disarm(tx)
    yield Filled(case, [reading for one in traces for reading in readings(case, one, keyring)])
    case.close()


def readings(case: CaseFile, one: Trace, keyring: Keyring) -> list[Reading]:
    """What decisions about one account rest on, read as the commands read it."""
    account, subject, order = one.order.account, one.order.subject, one.order
    anew = replace(order, id="new", matter="M-9")

    def candidates(tx: Connection) -> None:
        for stored in case.matches.for_order(tx, order.id):
            case.snapshots.get(tx, stored.candidate.record.provenance.snapshot_sha256)

    name = sought_name(keyring, subject.names[0].full)

    return [
        lambda tx: _there(case.accounts.find(tx, account.number)),
        lambda tx: _there(obligors_by(tx, [name], ("", ""), 9) or None),
        lambda tx: case.runs.latest(tx, 9),
        lambda tx: [_there(case.users.by_login(tx, f"ann{n}")) for n in range(2)],
        lambda tx: [_there(case.users.by_token(tx, f"token-{n}")) for n in range(2)],
        lambda tx: case.users.assigned(tx, USERS),
        lambda tx: case.users.last_uses(tx),
        lambda tx: case.disposals.certificates(tx),
        lambda tx: case.schedule.latest(tx, "nightly", 9),
        lambda tx: case.users.has_assignments(tx),
        lambda tx: case.workers.states(tx, ["worker_0", "worker_1"]),
        lambda tx: case.pauses.all(tx),
        lambda tx: _watched(case, tx),
        lambda tx: _planners(case, tx),
        lambda tx: case.accounts.standing(tx, [account.id]),
        lambda tx: case.orders.place(tx, [anew]),
        lambda tx: _there(case.orders.get(tx, order.id)),
        lambda tx: case.ledger.open(tx, [Intent(one.inquiry, Decimal(0))], samples.NOW),
        lambda tx: case.ledger.purchases(tx, [subject.id], ["bureau"]),
        lambda tx: case.ledger.state(tx, [one.inquiry.id]),
        lambda tx: case.ledger.snapshots(tx, one.inquiry.id),
        candidates,
        lambda tx: case.findings.current(tx, account.id),
        lambda tx: case.checks.of(tx, account.id),
        lambda tx: _sent(case, tx, one),
        lambda tx: case.judgements.current(tx, account.id),
        lambda tx: case.notes.for_account(tx, account.id),
        lambda tx: case.steps.for_order(tx, order.id),
        lambda tx: case.receipts.applied(tx, account.number),
        lambda tx: case.sent_files.files_of(tx, "bureau", [one.inquiry.id]),
        lambda tx: case.checks.of(tx, account.id),
    ]


def _sent(case: CaseFile, tx: Connection, one: Trace) -> None:
    key = key_of(one.inquiry)
    found = case.sent_files.files_of(tx, SENT_TO, [key]).get(key)
    _there(found)
    _there((found and key in case.sent_files.keys_of(tx, SENT_TO, found.file)) or None)


def _watched(case: CaseFile, tx: Connection) -> None:
    for n in (1, 2):
        tied = {one.watched_id for one in case.watched.conflicts(tx, [samples.make_subject(n)])}
        _there(f"wat_0{n - 1}" in tied or None)


def _planners(case: CaseFile, tx: Connection) -> None:
    for n in range(2):
        _there(case.plans.planners(tx, f"digest-{n}") or None)


def _there(found: object) -> None:
    if found is None:
        raise CaseFileError("what was stored is not found")


def refuses(reading: Reading, tx: Connection) -> bool:
    try:
        reading(tx)
    except CaseFileError:
        return True
    return False


def refused(filled: Filled, tx: Connection) -> bool:
    """Whether any reading refuses; the one that does is tried first at the next edit."""
    found = next((one for one in filled.readings if refuses(one, tx)), None)
    if found is not None:
        filled.readings.remove(found)
        filled.readings.insert(0, found)
    return found is not None


@contextmanager
def edited(case: CaseFile, edit: Edit) -> Iterator[Connection]:
    """A transaction in which the edit was made, rolled back afterwards."""
    with case.write() as tx:
        disarm(tx)
        edit.act(tx)
        own = tallying(tx)
        own.notary = Notary(own.notary._keys)  # as of another process, which has opened no row yet
        yield tx
        tallying(tx).added.clear()
        tx.rollback()


def is_named(case: CaseFile, tx: Connection, name: str) -> bool:
    """Whether `audit verify` finds fault with that table."""
    return any(name in str(fault) for fault in case.check(tx).faults)


def edits(case: CaseFile, name: str) -> list[Edit]:
    with case.read() as tx:
        return list(edits_of(tx, metadata.tables[name]))


def test_every_table_is_covered_or_named_with_its_reason() -> None:
    assert set(metadata.tables) == {*NAMES, *UNCOVERED}
    assert all(UNCOVERED.values())


def test_a_row_that_has_a_mac_is_never_deleted(case: CaseFile) -> None:
    with case.write() as tx, pytest.raises(CaseFileError, match="never deleted"):
        let_go(tx, metadata.tables["finding"])


def test_the_filled_case_file_is_whole_and_readable(filled: Filled) -> None:
    with edited(filled.case, Edit("none", "nothing", lambda tx: None)) as tx:
        assert filled.case.check(tx).faults == ()
        assert not refused(filled, tx)


def test_there_are_enough_edits(filled: Filled) -> None:
    made = [edit for name in NAMES for edit in edits(filled.case, name)]
    assert len(made) >= LEAST_EDITS
    assert len({edit.kind for edit in made}) >= LEAST_KINDS


@pytest.mark.parametrize("name", NAMES)
def test_every_edit_of_a_table_is_found_and_named(filled: Filled, name: str) -> None:
    missed, unrefused = [], []
    for edit in edits(filled.case, name):
        what = edit.kind.partition(": ")[2]
        is_quiet = edit.where in FOUND_BY_VERIFY_ONLY.get(name, {}).get(what, frozenset())
        with edited(filled.case, edit) as tx:
            if not is_named(filled.case, tx, name):
                missed.append(str(edit))
            if not is_quiet and not refused(filled, tx):
                unrefused.append(str(edit))
    assert missed == []
    assert unrefused == []


@pytest.mark.parametrize("name", sorted(SAMPLED_ON_POSTGRES))
def test_postgres_hides_no_edit_either(filled_postgres: Filled, name: str) -> None:
    case, missed = filled_postgres.case, []
    for edit in edits(case, name):
        with edited(case, edit) as tx:
            if not is_named(case, tx, name):
                missed.append(str(edit))
    assert missed == []
