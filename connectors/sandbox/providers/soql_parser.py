"""Parses the clauses of a SoQL query: $select, $where and $order.

A recursive descent over the tokens; precedence as in SQL: OR, AND, NOT, comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from connectors.sandbox.providers.soql_tokens import Kind, SoqlError, Token, tokens
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
    Selected,
)

ALL = "*"
SYSTEM = ":*"
_COMPARISONS = frozenset({"=", "!=", "<", ">", "<=", ">="})
_LONGEST_CLAUSE = 16_384
_DEEPEST = 50
_MOST_PARTS = 500
Item = TypeVar("Item")


def parse_where(text: str) -> Expression:
    """The condition of a $where clause."""
    return _Parser(text).whole(_Parser.condition)


def parse_order(text: str) -> tuple[Ordered, ...]:
    """The terms of an $order clause."""
    return _Parser(text).whole(lambda p: p.several(p.ordered))


def parse_select(text: str) -> tuple[Selected, ...]:
    """The items of a $select clause; `*` and `:*` are columns of that name."""
    return _Parser(text).whole(lambda p: p.several(p.selected))


class _Parser:
    """Reads one clause from left to right."""

    def __init__(self, text: str) -> None:
        if len(text) > _LONGEST_CLAUSE:
            raise SoqlError("query.soql.parse-error", "The clause is too long")
        self._tokens = list(tokens(text))
        self._at = 0
        self._depth = 0

    def whole(self, read: Callable[[_Parser], Item]) -> Item:
        """What `read` makes of the clause, which must then be at its end."""
        found = read(self)
        if self._next.kind is not Kind.END:
            raise self._unexpected("end of input")
        return found

    def several(self, read: Callable[[], Item]) -> tuple[Item, ...]:
        """One or more things with commas between."""
        found = [read()]
        while self._takes(","):
            found.append(read())
        return tuple(found)

    def selected(self) -> Selected:
        for star in (ALL, SYSTEM):
            if self._takes(star):
                return Selected(Column(star))
        expression = self.condition()
        return Selected(expression, self._name() if self._takes("AS") else "")

    def ordered(self) -> Ordered:
        expression = self.condition()
        descending = self._takes("DESC")
        if not descending:
            self._takes("ASC")
        if not self._takes("NULL"):
            return Ordered(expression, descending)
        if self._takes("FIRST"):
            return Ordered(expression, descending, nulls_first=True)
        self._expect("LAST")
        return Ordered(expression, descending, nulls_first=False)

    def condition(self) -> Expression:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise SoqlError("query.soql.parse-error", "The clause is nested too deeply")
        found = self._joined("OR", self._conjunction)
        self._depth -= 1
        return found

    def _conjunction(self) -> Expression:
        return self._joined("AND", self._denial)

    def _joined(self, operator: str, read: Callable[[], Expression]) -> Expression:
        parts = [read()]
        while self._takes(operator):
            parts.append(read())
        if len(parts) > _MOST_PARTS:
            raise SoqlError("query.soql.parse-error", f"Too many conditions under {operator}")
        return Joined(operator, tuple(parts)) if len(parts) > 1 else parts[0]

    def _denial(self) -> Expression:
        denied = False
        while self._takes("NOT"):
            denied = not denied
        found = self._comparison()
        return Not(found) if denied else found

    def _comparison(self) -> Expression:
        left = self._operand()
        if self._next.kind is Kind.SYMBOL and self._next.text in _COMPARISONS:
            return Comparison(self._taken().text, left, self._operand())
        if self._takes("IS"):
            denied = self._takes("NOT")
            self._expect("NULL")
            return Not(NullTest(left)) if denied else NullTest(left)
        denied = self._takes("NOT")
        found = self._predicate(left)
        if found is None:
            if denied:
                raise self._unexpected("LIKE, IN or BETWEEN")
            return left
        return Not(found) if denied else found

    def _predicate(self, left: Expression) -> Expression | None:
        if self._takes("LIKE"):
            return Comparison("LIKE", left, self._operand())
        if self._takes("BETWEEN"):
            low = Comparison(">=", left, self._operand())
            self._expect("AND")
            return Joined("AND", (low, Comparison("<=", left, self._operand())))
        if self._takes("IN"):
            self._expect("(")
            options = self.several(self._operand)
            self._expect(")")
            return Membership(left, options)
        return None

    def _operand(self) -> Expression:
        if self._takes("("):
            inner = self.condition()
            self._expect(")")
            return inner
        if self._takes("-"):
            return Literal(-Decimal(self._taken_as(Kind.NUMBER, "a number")))
        token = self._taken()
        if token.kind is Kind.STRING:
            return Literal(token.text)
        if token.kind is Kind.NUMBER:
            return Literal(Decimal(token.text))
        if token.text in {"TRUE", "FALSE"} and token.kind is Kind.KEYWORD:
            return Literal(token.text == "TRUE")
        if token.kind is not Kind.NAME:
            self._at -= 1
            raise self._unexpected("an expression")
        return self._call(token.text) if self._takes("(") else Column(token.text)

    def _call(self, function: str) -> Expression:
        if self._takes(ALL):
            self._expect(")")
            return Call(function, ())
        arguments = self.several(self.condition)
        self._expect(")")
        return Call(function, arguments)

    def _name(self) -> str:
        return self._taken_as(Kind.NAME, "a name")

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _taken(self) -> Token:
        token = self._next
        if token.kind is Kind.END:
            raise self._unexpected("an expression")
        self._at += 1
        return token

    def _taken_as(self, kind: Kind, expected: str) -> str:
        if self._next.kind is not kind:
            raise self._unexpected(expected)
        return self._taken().text

    def _takes(self, word: str) -> bool:
        """Whether the next token is this keyword or symbol, which is then read."""
        token = self._next
        if token.text == word and token.kind in {Kind.KEYWORD, Kind.SYMBOL}:
            self._at += 1
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._takes(word):
            raise self._unexpected(word)

    def _unexpected(self, expected: str) -> SoqlError:
        token = self._next
        return SoqlError(
            "query.soql.parse-error",
            f"Expected {expected}, but got `{token.text}` at column {token.column}",
        )
