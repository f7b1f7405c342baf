"""Column types: only sealed bytes, only moments with a zone, only exact money."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, func, insert, select
from sqlalchemy.engine import Connection

from skiptrace.casefile.columns import Dollars, Instant, Sealed
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.engine import clear_errors
from skiptrace.model.errors import CaseFileError

ROWS = Table(
    "rows",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("sealed", Sealed),
    Column("at", Instant),
    Column("cost", Dollars),
)


@pytest.fixture
def tx() -> Connection:
    engine = create_engine("sqlite://")
    ROWS.metadata.create_all(engine)
    return engine.connect()


def test_a_clear_value_is_refused_in_a_sealed_column(tx: Connection) -> None:
    with pytest.raises(CaseFileError, match="a clear value"), clear_errors():
        tx.execute(insert(ROWS).values(sealed=b"Quillon Brathwaite"))
    sealed = Keyring.generate().seal("f", b"Quillon Brathwaite")
    tx.execute(insert(ROWS), [{"sealed": sealed}, {"sealed": None}])
    assert tx.execute(select(ROWS.c.sealed)).scalars().all() == [sealed, None]
    tx.close()


def test_a_moment_comes_back_in_utc_to_the_microsecond(tx: Connection) -> None:
    east = datetime(2026, 11, 22, 1, 30, 0, 7, tzinfo=timezone(timedelta(hours=2)))
    tx.execute(insert(ROWS), [{"at": east}, {"at": None}])
    back = tx.execute(select(ROWS.c.at).order_by(ROWS.c.id)).scalars().all()
    assert back == [east, None]
    assert back[0] is not None and back[0].tzinfo is UTC
    tx.close()


def test_a_moment_without_a_zone_is_refused(tx: Connection) -> None:
    with pytest.raises(CaseFileError, match="time zone"), clear_errors():
        tx.execute(insert(ROWS).values(at=datetime(2026, 11, 22)))  # noqa: DTZ001 - the case tested
    tx.close()


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("0", "0.00"), ("0.25", "0.25"), ("12.5", "12.50"), ("0.000001", "0.000001"), ("-3", "-3.00")],
)
def test_money_is_exact(tx: Connection, amount: str, shown: str) -> None:
    tx.execute(insert(ROWS).values(cost=Decimal(amount)))
    assert f"{tx.execute(select(ROWS.c.cost)).scalar():f}" == shown
    tx.close()


def test_sql_adds_money_without_loss(tx: Connection) -> None:
    tx.execute(insert(ROWS), [{"cost": Decimal("0.1")}] * 3)
    assert tx.execute(select(func.sum(ROWS.c.cost))).scalar() == Decimal("0.3")
    tx.close()


@pytest.mark.parametrize("amount", ["0.0000001", "NaN", "Infinity"])
def test_money_that_cannot_be_exact_is_refused(tx: Connection, amount: str) -> None:
    with pytest.raises(CaseFileError, match="six decimals"), clear_errors():
        tx.execute(insert(ROWS).values(cost=Decimal(amount)))
    tx.close()
