"""Nights in which the disk is full, the database takes no writes, or the clock jumps.

The night ends with a clear error or none, and once the trouble is over the next ones finish it. The
bureau, which bills whoever asks, billed each question once, and everybody's address is found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from candidates import OAK, at
from fakes import CollectingConnector, FakeConnector, FakeProvider, SettlingConnector, later, says
from orders import TODAY
from sqlalchemy import event, text

from skiptrace.casefile.case import CaseFile
from skiptrace.model.errors import CaseFileUnavailable, LeaseLost
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.order import OrderState
from tests.integration.tracing.conftest import FREE, PAID, TERMS, Desk, entry_of, hers
from tests.integration.tracing.test_batches import FORM, nightly

HOME = hers(addresses=(at(OAK, role="residence"),))
NUMBERS = ("10001", "10002", "10003")
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
FOUND = ["9 OAK AVE, LARKSPUR TX 75001"]
Trouble = Callable[[CaseFile], Any]


def filled(desk: Desk) -> Desk:
    """The desk with three accounts that are due."""
    for number in NUMBERS:
        desk.taken_in(entry_of(number))
    return desk


@pytest.fixture
def troubled(desk: Desk) -> Desk:
    return filled(desk)


def night(desk: Desk, day: int, *connectors: FakeConnector) -> None:
    nightly(
        desk, FakeConnector(FREE, says()), *connectors, form=replace(FORM, as_of=TODAY + day * DAY)
    )


def ends_well(desk: Desk, source: Callable[[], FakeConnector], provider: FakeProvider) -> None:
    """Calm nights end what is open; what was billed and found is as it should be."""
    for day in range(1, 4):
        desk.clock.move(DAY)
        night(desk, day, source())
    assert sorted(provider.sold.values()) == [1, 1, 1]
    with desk.case.read() as tx:
        entries = [desk.case.accounts.find(tx, number) for number in NUMBERS]
        for entry in entries:
            assert entry is not None
            current = desk.case.findings.current(tx, entry.account.id)
            assert [finding.value for finding in current] == FOUND
        states = desk.case.orders.counts(tx)
        assert states[OrderState.DONE] == 3
        assert not {s for s, n in states.items() if n} - {OrderState.DONE, OrderState.INCOMPLETE}
        assert desk.case.check(tx).faults == ()


def anew(case: CaseFile) -> None:
    """Let the next transaction have a connection of its own."""
    case._writer.dispose()


@contextmanager
def room_for(case: CaseFile, pages: int) -> Iterator[None]:
    """SQLite may grow by so many pages of 4 KB, as on a disk that is full behind them."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {size[0]}")

    with case.read() as tx:
        size = [tx.exec_driver_sql("PRAGMA page_count").scalar_one() + pages]
    anew(case)
    event.listen(case._writer, "connect", limit)
    yield
    event.remove(case._writer, "connect", limit)
    anew(case)


FULL = """
CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100';
END $$;
CREATE TRIGGER is_full BEFORE INSERT OR UPDATE ON {} EXECUTE FUNCTION is_full();
"""


@contextmanager
def no_room_in(case: CaseFile, table: str) -> Iterator[None]:
    """PostgreSQL has no room for rows of that table: its own error, by a trigger."""
    with case.write() as tx:
        tx.execute(text(FULL.format(table)))
    yield
    with case.write() as tx:
        tx.execute(text("DROP FUNCTION is_full() CASCADE"))


TABLES = ("worker", "connector_call", "call_result", "finding", "audit_event")


@pytest.mark.parametrize("number", range(len(TABLES)))
def test_a_night_on_a_full_disk_says_so_and_the_next_one_finishes_it(
    troubled: Desk, number: int
) -> None:
    provider = FakeProvider()
    case = troubled.case
    is_sqlite = case._writer.dialect.name == "sqlite"
    trouble = room_for(case, number) if is_sqlite else no_room_in(case, TABLES[number])
    words = "disk is full|No space left"
    with trouble, pytest.raises(CaseFileUnavailable, match=words):
        night(troubled, 0, SettlingConnector(PAID, says(HOME), provider))
    ends_well(troubled, lambda: SettlingConnector(PAID, says(HOME), provider), provider)


@contextmanager
def read_only(case: CaseFile) -> Iterator[None]:
    """The database takes no writes."""
    name = case._writer.url.database

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(f"file:{name}?mode=ro", uri=True, check_same_thread=False)

    if case._writer.dialect.name == "sqlite":
        before, case._writer.pool._creator = case._writer.pool._creator, connect
        anew(case)
        yield
        case._writer.pool._creator = before
    else:
        with case.write() as tx:
            tx.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
        anew(case)
        yield
        with suppress(CaseFileUnavailable), case.write() as tx:
            tx.execute(text("SET TRANSACTION READ WRITE"))
            tx.execute(text(f'ALTER DATABASE "{name}" RESET default_transaction_read_only'))
    anew(case)


def test_a_read_only_database_is_told_before_anything_leaves(troubled: Desk) -> None:
    broker = SettlingConnector(PAID, says(HOME))
    with read_only(troubled.case), pytest.raises(CaseFileUnavailable, match=r"read.?only"):
        night(troubled, 0, broker)
    assert broker.calls == 0
    ends_well(troubled, lambda: broker, broker.provider)


def test_a_database_that_turns_read_only_amid_a_purchase_loses_nothing(troubled: Desk) -> None:
    provider = FakeProvider()
    turned: list[Any] = []

    def turn(_: Inquiry) -> None:
        if not turned:
            turned.append(read_only(troubled.case))
            turned[0].__enter__()

    with pytest.raises(CaseFileUnavailable, match=r"read.?only"):
        night(troubled, 0, SettlingConnector(PAID, says(HOME), provider, witness=turn))
    turned[0].__exit__(None, None, None)
    ends_well(troubled, lambda: SettlingConnector(PAID, says(HOME), provider), provider)


JUMPS = (TERMS.late, TERMS.lease, HOUR, DAY, 8 * DAY, -SECOND, -HOUR, -DAY, -8 * DAY)


@pytest.mark.parametrize("jump", JUMPS, ids=str)
@pytest.mark.parametrize("kind", ["at once", "later"])
def test_a_clock_that_jumps_amid_a_night_buys_nothing_twice(
    sqlite_desk: Desk, kind: str, jump: timedelta
) -> None:
    """The clock jumps while the second question is on its way, and stays so."""
    troubled, provider = filled(sqlite_desk), FakeProvider()
    began = troubled.clock()

    def source(witness: Callable[[Inquiry], None] = lambda _: None) -> FakeConnector:
        if kind == "at once":
            return SettlingConnector(PAID, says(HOME), provider, witness=witness)
        made = Desking(PAID, later(began + HOUR, began + 90 * DAY), provider)
        made._witness = witness
        return made

    def jumps(_: Inquiry) -> None:
        if len(provider.sales) == 1:
            troubled.clock.move(jump)

    with suppress(LeaseLost):
        night(troubled, 0, source(jumps))
    if jump < timedelta(0):
        troubled.clock.move(-jump)
    ends_well(troubled, source, provider)


class Desking(CollectingConnector, SettlingConnector):
    """A bureau that answers by ticket, has everything ready, and says what it was asked."""

    def collect(self, waiting: Any) -> Iterator[Any]:
        ready = says(HOME)
        self.desk = {ticket.reference: ready(inquiry) for inquiry, ticket in waiting}
        return super().collect(waiting)
