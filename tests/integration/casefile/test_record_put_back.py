"""What was once true is no longer: tails, heads, tallies, whole databases that are put back."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from skiptrace.casefile.anchor import AnchorFile, Mark, mark_of
from skiptrace.casefile.case import CaseFile, create_case_file, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.tables.audit import audit_head
from skiptrace.casefile.tables.tallies import tally
from skiptrace.casefile.tallies import tallying
from skiptrace.model.account import Hold
from skiptrace.model.errors import CaseFileError
from tests.integration.casefile import samples
from tests.integration.casefile.filling import Trace, make_event, trace
from tests.integration.casefile.tampering import bare, disarm

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def put(case: CaseFile) -> Trace:
    """One traced account, and two more events."""
    done = trace(case)
    with case.write() as tx:
        case.audit.append(tx, [make_event(done.order, n) for n in (2, 3)])
    return done


def all_rows(tx: Connection, *names: str) -> Rows:
    """The rows of these tables as they are stored."""
    return {
        name: [dict(row) for row in tx.execute(select(bare(tx, name))).mappings()] for name in names
    }


def put_back(tx: Connection, rows: Rows) -> None:
    """Make these tables hold exactly these rows again."""
    disarm(tx)
    for name, stored in rows.items():
        table = bare(tx, name)
        tx.execute(table.delete())
        if stored:
            tx.execute(table.insert(), stored)


def go_on(case: CaseFile, put: Trace) -> None:
    """The account is held, and the trail grows."""
    with case.write() as tx:
        hold = Hold(put.order.account.id, "CEASE", date(2026, 11, 1), "letter")
        case.accounts.add_holds(tx, [hold])
        case.audit.append(tx, [make_event(put.order, 9)])


def said(case: CaseFile) -> str:
    with case.read() as tx:
        return "; ".join(map(str, case.check(tx).faults))


PUT_BACK: dict[str, tuple[tuple[str, ...], str]] = {
    "a hold and its tally": (("hold", "tally"), "audit_head row 1: is not the head"),
    "a hold alone": (("hold",), "hold rows of account"),
    "the tallies": (("tally",), "hold rows of account"),
    "the trail and its head": (("audit_event", "audit_head"), "audit_head row 1: is not the head"),
    "the head alone": (("audit_head",), "audit_event row 4: the head counts 3 events"),
    "the events alone": (("audit_event",), "audit_event row 4: the head counts 4 events"),
}


@pytest.mark.parametrize(("names", "words"), PUT_BACK.values(), ids=PUT_BACK.keys())
def test_tables_that_are_put_back_do_not_fit_the_rest(
    case: CaseFile, put: Trace, names: tuple[str, ...], words: str
) -> None:
    with case.read() as tx:
        before = all_rows(tx, *names)
    go_on(case, put)
    assert said(case) == ""
    with case.write() as tx:
        put_back(tx, before)
    assert words in said(case)


def test_one_account_put_back_whole_with_its_tally_is_found_by_the_total(
    case: CaseFile, put: Trace
) -> None:
    account_id = put.order.account.id
    with case.read() as tx:
        before = all_rows(tx, "hold", "tally")
    go_on(case, put)
    with case.write() as tx:
        now = all_rows(tx, "tally")["tally"]
        own = [row for row in before["tally"] if row["scope"] == f"account {account_id}"]
        rest = [row for row in now if row["scope"] != f"account {account_id}"]
        put_back(tx, {"hold": before["hold"], "tally": [*rest, *own]})
    with case.read() as tx:
        assert case.accounts.standing(tx, [account_id])[account_id][1], "it reads as it once was"
    assert said(case).startswith("tally total: ")


def test_holds_deleted_together_without_its_tally_are_missed(case: CaseFile, put: Trace) -> None:
    account_id = put.order.account.id
    with case.write() as tx:
        disarm(tx)
        tx.execute(bare(tx, "hold").delete())
        tx.execute(tally.delete().where(tally.c.scope == f"account {account_id}"))
        with pytest.raises(CaseFileError, match="hold rows of account"):
            case.accounts.add_holds(tx, [Hold(account_id, "ATTY", samples.TODAY, "letter")])
        tx.rollback()


_APART = {"hash", "purposes", "fields", "said", "user_id"}
"""The columns of an event that its hash does not cover as they stand."""


def rewritten_last_event(tx: Connection) -> None:
    """The last event under a hash of its own: the chain is whole, only the head knows another.

    Who did it has an export of the trail, which says what is sealed.
    """
    [*_, last] = all_rows(tx, "audit_event")["audit_event"]
    content = {k: v for k, v in last.items() if v is not None and k not in _APART}
    content |= {k: json.loads(last[k]) for k in ("purposes", "fields")} | {"kind": "nothing"}
    place = f"audit_event row {last['seq']}.said"
    content |= json.loads(tallying(tx).notary.open_text(place, last["said"]))
    words = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(words.encode()).hexdigest()
    events = bare(tx, "audit_event")
    change = {"kind": "nothing", "hash": digest}
    tx.execute(events.update().where(events.c.seq == last["seq"]).values(change))


def rewritten_with_its_head(tx: Connection) -> None:
    """The head names the rewritten event, and keeps its mac."""
    rewritten_last_event(tx)
    [*_, last] = all_rows(tx, "audit_event")["audit_event"]
    tx.execute(audit_head.update().values(hash=last["hash"]))


def another_event(tx: Connection) -> None:
    """One event more, rightly chained to the last, in its words."""
    [*_, last] = all_rows(tx, "audit_event")["audit_event"]
    tx.execute(bare(tx, "audit_event").insert(), [last | {"seq": last["seq"] + 1}])


EDITS: dict[str, tuple[Callable[[Connection], object], str]] = {
    "the last event is rewritten with a fitting hash": (
        rewritten_last_event,
        "audit_event row 3: the head names another last event",
    ),
    "the head names the rewritten event": (
        rewritten_with_its_head,
        "audit_event row 3: the head was not written with this key file",
    ),
    "an event is added": (another_event, "audit_event row 4: the event does not follow"),
    "the head's mac is changed": (
        lambda tx: tx.execute(audit_head.update().values(mac=bytes(16))),
        "the head was not written with this key file",
    ),
    "a second head": (
        lambda tx: tx.execute(audit_head.insert().values(id=2, events=0, hash="", mac=b"")),
        "audit_head row 2: was made without the key file",
    ),
    "a tally is deleted": (
        lambda tx: tx.execute(tally.delete().where(tally.c.scope.like("account %"))),
        "hold rows of account",
    ),
    "the total is deleted": (
        lambda tx: tx.execute(tally.delete().where(tally.c.scope == "")),
        "tally total: is missing",
    ),
    "a tally is given to another": (
        lambda tx: tx.execute(
            tally.update().where(tally.c.scope.like("order %")).values(scope="order other")
        ),
        "tally row order other: was changed",
    ),
    "a row of case_meta": (
        lambda tx: tx.exec_driver_sql(
            "INSERT INTO case_meta SELECT 'x', value FROM case_meta LIMIT 1"
        ),
        "case_meta row x: was made without the key file",
    ),
}


@pytest.mark.parametrize(("act", "words"), EDITS.values(), ids=EDITS.keys())
def test_what_covers_the_rows_is_covered_itself(
    case: CaseFile, put: Trace, act: Callable[[Connection], object], words: str
) -> None:
    with case.write() as tx:
        disarm(tx)
        act(tx)
    assert words in said(case)


def test_nothing_is_written_on_top_of_an_old_head(case: CaseFile, put: Trace) -> None:
    with case.read() as tx:
        before = all_rows(tx, "audit_event", "audit_head")
    go_on(case, put)
    with case.write() as tx:
        put_back(tx, before)
    with pytest.raises(CaseFileError, match="not the one that was written last"):
        go_on(case, replace(put))


def test_rows_rolled_back_to_a_savepoint_are_not_counted(case: CaseFile, put: Trace) -> None:
    account_id = put.order.account.id
    with case.write() as tx:
        case.notes.add(tx, account_id, "o", "kept", samples.NOW)
        savepoint = tx.begin_nested()
        case.notes.add(tx, account_id, "o", "taken back", samples.NOW)
        savepoint.rollback()
        assert [note.text for note in case.notes.for_account(tx, account_id)][1:] == ["kept"]
    assert said(case) == ""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, Keyring]]:
    """A folder with a case file, its anchor, and an anchor kept elsewhere."""
    keyring = Keyring.generate()
    folder = tmp_path / "site"
    folder.mkdir()
    case = create_case_file(f"sqlite:///{folder / 'case.db'}", keyring)
    trace(case)
    case.close()
    yield folder, keyring


def worked(folder: Path, keyring: Keyring, n: int = 0) -> None:
    """One command: the anchor is brought up to date, something is written, and again."""
    case = open_case_file(f"sqlite:///{folder / 'case.db'}", keyring)
    mark(folder, keyring, case)
    if n:
        with case.write() as tx:
            case.accounts.add(tx, [samples.make_entry(n)])
            case.audit.append(tx, [make_event(samples.make_order(samples.make_entry(n)), n)])
        mark(folder, keyring, case)
    case.close()


def mark(folder: Path, keyring: Keyring, case: CaseFile) -> None:
    def read_mark() -> Mark | None:
        with case.read() as tx:
            return mark_of(tx, keyring, samples.NOW)

    for path in (folder / "own.anchor", folder.parent / "outside.anchor"):
        AnchorFile(path, keyring).append(read_mark)


def faults(folder: Path, keyring: Keyring, path: Path) -> list[str]:
    case = open_case_file(f"sqlite:///{folder / 'case.db'}", keyring)
    with case.read() as tx:
        assert case.check(tx).faults == (), "the database fits itself"
        found = list(map(str, AnchorFile(path, keyring).faults(tx)))
    case.close()
    return found


def old_copy(folder: Path, name: str) -> None:
    """Put back what `keep` kept."""
    kept = folder.parent / "kept"
    for path in folder.iterdir():
        if name in path.name:
            path.unlink()
    for path in kept.iterdir():
        if name in path.name:
            shutil.copy(path, folder / path.name)


def test_a_database_put_back_is_found_by_its_anchor(site: tuple[Path, Keyring]) -> None:
    folder, keyring = site
    worked(folder, keyring)
    shutil.copytree(folder, folder.parent / "kept")
    worked(folder, keyring, 2)
    assert faults(folder, keyring, folder / "own.anchor") == []
    old_copy(folder, "case.db")
    assert faults(folder, keyring, folder / "own.anchor") == [
        "anchor line 2: the case file is older than this: it was put back"
    ]
    worked(folder, keyring, 3)
    worked(folder, keyring, 4)
    found = faults(folder, keyring, folder / "own.anchor")
    assert "anchor line 3: the case file had gone back behind line 2" in found


def test_an_installation_put_back_whole_is_found_by_an_anchor_outside(
    site: tuple[Path, Keyring],
) -> None:
    folder, keyring = site
    worked(folder, keyring)
    shutil.copytree(folder, folder.parent / "kept")
    worked(folder, keyring, 2)
    old_copy(folder, "")
    assert faults(folder, keyring, folder / "own.anchor") == []
    assert faults(folder, keyring, folder.parent / "outside.anchor") == [
        "anchor line 2: the case file is older than this: it was put back"
    ]


def test_an_anchor_is_not_changed_unseen(site: tuple[Path, Keyring]) -> None:
    folder, keyring = site
    for n in (0, 2, 3):
        worked(folder, keyring, n)
    path = folder / "own.anchor"
    lines = path.read_text().splitlines()
    assert len(lines) == 3
    assert path.stat().st_mode & 0o077 == 0
    for changed, where in (
        ([lines[0], lines[1].replace('"writes": ', '"writes": 1'), lines[2]], "anchor line 2"),
        ([lines[0], lines[2]], "anchor line 2"),
        (["nothing", *lines[1:]], "anchor line 1"),
    ):
        path.write_text("\n".join(changed) + "\n")
        assert any(fault.startswith(where) for fault in faults(folder, keyring, path))
    path.unlink()
    with pytest.raises(CaseFileError, match=r"anchor own\.anchor: absent"):
        faults(folder, keyring, path)
