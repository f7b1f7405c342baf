"""A source that is asked by files, over real case files and a real SFTP server: asked once.

A process dies between every two steps; what the bureau billed is the judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fakes import Death, FakeConnector, says
from orders import TODAY

from connectors.files.connector import FilesConnector
from connectors.files.server import FileServer
from connectors.kit.sftp_server import Dropped, nothing
from skiptrace.app.sent_files import CaseSentFiles
from skiptrace.casefile.call_state import CallStage
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.order import OrderState
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.integration.tracing.conftest import FREE, Desk, entry_of
from tests.integration.tracing.test_batches import FORM, counts, nightly
from tests.unit.connectors_files.bureau import Stand, found, standing

DAY = timedelta(days=1)
NUMBERS = ("10001", "10002", "10003")
ONCE = [1, 1, 1]


class DyingSent(CaseSentFiles):
    """Notes files in the case file; the process dies before or after one is noted."""

    def __init__(self, desk: Desk, dies: str = "") -> None:
        super().__init__(desk.case, desk.clock)
        object.__setattr__(self, "dies", dies)

    __slots__ = ("dies",)

    def note(self, source: str, file: str, keys: Sequence[str]) -> None:
        if self.dies == "before note":
            raise Death
        super().note(source, file, keys)
        if self.dies == "after note":
            raise Death


class DyingServer:
    """The bureau's server, seen by a process that dies before or after a thing it does there."""

    def __init__(self, server: FileServer, dies: str) -> None:
        self._server, self._dies = server, dies

    @contextmanager
    def open(self) -> Iterator[Any]:
        if self._dies == "before open":
            raise Death
        with self._server.open() as desk:
            yield _DyingDesk(desk, self._dies)


class _DyingDesk:
    def __init__(self, desk: Any, dies: str) -> None:
        self._desk, self._dies = desk, dies

    def __getattr__(self, name: str) -> Any:
        def act(*values: Any) -> Any:
            if self._dies == f"before {name}":
                raise Death
            done = getattr(self._desk, name)(*values)
            if self._dies == f"after {name}":
                raise Death
            return done

        return act


class DyingConnector(FilesConnector):
    """Dies once it has handed on so many of its answers, or collected them."""

    dies = ""

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        for number, answer in enumerate(super().search(inquiries, leave)):
            if self.dies == "before an answer is stored" or (
                self.dies == "after an answer is stored" and number
            ):
                raise Death
            yield answer

    def collect(self, waiting: Any) -> Iterator[Answer]:
        for number, answer in enumerate(super().collect(waiting)):
            if self.dies == "before a found one is stored" and answer.outcome is Outcome.HIT:
                raise Death
            if self.dies == "after a found one is stored" and number:
                raise Death
            yield answer


@dataclass
class Exchange:
    """A desk whose paid source is the bureau of a stand; every night is a new process."""

    desk: Desk
    stand: Stand
    day: int = 0

    def connector(self, dies: str = "") -> FilesConnector:
        self.stand.clock = self.desk.clock
        loaded, settings = self.stand.loaded(), self.stand.settings()
        card = replace(loaded.card, id="broker", purposes=frozenset({"GLB-3"}))
        loaded = replace(loaded, card=card)
        sent = DyingSent(self.desk, dies)
        settings = replace(settings, sent=sent, check=self.desk.case.permits.check)
        plain = FilesConnector(loaded, settings)
        server: Any = DyingServer(plain._server, dies)
        made = DyingConnector(loaded, settings, server)
        made.dies = dies
        return made

    def night(self, dies: str = "") -> None:
        """One night, which may be the process's last."""
        form = replace(FORM, as_of=TODAY + self.day * DAY, budget=Decimal(1))
        source: Any = self.connector(dies)
        try:
            nightly(self.desk, FakeConnector(FREE, says()), source, form=form)
        except Death:
            assert dies
        finally:
            self.day += 1
            self.desk.clock.move(DAY)

    def keys(self) -> Counter[str]:
        """How often each key is in a file that was submitted."""
        rows = [r for path in self.stand.bureau.requests() for r in self.stand.bureau.rows(path)]
        return Counter(row["key"] for row in rows)


@contextmanager
def exchanging(desk: Desk, folder: Path) -> Iterator[Exchange]:
    folder.mkdir()
    with standing(folder) as stand:
        stand.bureau.answers = hers
        for number in NUMBERS:
            desk.taken_in(entry_of(number))
        yield Exchange(desk, stand)


@pytest.fixture
def exchange(desk: Desk, tmp_path: Path) -> Iterator[Exchange]:
    with exchanging(desk, tmp_path / "box") as running:
        yield running


@pytest.fixture
def quick(sqlite_desk: Desk, tmp_path: Path) -> Iterator[Exchange]:
    """Over SQLite alone, for what does not depend on the engine."""
    with exchanging(sqlite_desk, tmp_path / "box") as running:
        yield running


def hers(row: Any) -> str:
    return found(row).replace("12 Oak St,Port Alvera,FL,34802", "9 OAK AVE,LARKSPUR,TX,75001")


SENDING = (
    "before open",
    "before put",
    "after put",
    "before note",
    "after note",
    "before submit",
    "after submit",
    "before an answer is stored",
    "after an answer is stored",
)
COLLECTING = (
    "before open",
    "before reply",
    "after reply",
    "before a found one is stored",
    "after a found one is stored",
)


def test_a_chunk_is_a_file_and_a_later_night_collects_it(exchange: Exchange) -> None:
    exchange.night()
    assert counts(exchange.desk) == {OrderState.AWAITING: 3}
    assert list(exchange.keys().values()) == ONCE
    assert len(exchange.stand.bureau.requests()) == 2
    exchange.stand.bureau.answer()
    exchange.night()
    assert counts(exchange.desk) == {OrderState.DONE: 3}


@pytest.mark.parametrize("dies", SENDING)
def test_a_process_that_dies_while_it_sends_asks_nothing_twice(
    exchange: Exchange, dies: str
) -> None:
    exchange.night(dies)
    for _ in range(3):
        exchange.stand.bureau.answer()
        exchange.night()
    assert counts(exchange.desk) == {OrderState.DONE: 3}, dies
    assert list(exchange.keys().values()) == ONCE
    assert list(exchange.stand.bureau.billed.values()) == ONCE


@pytest.mark.parametrize("dies", SENDING)
def test_nor_where_the_bureau_takes_its_files_away(quick: Exchange, dies: str) -> None:
    quick.stand.bureau.removes = True
    quick.night(dies)
    for _ in range(3):
        quick.stand.bureau.answer()
        quick.night()
    assert counts(quick.desk) == {OrderState.DONE: 3}, dies
    assert list(quick.stand.bureau.billed.values()) == ONCE


@pytest.mark.parametrize("dies", COLLECTING)
def test_a_process_that_dies_while_it_collects_loses_nothing(exchange: Exchange, dies: str) -> None:
    exchange.night()
    exchange.stand.bureau.answer()
    exchange.night(dies)
    exchange.night()
    exchange.night()
    assert counts(exchange.desk) == {OrderState.DONE: 3}, dies
    assert list(exchange.keys().values()) == ONCE
    assert list(exchange.stand.bureau.billed.values()) == ONCE


def test_a_reply_that_is_late_is_overdue_and_never_asked_for_anew(quick: Exchange) -> None:
    quick.night()
    for _ in range(11):
        quick.night()
    assert set(stages(quick.desk)) == {CallStage.OVERDUE}
    quick.stand.bureau.answer()
    quick.night()
    quick.night()
    assert set(stages(quick.desk)) == {CallStage.ANSWERED}
    assert list(quick.keys().values()) == ONCE
    assert list(quick.stand.bureau.billed.values()) == ONCE


def stages(desk: Desk) -> list[CallStage]:
    from sqlalchemy import select

    from skiptrace.casefile.tables.orders import connector_call

    with desk.case.read() as tx:
        asked = select(connector_call.c.inquiry_id).where(connector_call.c.connector_id == "broker")
        ids = tx.execute(asked).scalars().all()
        return [state.state for state in desk.case.ledger.state(tx, ids).values()]


def test_while_the_server_is_gone_what_may_have_been_sent_is_in_doubt(quick: Exchange) -> None:
    """The name was given, the connection ended, and the server is not reached until the third."""

    def gone(what: str, path: str) -> int:
        raise Dropped

    quick.stand.server.after = lambda what, path: _gone_from(quick, gone, what)
    quick.night()
    assert counts(quick.desk)[OrderState.IN_DOUBT] == 2
    quick.night()
    assert counts(quick.desk)[OrderState.IN_DOUBT] == 2
    quick.stand.server.before = quick.stand.server.after = nothing
    quick.night()
    assert counts(quick.desk)[OrderState.AWAITING] == 3
    quick.stand.bureau.answer()
    quick.night()
    assert counts(quick.desk)[OrderState.DONE] == 3
    assert list(quick.stand.bureau.billed.values()) == ONCE


def _gone_from(exchange: Exchange, gone: Any, what: str) -> int:
    if what == "rename":
        exchange.stand.server.before = gone
        raise Dropped
    return 0
