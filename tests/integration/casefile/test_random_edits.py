"""Some of the random edits of tests/campaigns/random_edits: all are found, and named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from skiptrace.casefile.tables.schema import metadata
from tests.campaigns.random_edits import DATABASE, campaign, installation, tables_in

EDITS = 40


def test_random_edits_are_found_and_named(tmp_path: Path) -> None:
    done = campaign(tmp_path, EDITS, "the short one")
    assert done.made.total() == EDITS
    assert len(done.made) > 15, "they are of many kinds"
    assert done.missed == []
    assert done.unnamed == []


def test_every_table_is_among_those_that_are_edited(tmp_path: Path) -> None:
    now, _ = installation(tmp_path)
    with closing(sqlite3.connect(now / DATABASE)) as db:
        edited = tables_in(db)
        empty = [t for t in edited if not db.execute(f"SELECT 1 FROM {t}").fetchone()]  # noqa: S608
    assert set(edited) == {*metadata.tables, "alembic_version"}
    assert empty == [], "a table without a row is not edited"
