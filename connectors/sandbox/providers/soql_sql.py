"""Turns a parsed SoQL query into parameterised SQLite, with Socrata's checks of names and types.

No text of the query becomes SQL: names are looked up among the dataset's columns, and literals are
bound values. An empty string in the table is a null, as Socrata stores no empty strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from connectors.sandbox.providers.soql_tokens import SoqlError
from connectors.sandbox.providers.soql_tree import (
    Call,
    Column,
    Comparison,
    Expression,
    Joined,
    Literal,
    Membership,
    Not,
    NullTest,
    Ordered,
)

_LAST = "\U0010ffff"
_WILDCARD = re.compile(r"[%_\\]")
_TRIGRAM = 3
_AGGREGATES = frozenset({"count", "min", "max"})


class DataType(StrEnum):
    """Socrata's names of the types that the sandbox's datasets use."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "calendar_date"
    BOOLEAN = "checkbox"
    ID = "row_identifier"


@dataclass(frozen=True, slots=True)
class Field:
    """A dataset's column: its field name and type, and the SQL that reads it.

    `trigrams` is the full-text table that knows what the column contains, if there is one.
    """

    name: str
    type: DataType
    sql: str
    trigrams: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """An expression in SQL: its text, the values it binds, its type, and whether it aggregates.

    `trigrams` is that of the column, as long as the expression keeps the column's letters.
    """

    sql: str
    type: DataType
    values: tuple[str | float, ...] = ()
    aggregates: bool = False
    trigrams: str = ""


def is_text(term: Term) -> bool:
    """Whether the term compares as text."""
    return term.type in {DataType.TEXT, DataType.ID}


class SoqlCompiler:
    """Compiles expressions over one dataset's fields."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self._fields = fields

    def condition(self, expression: Expression) -> Term:
        """A $where condition; raises SoqlError unless it is true or false for each row."""
        term = self.term(expression)
        if term.type is not DataType.BOOLEAN:
            raise _mismatch("boolean", term.type)
        if term.aggregates:
            raise SoqlError(
                "query.soql.aggregate-in-ungrouped-context", "Aggregate function in a $where"
            )
        return term

    def order(self, ordered: Ordered) -> Term:
        """A term of an ORDER BY."""
        term = self.term(ordered.expression)
        first = ordered.descending if ordered.nulls_first is None else ordered.nulls_first
        nulls = "FIRST" if first else "LAST"
        direction = "DESC" if ordered.descending else "ASC"
        sql = "rowid" if term.type is DataType.ID else term.sql
        return Term(f"{sql} {direction} NULLS {nulls}", term.type, term.values, term.aggregates)

    def term(self, expression: Expression) -> Term:
        """The SQL of an expression; raises SoqlError with Socrata's code when it makes no sense."""
        match expression:
            case Column(name):
                return self._column(name)
            case Literal(value):
                return _literal(value)
            case Call(function, arguments):
                return self._call(function, arguments)
            case Comparison(operator, left, right):
                return self._comparison(operator, self.term(left), self.term(right))
            case Membership(value, options):
                return self._membership(value, options)
            case NullTest(value):
                term = self.term(value)
                return _boolean(f"({term.sql} IS NULL)", term)
            case Not(inner):
                term = self.condition(inner)
                return _boolean(f"(NOT {term.sql})", term)
            case Joined(operator, parts):
                terms = [self.condition(part) for part in parts]
                return _boolean(f"({f' {operator} '.join(t.sql for t in terms)})", *terms)

    def _column(self, name: str) -> Term:
        field = self._fields.get(name)
        if field is None:
            raise SoqlError("query.soql.no-such-column", f"No such column: {name}")
        return Term(field.sql, field.type, trigrams=field.trigrams)

    def _membership(self, value: Expression, options: tuple[Expression, ...]) -> Term:
        term = self.term(value)
        pairs = [_aligned(term, self.term(option)) for option in options]
        texts = ", ".join(option.sql for _, option in pairs)
        subject = pairs[0][0]
        return _boolean(f"({subject.sql} IN ({texts}))", subject, *(o for _, o in pairs))

    def _comparison(self, operator: str, left: Term, right: Term) -> Term:
        if operator == "LIKE":
            return _like(left, right)
        left, right = _aligned(left, right)
        return _boolean(f"({left.sql} {operator} {right.sql})", left, right)

    def _call(self, function: str, arguments: tuple[Expression, ...]) -> Term:
        if function == "count" and not arguments:
            return Term("count(*)", DataType.NUMBER, aggregates=True)
        terms = [self.term(argument) for argument in arguments]
        if function in {"upper", "lower"}:
            _expect_text(function, terms, 1)
            return replace(terms[0], sql=f"{function}({terms[0].sql})", type=DataType.TEXT)
        if function == "starts_with":
            _expect_text(function, terms, 2)
            return _starts_with(terms[0], terms[1])
        if function in _AGGREGATES:
            _expect_count(function, terms, 1)
            counts = function == "count"
            type_ = DataType.NUMBER if counts else terms[0].type
            return Term(f"{function}({terms[0].sql})", type_, terms[0].values, aggregates=True)
        raise SoqlError("query.soql.no-such-function", f"No such function: {function}")


def _boolean(sql: str, *terms: Term) -> Term:
    values = tuple(value for term in terms for value in term.values)
    return Term(sql, DataType.BOOLEAN, values, any(term.aggregates for term in terms))


def _literal(value: str | Decimal | bool) -> Term:
    if isinstance(value, bool):
        return Term("1" if value else "0", DataType.BOOLEAN)
    if isinstance(value, Decimal):
        return Term("?", DataType.NUMBER, (float(value),))
    return Term("?", DataType.TEXT, (value,))


def _aligned(left: Term, right: Term) -> tuple[Term, Term]:
    """Both sides with one type; a text literal is read as the date or number it is beside."""
    left, right = _read_as(left, right.type), _read_as(right, left.type)
    if left.type is not right.type and not (is_text(left) and is_text(right)):
        raise _mismatch(left.type, right.type)
    return left, right


def _read_as(term: Term, type_: DataType) -> Term:
    if term.sql != "?" or term.type is not DataType.TEXT or type_ not in _READERS:
        return term
    try:
        return Term("?", type_, (_READERS[type_](str(term.values[0])),))
    except ValueError:
        raise _mismatch(type_, term.type) from None


def _read_date(text: str) -> str:
    return floating_timestamp(datetime.fromisoformat(text))


def floating_timestamp(moment: datetime) -> str:
    """A moment as Socrata writes calendar dates: `2019-03-01T00:00:00.000`, without a zone."""
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds")


_READERS: Mapping[DataType, Callable[[str], str | float]] = {
    DataType.DATE: _read_date,
    DataType.NUMBER: float,
}


def _like(left: Term, right: Term) -> Term:
    """LIKE, after a prefilter that an index serves: the pattern's beginning, or its longest run."""
    _expect_text("like", [left, right], 2)
    terms = [_boolean(f"{left.sql} LIKE {right.sql} ESCAPE '\\'", left, right)]
    runs = _WILDCARD.split(str(right.values[0])) if right.sql == "?" else [""]
    longest = max(runs, key=len)
    if runs[0]:
        terms.insert(0, _starts_with(left, Term("?", DataType.TEXT, (runs[0],))))
    elif left.trigrams and len(longest) >= _TRIGRAM:
        terms.insert(0, _contains(left.trigrams, longest))
    return _boolean(f"({' AND '.join(term.sql for term in terms)})", *terms)


def _contains(trigrams: str, run: str) -> Term:
    quoted = run.replace('"', '""')
    sql = f"rowid IN (SELECT rowid FROM {trigrams} WHERE {trigrams} MATCH ?)"  # noqa: S608
    return Term(sql, DataType.BOOLEAN, (f'"{quoted}"',))


def _starts_with(text: Term, start: Term) -> Term:
    """A range instead of a function call, so that an index on the text serves it."""
    if start.sql != "?":
        return _boolean(f"(instr({text.sql}, {start.sql}) = 1)", text, start)
    last = Term("?", DataType.TEXT, (str(start.values[0]) + _LAST,))
    sql = f"({text.sql} >= ? AND {text.sql} < ?)"
    return _boolean(sql, text, start, text, last)


def _expect_text(function: str, terms: list[Term], count: int) -> None:
    _expect_count(function, terms, count)
    for term in terms:
        if not is_text(term):
            raise _mismatch(DataType.TEXT, term.type)


def _expect_count(function: str, terms: list[Term], count: int) -> None:
    if len(terms) != count:
        raise SoqlError("query.soql.no-such-function", f"{function} takes {count} argument(s)")


def _mismatch(expected: str, found: str) -> SoqlError:
    return SoqlError("query.soql.type-mismatch", f"Type mismatch: expected {expected}, got {found}")
