"""Builds the sandbox's town: what providers serve, the creditor's file, and the truth."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from connectors.sandbox.town.acs import Mailed, acs_file, came_over_acs
from connectors.sandbox.town.business_accounts import BusinessAccount, BusinessDesk
from connectors.sandbox.town.chance import stream
from connectors.sandbox.town.creditor import COLUMNS, Account, CreditorDesk
from connectors.sandbox.town.files import (
    corporate_line,
    csv_text,
    death_master_line,
    lien_line,
    sanction_line,
)
from connectors.sandbox.town.served.bureau import BureauDesk
from connectors.sandbox.town.served.companies import CompanyDesk
from connectors.sandbox.town.served.court import CourtDesk
from connectors.sandbox.town.served.deaths import compile_deaths
from connectors.sandbox.town.served.land import LandDesk
from connectors.sandbox.town.served.liens import compile_liens
from connectors.sandbox.town.served.nation import compile_nation
from connectors.sandbox.town.served.subscribers import compile_subscribers
from connectors.sandbox.town.sheets import Row, Sheets
from connectors.sandbox.town.tables import read_sql
from connectors.sandbox.town.truth import truth_rows
from connectors.sandbox.town.truth_business import business_rows
from connectors.sandbox.town.world import World, simulate

DEFAULT_DAY = date(2026, 11, 22)
"""The day on which the town stands unless another is asked for."""

_FEWEST, _MOST = 300, 60_000
_STALE_SECONDS = 3600
_BUSINESSES, _PROPRIETORS = 5, 8
"""One account in so many is a business's, and of these one in so many a sole proprietor's."""
_FIRST_DAY, _LAST_DAY = date(2015, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class TownSummary:
    """What was built: the folder, the counts of people and accounts, and of rows by table."""

    folder: Path
    people: int
    accounts: int
    rows: Mapping[str, int]


def build_town(
    folder: Path,
    seed: int = 7,
    people: int = 20_000,
    accounts: int = 2_000,
    today: date = DEFAULT_DAY,
) -> TownSummary:
    """Build the town of a seed in a folder, all of it or nothing; the same seed gives the same.

    A town that stands in the folder already is replaced, together with the bureau's bill. Raises
    ValueError for a number of people or accounts or a day out of range, and FileExistsError when
    the folder holds something else.
    """
    _check(people, accounts, today)
    _check_folder(folder)
    world = simulate(seed, people, today)
    sheets = _serve(seed, world)
    owed = _owed(seed, world, accounts)
    truth = truth_rows(world, sheets, owed.people) | business_rows(world, sheets, owed.businesses)
    truth["built"] = [(seed, people, accounts, today.isoformat())]
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write(draft, world, sheets, owed.in_order)
        _fill(draft / "truth.sqlite", read_sql("town/truth.sql"), truth)
        _swap(draft, folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    counts = {table: len(rows) for table, rows in sorted((sheets.rows | truth).items())}
    return TownSummary(folder, len(world.census.people), accounts, counts)


def _check(people: int, accounts: int, today: date) -> None:
    if not _FEWEST <= people <= _MOST:
        raise ValueError(f"people: from {_FEWEST} to {_MOST}")
    if not 1 <= accounts <= people // 3:
        raise ValueError("accounts: at least 1 and at most a third of the people")
    if not _FIRST_DAY <= today <= _LAST_DAY:
        raise ValueError(f"today: from {_FIRST_DAY} to {_LAST_DAY}")


def _check_folder(folder: Path) -> None:
    if not folder.exists():
        return
    empty = folder.is_dir() and next(folder.iterdir(), None) is None
    if not empty and not (folder / "truth.sqlite").is_file():
        raise FileExistsError(f"{folder} holds something that is not a sandbox town")


def _sweep(folder: Path) -> None:
    """Clear away what builds that were killed an hour or more ago left beside the folder."""
    for draft in folder.parent.glob(f".{folder.name}-*"):
        if time.time() - draft.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(draft, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Owed:
    """What the creditors place: `people` holds every person who owes, guarantors among them."""

    consumers: Sequence[Account]
    businesses: Sequence[BusinessAccount]
    proprietors: Sequence[Account]

    @property
    def people(self) -> list[Account]:
        guarantors = [one.guarantor for one in self.businesses if one.guarantor is not None]
        return [*self.consumers, *self.proprietors, *guarantors]

    @property
    def in_order(self) -> Iterator[Mailed]:
        """As the file has them: each guarantor follows his company."""
        yield from self.consumers
        for one in self.businesses:
            yield one
            if one.guarantor is not None:
                yield one.guarantor
        yield from self.proprietors


def _owed(seed: int, world: World, accounts: int) -> _Owed:
    """Businesses take the place of the last fifth of the debtors; a few of them are people."""
    first = accounts - accounts // _BUSINESSES
    consumers = CreditorDesk(stream(seed, "accounts"), world).accounts(accounts)[:first]
    taken = [account.debt.person.id for account in consumers]
    desk = BusinessDesk(stream(seed, "business accounts"), world, taken)
    alone = (accounts - first) // _PROPRIETORS
    companies = desk.companies(first, accounts - first - alone)
    first += len(companies)
    return _Owed(consumers, companies, desk.proprietors(first, accounts - first))


def _serve(seed: int, world: World) -> Sheets:
    sheets = Sheets()
    BureauDesk(stream(seed, "bureau"), world, sheets).compile()
    LandDesk(stream(seed, "land register"), world, sheets).compile()
    CompanyDesk(stream(seed, "companies"), world, sheets).compile()
    CourtDesk(stream(seed, "court"), world, sheets).compile()
    compile_deaths(stream(seed, "deaths"), world, sheets)
    compile_liens(stream(seed, "liens"), world, sheets)
    compile_nation(stream(seed, "nation"), world, sheets)
    compile_subscribers(stream(seed, "subscribers"), world, sheets)
    return sheets


def _write(draft: Path, world: World, sheets: Sheets, accounts: Iterable[Mailed]) -> None:
    mailed = list(accounts)
    schema = read_sql("schema.sql")
    _fill(draft / "town.sqlite", schema, sheets.rows)
    rolls, intake = draft / "files", draft / "intake"
    rolls.mkdir()
    intake.mkdir()
    rows = sheets.rows
    roll = csv_text(_columns(schema, "roll_property"), rows["roll_property"])
    (rolls / "property_roll.csv").write_text(roll, encoding="utf-8", newline="")
    _lines(rolls / "dmf.txt", [death_master_line(row) for row in rows["roll_dmf"]])
    _lines(rolls / "sunbiz.txt", [corporate_line(row) for row in rows["roll_sunbiz"]])
    _lines(rolls / "flrd.txt", [lien_line(row) for row in rows["roll_liens"]])
    _lines(rolls / "sdn.csv", [sanction_line(row) for row in rows["roll_sanctions"]])
    placed = csv_text(COLUMNS, ([a.row[c] for c in COLUMNS] for a in mailed))
    (intake / "returned_mail.csv").write_text(placed, encoding="utf-8", newline="")
    over_acs = [a for a in mailed if came_over_acs(a)]
    (intake / "acs.txt").write_bytes(acs_file(over_acs, world.calendar))


def _lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="latin-1", newline="")


def _columns(schema: str, table: str) -> list[str]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema)
        names = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
        return [str(name) for (name,) in names]


def _fill(path: Path, schema: str, rows: Mapping[str, Sequence[Row]]) -> None:
    """A new database with these rows; without a journal, since it counts only once complete."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        connection.executescript(schema)
        connection.execute("BEGIN")
        for table, entries in rows.items():
            if entries:
                marks = ",".join("?" * len(entries[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", entries)  # noqa: S608 - our own table names
        connection.execute("COMMIT")
    finally:
        connection.close()


def _swap(draft: Path, folder: Path) -> None:
    """Put the finished draft in the place of whatever stood there."""
    draft.chmod(0o755)
    old = draft.with_name(f"{draft.name}-old")
    if folder.exists():
        folder.replace(old)
    draft.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
