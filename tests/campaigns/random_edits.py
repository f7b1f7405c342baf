"""Random edits by somebody who has the database and its files and no key: verify finds them all.

`python -m tests.campaigns.random_edits [EDITS] [SEED]`; 1 when any is not found, or is found and
not named. Each edit is made on a copy of one installation's files: a row, a column, a whole table,
a trigger, bytes of the database, lines of the anchor, what all of them were earlier. An edit that
changes nothing that is stored is made again otherwise.
tests/integration/casefile/test_random_edits.py is its short version.
"""

# ruff: noqa: S608  the statements name tables of the schema, and values are bound

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from skiptrace.app.anchoring import faults_of
from skiptrace.casefile.anchor import AnchorFile, mark_of
from skiptrace.casefile.case import CaseFile, create_case_file, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.key_file import create_key_file, read_key_file
from skiptrace.model.errors import CaseFileError
from tests.integration.casefile import samples
from tests.integration.casefile.filling import add_account, trace
from tests.integration.casefile.two_traces import fill

DATABASE, ANCHOR, KEYS = "case.db", "own.anchor", "keys"
NAMED_BY = {
    "audit_head": ("head",),
    "case_meta": ("case_meta", "key"),
    "alembic_version": ("schema", "case file"),
    "tally": ("tally", "rows of"),
    "the file": ("database", "case file", "row", "tally"),
    "the anchor": ("anchor",),
    "the keys": ("key",),
    "all that was": ("older", "put back", "another"),
    "several tables": ("row", "tally", "head", "put back"),
}
"""By what words an edit counts as named; a table is named by its own."""


Statement = tuple[str, tuple[object, ...]]


@dataclass(frozen=True)
class Edit:
    """One edit: of what it is, how it is told, and what makes it in a folder."""

    of: str
    told: str
    act: Callable[[Path], None]

    def is_named(self, faults: Sequence[str]) -> bool:
        """Whether what verify says names it."""
        words = NAMED_BY.get(self.of, (self.of,))
        return any(word in fault for fault in faults for word in words)


def tables_in(db: sqlite3.Connection) -> list[str]:
    """Every table of a database: all of them are edited."""
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in names]


class Vandal:
    """Draws edits of one installation, which lies in `now` and as it was earlier in `before`."""

    def __init__(self, now: Path, before: Path, seed: str) -> None:
        self._now, self._before = now, before
        self._draw = random.Random(seed)
        with closing(sqlite3.connect(now / DATABASE)) as db:
            self._tables = tables_in(db)
            self._columns = {n: self._columns_of(db, n) for n in self._tables}

    @staticmethod
    def _columns_of(db: sqlite3.Connection, table: str) -> list[str]:
        return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]

    def edit(self) -> Edit:
        """The next edit."""
        kinds = (
            (self._update, 40),
            (self._delete, 12),
            (self._copy, 10),
            (self._swap, 10),
            (self._empty, 3),
            (self._put_back_tables, 6),
            (self._trigger, 4),
            (self._bytes, 5),
            (self._cut_file, 2),
            (self._put_back_all, 1),
            (self._anchor_line, 6),
            (self._keys, 1),
        )
        makers, weights = zip(*kinds, strict=True)
        made: Edit = self._draw.choices(makers, weights)[0]()
        return made

    def _sql(
        self, table: str, told: str, statements: Sequence[tuple[str, tuple[object, ...]]]
    ) -> Edit:
        def act(folder: Path) -> None:
            with closing(sqlite3.connect(folder / DATABASE)) as db, unguarded(db):
                for text, values in statements:
                    db.execute(text, values)
                db.commit()
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        return Edit(table, told, act)

    def _row(self, table: str) -> int:
        with closing(sqlite3.connect(self._now / DATABASE)) as db:
            rows = db.execute(f"SELECT rowid FROM {table} ORDER BY rowid").fetchall()
        return int(self._draw.choice(rows)[0])

    def _value(self, table: str, column: str, row: int) -> object:
        with closing(sqlite3.connect(self._now / DATABASE)) as db:
            values = db.execute(f"SELECT {column} FROM {table}").fetchall()
            one = db.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)).fetchone()[0]
        others = [value for (value,) in values if value != one]
        return self._draw.choice([*others[:20], None, other_than(one, self._draw)])

    def _update(self) -> Edit:
        table = self._draw.choice(self._tables)
        column, row = self._draw.choice(self._columns[table]), self._row(table)
        value = self._value(table, column, row)
        text = f"UPDATE {table} SET {column} = ? WHERE rowid = ?"
        return self._sql(table, f"{table}.{column} of row {row}", [(text, (value, row))])

    def _delete(self) -> Edit:
        table = self._draw.choice(self._tables)
        row = self._row(table)
        return self._sql(
            table, f"{table} row {row} deleted", [(f"DELETE FROM {table} WHERE rowid = ?", (row,))]
        )

    def _copy(self) -> Edit:
        table, columns = self._any_table()
        row = self._row(table)
        with closing(sqlite3.connect(self._now / DATABASE)) as db:
            query = f"SELECT * FROM {table} WHERE rowid = ?"
            values = list(db.execute(query, (row,)).fetchone())
        for at in range(len(columns)):
            if at == 0 or self._draw.random() < 0.3:
                values[at] = other_than(values[at], self._draw)
        marks = ", ".join("?" * len(columns))
        text = f"INSERT INTO {table} VALUES ({marks})"
        return self._sql(table, f"{table} row {row} copied", [(text, tuple(values))])

    def _swap(self) -> Edit:
        table, columns = self._any_table()
        one, other = self._row(table), self._row(table)
        names = self._draw.sample(columns, self._draw.randint(1, len(columns)))
        with closing(sqlite3.connect(self._now / DATABASE)) as db:
            query = f"SELECT {', '.join(names)} FROM {table} WHERE rowid = ?"
            first, second = (db.execute(query, (row,)).fetchone() for row in (one, other))
        text = f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in names)} WHERE rowid = ?"
        told = f"{table} rows {one} and {other} swap {', '.join(names)}"
        away = tuple(other_than(value, self._draw) for value in first)
        steps = [(text, (*away, one)), (text, (*first, other)), (text, (*second, one))]
        return self._sql(table, told, steps)

    def _empty(self) -> Edit:
        table, _ = self._any_table()
        return self._sql(table, f"{table} emptied", [(f"DELETE FROM {table}", ())])

    def _any_table(self) -> tuple[str, list[str]]:
        table = self._draw.choice(self._tables)
        return table, self._columns[table]

    def _put_back_tables(self) -> Edit:
        """Some tables as they were earlier, the rest as it is."""
        tables = self._draw.sample(self._tables, self._draw.randint(1, len(self._tables) - 1))
        statements: list[Statement] = []
        with closing(sqlite3.connect(self._before / DATABASE)) as db:
            for table in tables:
                statements.append((f"DELETE FROM {table}", ()))
                marks = ", ".join("?" * len(self._columns[table]))
                rows = db.execute(f"SELECT * FROM {table}").fetchall()
                statements += [(f"INSERT INTO {table} VALUES ({marks})", row) for row in rows]
        return self._sql("several tables", f"put back: {', '.join(tables)}", statements)

    def _trigger(self) -> Edit:
        """A guard taken away, or one more that undoes what is written."""
        name = self._draw.choice(("audit_event_update", "audit_event_delete", "audit_head_delete"))
        statements = (
            f"DROP TRIGGER {name}",
            "CREATE TRIGGER t AFTER INSERT ON hold BEGIN DELETE FROM hold WHERE seq = NEW.seq; END",
        )
        text = self._draw.choice(statements)

        def act(folder: Path) -> None:
            with closing(sqlite3.connect(folder / DATABASE)) as db:
                db.execute(text)
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        return Edit("trigger", text, act)

    def _bytes(self) -> Edit:
        """Bytes of the database, past every rule of SQL."""
        size = (self._now / DATABASE).stat().st_size
        at, body = self._draw.randrange(size), self._draw.randbytes(self._draw.randint(1, 64))

        def act(folder: Path) -> None:
            with (folder / DATABASE).open("r+b") as file:
                file.seek(at)
                file.write(body)

        return Edit("the file", f"{len(body)} bytes at {at}", act)

    def _cut_file(self) -> Edit:
        size = self._draw.randrange((self._now / DATABASE).stat().st_size)

        def act(folder: Path) -> None:
            with (folder / DATABASE).open("r+b") as file:
                file.truncate(size)

        return Edit("the file", f"cut to {size} bytes", act)

    def _put_back_all(self) -> Edit:
        def act(folder: Path) -> None:
            shutil.copy(self._before / DATABASE, folder / DATABASE)

        return Edit("all that was", "the whole database is put back", act)

    def _anchor_line(self) -> Edit:
        """A line of the anchor changed, taken out, doubled or moved; what it ends with stays."""
        lines = (self._now / ANCHOR).read_text().splitlines()
        at = self._draw.randrange(len(lines) - 1)
        how = self._draw.choice(("changed", "taken out", "doubled", "moved", "all gone"))
        changed = list(lines)
        if how == "changed":
            place = self._draw.randrange(len(lines[at]))
            letter = self._draw.choice([c for c in "0123456789abcdef" if c != lines[at][place]])
            changed[at] = lines[at][:place] + letter + lines[at][place + 1 :]
        elif how == "taken out":
            del changed[at]
        elif how == "doubled":
            changed.insert(at, lines[at])
        elif how == "moved":
            changed[at], changed[at + 1] = changed[at + 1], changed[at]

        def act(folder: Path) -> None:
            if how == "all gone":
                (folder / ANCHOR).unlink()
            else:
                (folder / ANCHOR).write_text("\n".join(changed) + "\n")

        return Edit("the anchor", f"line {at + 1} {how}", act)

    def _keys(self) -> Edit:
        def act(folder: Path) -> None:
            (folder / KEYS).unlink()
            create_key_file(folder / KEYS)

        return Edit("the keys", "another key file", act)


def other_than(value: object, draw: random.Random) -> object:
    """Another value of the same type."""
    if isinstance(value, bytes):
        at = draw.randrange(len(value)) if value else 0
        return value[:at] + bytes((value[at] ^ 1 << draw.randrange(8),)) + value[at + 1 :]
    if isinstance(value, str):
        return draw.choice([f"{value}x", value[:-1] if value else "x"])
    if isinstance(value, int | float):
        return value + draw.randint(1, 1000)
    return draw.choice(["x", 7, b"x"])


@contextmanager
def unguarded(db: sqlite3.Connection) -> Iterator[None]:
    """Without triggers, which are put back afterwards: who owns the database leaves no trace."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    guards = db.execute(query).fetchall()
    for name, _ in guards:
        db.execute(f"DROP TRIGGER {name}")
    yield
    for _, text in guards:
        db.execute(text)


def said(folder: Path) -> list[str]:
    """What verify says of the files in a folder; nothing when all is well."""
    try:
        keyring = read_key_file(folder / KEYS)
        case = open_case_file(f"sqlite:///{folder / DATABASE}", keyring)
    except CaseFileError as error:
        return [str(error)]
    try:
        return faults_of(case, [AnchorFile(folder / ANCHOR, keyring)])[1]
    except CaseFileError as error:
        return [str(error)]
    finally:
        case.close()


def stored(folder: Path) -> object:
    """Everything stored in the files of a folder, in no order; nothing where it cannot be read."""
    try:
        with closing(sqlite3.connect(folder / DATABASE)) as db:
            dump = sorted(db.iterdump())
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return None
    files = (folder / name for name in (ANCHOR, KEYS))
    return dump, tuple(path.exists() and path.read_bytes() for path in files)


def installation(folder: Path) -> tuple[Path, Path]:
    """An installation of two traced accounts and more, and as it was before the second half."""
    now, before = folder / "now", folder / "before"
    now.mkdir(parents=True)
    keyring = create_key_file(now / KEYS)
    case = create_case_file(f"sqlite:///{now / DATABASE}", keyring)
    fill(case)
    for n in (3, 4):
        trace(case, n)
        _mark(now, case, keyring)
    case.close()
    shutil.copytree(now, before)
    case = open_case_file(f"sqlite:///{now / DATABASE}", keyring)
    for n in (5, 6):
        trace(case, n)
        add_account(case, n + 10)
        _mark(now, case, keyring)
    case.close()
    return now, before


def _mark(folder: Path, case: CaseFile, keyring: Keyring) -> None:
    with case.read() as tx:
        mark = mark_of(tx, keyring, samples.NOW)
    AnchorFile(folder / ANCHOR, keyring).append(lambda: mark)


@dataclass
class Outcome:
    """How many edits of what were made, and which were not found, or found and not named."""

    made: Counter[str]
    missed: list[str]
    unnamed: list[str]


def campaign(folder: Path, edits: int, seed: str) -> Outcome:
    """So many edits of one installation, each on a copy of its own."""
    now, before = installation(folder)
    assert said(now) == [], "it is whole before it is edited"
    whole, vandal = stored(now), Vandal(now, before, seed)
    done = Outcome(Counter(), [], [])
    copy = folder / "copy"
    while done.made.total() < edits:
        edit = vandal.edit()
        shutil.copytree(now, copy)
        try:
            edit.act(copy)
            if stored(copy) != whole:
                _judge(edit, said(copy), done)
        except sqlite3.IntegrityError:
            pass  # the database itself takes no such row
        shutil.rmtree(copy)
    return done


def _judge(edit: Edit, faults: Sequence[str], done: Outcome) -> None:
    done.made[edit.of] += 1
    if not faults:
        done.missed.append(f"{edit.of}: {edit.told}")
    elif not edit.is_named(faults):
        done.unnamed.append(f"{edit.of}: {edit.told}: {faults[0]}")


def main(edits: str = "1000", seed: str = "7") -> int:
    """Make the edits, tell how many of what, and each that was missed or not named."""
    with tempfile.TemporaryDirectory() as name:
        done = campaign(Path(name), int(edits), seed)
    for of, count in sorted(done.made.items()):
        print(f"{of}: {count}")
    print(f"{done.made.total()} edits, {len(done.missed)} missed, {len(done.unnamed)} not named")
    for told in (*done.missed, *done.unnamed):
        print(f"  {told}")
    return 1 if done.missed or done.unnamed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
