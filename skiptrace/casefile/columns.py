"""Column types of the case file: sealed bytes, moments, money, row sequence, and the row's mac."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    TypeDecorator,
    bindparam,
)

from skiptrace.casefile.crypto import SealedBytes
from skiptrace.model.errors import CaseFileError

_MICRO = 6
_CENT = Decimal("0.01")


class Sealed(LargeBinary):
    """A column that takes nothing but what a keyring sealed; CaseFileError for clear bytes."""

    def bind_processor(self, dialect: Dialect) -> Callable[[bytes | None], bytes | None]:
        """Lets sealed bytes and NULL pass."""
        return _only_sealed


def _only_sealed(value: bytes | None) -> bytes | None:
    if value is None:
        return None
    if not isinstance(value, SealedBytes):
        raise CaseFileError("a clear value was about to be written into a sealed column")
    return bytes(value)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond; CaseFileError for a time without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise CaseFileError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Dollars(TypeDecorator[Decimal]):
    """An exact amount in US dollars, kept as whole millionths so that SQL can add it."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value.scaleb(_MICRO) if value.is_finite() else Decimal("0.5")
        if scaled != scaled.to_integral_value():
            raise CaseFileError("an amount of money has at most six decimals")
        return int(scaled)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        amount = Decimal(value).scaleb(-_MICRO)
        cents = amount.quantize(_CENT)
        return cents if cents == amount else amount.normalize()


class YesNo(Boolean):
    """True or false; where the database keeps numbers, any but 1 and 0 is a CaseFileError."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Nothing to do where the database knows booleans."""
        return None if dialect.supports_native_boolean else _yes_or_no


def _yes_or_no(value: Any) -> bool | None:
    if value is None or value in (0, 1):
        return None if value is None else bool(value)
    raise CaseFileError("a stored yes or no is neither; run `skiptrace audit verify`")


def sequence() -> Column[int]:
    """The key of a row in order of insertion."""
    return Column("seq", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)


def row_mac() -> Column[bytes]:
    """The keyed digest over every lasting column of the row, its key included: see `notary`."""
    return Column("mac", LargeBinary, nullable=False, info={"covers_row": True})


CHANGES: dict[str, Any] = {"changes": True}
"""The `info` of a column that changes in place, and is therefore outside the row's mac."""


def counted_by(owner: str, column: str) -> dict[str, Any]:
    """The `info` of a table whose rows are counted for each owner, named by that column.

    `owner` says what the column names, such as `account`. A table without it is counted as a whole.
    """
    return {"counted_by": (owner, column)}


PASSES: dict[str, Any] = {"passes": True}
"""The `info` of a table whose rows pass by themselves, and are deleted without a disposal."""


def is_wanted(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that a column is one of the values that are given as `wanted` on execution.

    A statement with it is built and compiled once, whatever is looked up.
    """
    return column.in_(bindparam("wanted", type_=column.type, expanding=True))
