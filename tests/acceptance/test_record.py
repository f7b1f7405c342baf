"""Somebody with the database and no key: names nobody by a public register, and hides nothing."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest
from installation import DAY, Site

from skiptrace.casefile.case import open_case_file
from skiptrace.casefile.key_file import read_key_file
from skiptrace.casefile.snapshots import SnapshotStore


def register_lines(site: Site) -> set[str]:
    """The SHA-256 of every line of the town's public registers, with and without its end."""
    found = set()
    for path in (site.folder / "sandbox" / "files").iterdir():
        for line in path.read_bytes().splitlines(keepends=True):
            found |= {hashlib.sha256(part).hexdigest() for part in (line, line.rstrip(b"\r\n"))}
    return found


def stored(site: Site) -> bytes:
    return b"".join(path.read_bytes() for path in site.folder.glob("skiptrace.db*"))


def found_in(data: bytes, wanted: Sequence[bytes]) -> list[bytes]:
    """Those of many texts of eight bytes or more that stand anywhere in the data."""
    heads = {np.frombuffer(text[:8], dtype="<u8")[0]: text for text in wanted}
    starts = np.fromiter(heads, dtype=np.uint64)
    found = set()
    for shift in range(8):
        whole = (len(data) - shift) // 8
        eights = np.frombuffer(data, dtype="<u8", count=whole, offset=shift)
        found |= {heads[head] for head in np.intersect1d(eights, starts)}
    return [text for text in found if text in data]


def test_public_registers_name_no_debtor_without_the_key(traced: Site) -> None:
    lines, database = register_lines(traced), stored(traced)
    keyring = read_key_file(traced.folder / "skiptrace.key")
    store = SnapshotStore(keyring)
    known = found_in(database, [store.address(sha).encode() for sha in lines])
    assert len(known) > 20, "with the key, the lines that traces rest on are found"
    written = (form for sha in lines for form in (sha.encode(), bytes.fromhex(sha)))
    assert found_in(database, list(written)) == []
    planted = bytes.fromhex(min(lines))
    assert found_in(database + b"x" + planted, [planted]) == [planted], "the search finds it"


def test_the_debt_is_not_in_clear(traced: Site) -> None:
    database = stored(traced)
    assert b"NCOALINK" in database
    for told in (b"Suncoast Auto Finance", b"Palm Coastal Bank", b"property_roll.csv", b"/court/"):
        assert told not in database


@contextmanager
def edited(site: Site, sql: str) -> Iterator[None]:
    """The case file with one statement run on it by hand, put right again afterwards.

    Its anchor goes back with it: the first command of a day adds to the trail, at midnight too.
    """
    path, anchor = site.folder / "skiptrace.db", site.folder / "skiptrace.anchor"
    with closing(sqlite3.connect(path)) as tx:
        tx.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before, marks = path.read_bytes(), anchor.read_bytes()
    with closing(sqlite3.connect(path)) as tx:
        assert tx.execute(sql).rowcount > 0
        tx.commit()
        tx.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try:
        yield
    finally:
        path.write_bytes(before)
        anchor.write_bytes(marks)


RELEASED = """
INSERT INTO hold (account_id, code, since, source, released, release_evidence, mac)
SELECT account_id, code, since, source, '2026-11-20', source, mac FROM hold WHERE code = 'CEASE'
"""
HAND = {
    "a cease is released": (RELEASED, "hold row"),
    "a hold is deleted": ("DELETE FROM hold WHERE code = 'CEASE'", "hold rows of account"),
    "an order is open again": (
        "UPDATE trace_order SET state = 'todo', finished = NULL WHERE state = 'done'",
        "trace_order row",
    ),
}


@pytest.mark.parametrize(("sql", "words"), HAND.values(), ids=HAND.keys())
def test_verify_names_what_was_done_by_hand(traced: Site, sql: str, words: str) -> None:
    with edited(traced, sql):
        done = traced.run("audit", "verify", code=1)
        assert words in done.stdout.decode()
        assert "faults in the record" in done.stdout.decode()
    traced.run("audit", "verify")


def held_account(site: Site) -> str:
    """The number of an account that was asked not to be contacted."""
    keyring = read_key_file(site.folder / "skiptrace.key")
    case = open_case_file(f"sqlite:///{site.folder / 'skiptrace.db'}", keyring)
    with case.read() as tx:
        entries = case.accounts.page(tx, ("", ""), 500)
    case.close()
    return next(e.account.number for e in entries if any(h.code == "CEASE" for h in e.holds))


def test_an_account_whose_hold_was_deleted_is_not_traced(traced: Site) -> None:
    number = held_account(traced)
    with edited(traced, "DELETE FROM hold WHERE code = 'CEASE'"):
        done = traced.run("trace", number, "--as-of", "2026-11-23", "--again", code=1)
        assert b"hold rows of account" in done.stderr
        assert number.encode() not in done.stdout


def test_the_trail_says_what_a_source_was_asked_on_whom_and_why(traced: Site) -> None:
    """As CSV, one row a decision; a day on which nothing was asked has none."""
    told = traced.run("audit", "export", "--act", "gate.allow", "--format", "csv").stdout
    rows = list(csv.DictReader(told.decode().splitlines()))
    assert len(rows) > 20
    for row in rows:
        assert row["user"].startswith("usr_")
        assert all(
            row[name]
            for name in ("at", "account", "connector", "purposes", "law", "fields", "hash")
        )
    source = rows[0]["connector"]
    asked = ("audit", "export", "--connector", source, "--user", rows[0]["user"])
    lines = [json.loads(line) for line in traced.run(*asked).stdout.splitlines()]
    assert {line["connector_id"] for line in lines} == {source}
    assert traced.run(*asked, "--from", "2019-01-01", "--to", "2019-12-31").stdout == b""
    refused = traced.run("audit", "export", "--account", "no such number", code=1)
    assert b"no account of that number" in refused.stderr


def test_an_anchor_that_is_gone_is_said_and_not_begun_anew(traced: Site, tmp_path: Path) -> None:
    anchor = traced.folder / "skiptrace.anchor"
    elsewhere = tmp_path / "outside.anchor"
    traced.run("audit", "anchor", "--out", str(elsewhere))
    traced.run("audit", "verify", "--anchor", str(elsewhere))
    kept = anchor.read_bytes()
    anchor.unlink()
    try:
        assert b"skiptrace.anchor: absent" in traced.run("doctor", code=1).stdout
        assert b"skiptrace.anchor: absent" in traced.run("audit", "verify", code=1).stdout
        assert not anchor.exists()
        traced.run("audit", "anchor")
        traced.run("audit", "verify")
    finally:
        anchor.write_bytes(kept)


def test_the_anchor_follows_every_command_that_writes(traced: Site) -> None:
    anchor = traced.folder / "skiptrace.anchor"
    before = anchor.read_text().splitlines()
    traced.run("audit", "verify")
    assert anchor.read_text().splitlines() == before
    number, words = held_account(traced), ("--evidence", "letter")
    traced.run("hold", "add", number, "ATTY", *words, "--as-of", DAY)
    assert anchor.read_text().splitlines()[:-1] == before
