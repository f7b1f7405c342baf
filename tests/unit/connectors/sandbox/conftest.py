"""One small town, built once for all tests that look at it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date

import pytest

from connectors.sandbox.build import TownSummary, build_town

TODAY = date(2026, 11, 22)
Rows = list[tuple[object, ...]]
Query = Callable[..., Rows]


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> TownSummary:
    """A town of at least 1,500 people and 300 accounts."""
    return build_town(tmp_path_factory.mktemp("sandbox") / "town", 11, 1500, 300, TODAY)


@pytest.fixture(scope="session")
def served(town: TownSummary) -> Iterator[Query]:
    """Asks town.sqlite."""
    with closing(sqlite3.connect(town.folder / "town.sqlite")) as connection:
        yield lambda sql, *args: connection.execute(sql, args).fetchall()


@pytest.fixture(scope="session")
def truth(town: TownSummary) -> Iterator[Query]:
    """Asks truth.sqlite."""
    with closing(sqlite3.connect(town.folder / "truth.sqlite")) as connection:
        yield lambda sql, *args: connection.execute(sql, args).fetchall()
