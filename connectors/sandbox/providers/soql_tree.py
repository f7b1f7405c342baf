"""What a parsed SoQL query consists of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its field name; system fields begin with a colon."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, a number or a truth value."""

    value: str | Decimal | bool


@dataclass(frozen=True, slots=True)
class Call:
    """A function over expressions; `count(*)` has no arguments."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two expressions under =, !=, <, >, <=, >= or LIKE."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Membership:
    """An expression that is one of several."""

    value: Expression
    options: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class NullTest:
    """An expression that has no value."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Not:
    """The denial of a condition."""

    inner: Expression


@dataclass(frozen=True, slots=True)
class Joined:
    """Two or more conditions under AND or OR."""

    operator: str
    parts: tuple[Expression, ...]


Expression = Column | Literal | Call | Comparison | Membership | NullTest | Not | Joined


@dataclass(frozen=True, slots=True)
class Selected:
    """One selected expression with its alias ('' for none)."""

    expression: Expression
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Ordered:
    """One expression to order by; nulls come last when ascending, first when descending."""

    expression: Expression
    descending: bool = False
    nulls_first: bool | None = None
