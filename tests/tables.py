"""A table of cases as one test: each row is tried, and every row that fails is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from inspect import signature
from typing import Any

Test = Callable[..., None]


def each(names: str | Sequence[str], rows: Iterable[Any]) -> Callable[[Test], Test]:
    """As `pytest.mark.parametrize`, for the tables of dozens of rows that take a moment each.

    A test of its own costs more than such a row; two tables give every row of one with every row
    of the other.
    """
    rows = list(rows)
    names = (names,) if isinstance(names, str) else names

    def over(test: Test) -> Test:
        own = signature(test)

        @wraps(test)
        def all_rows(**fixtures: Any) -> None:
            assert rows
            wrong: list[Exception] = []
            for row in rows:
                values = row if len(names) > 1 else (row,)
                try:
                    test(**dict(zip(names, values, strict=True)), **fixtures)
                except Exception as error:  # noqa: BLE001 - the rows after it are tried
                    error.add_note(f"the row is {row!a}")
                    wrong.append(error)
            if wrong:
                raise ExceptionGroup(f"{len(wrong)} of {len(rows)} rows fail", wrong)

        left = [p for name, p in own.parameters.items() if name not in names]
        all_rows.__signature__ = own.replace(parameters=left)  # type: ignore[attr-defined]
        return all_rows

    return over
