"""A source that is asked by files, over real case files and a real SFTP server: asked once.

A process dies between every two steps; what the bureau billed is the judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.kit.sftp_server import Dropped, nothing
from skiptrace.casefile.call_state import CallStage
from skiptrace.model.order import OrderState
from tests.integration.tracing.conftest import Desk
from tests.integration.tracing.exchanges import Exchange, exchanging
from tests.integration.tracing.test_batches import counts

ONCE = [1, 1, 1]


@pytest.fixture
def exchange(desk: Desk, tmp_path: Path) -> Iterator[Exchange]:
    with exchanging(desk, tmp_path / "box") as running:
        yield running


@pytest.fixture
def quick(sqlite_desk: Desk, tmp_path: Path) -> Iterator[Exchange]:
    """Over SQLite alone, for what does not depend on the engine."""
    with exchanging(sqlite_desk, tmp_path / "box") as running:
        yield running


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
