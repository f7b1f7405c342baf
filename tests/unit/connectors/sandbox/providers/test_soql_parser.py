"""SoQL texts and what they mean."""

from __future__ import annotations

from decimal import Decimal

import pytest

from connectors.sandbox.providers.soql_parser import parse_order, parse_select, parse_where
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
    Selected,
)
from tests.tables import each

A, B, C = Column("a"), Column("b"), Column("c")
ONE = Literal(Decimal(1))


def equals(column: Column) -> Comparison:
    return Comparison("=", column, ONE)


def either(*parts: Expression) -> Joined:
    return Joined("OR", parts)


def both(*parts: Expression) -> Joined:
    return Joined("AND", parts)


@each(
    ("text", "meaning"),
    [
        ("a=1", equals(A)),
        ("A = 1", equals(A)),
        ("`a` = 1", equals(A)),
        ("a = 'O''Brien'", Comparison("=", A, Literal("O'Brien"))),
        ("a = ''", Comparison("=", A, Literal(""))),
        ("a <> -1.5", Comparison("!=", A, Literal(Decimal("-1.5")))),
        ("a = true", Comparison("=", A, Literal(True))),
        ("a = 1 OR b = 1 AND c = 1", either(equals(A), both(equals(B), equals(C)))),
        ("(a = 1 or b = 1) and c = 1", both(either(equals(A), equals(B)), equals(C))),
        ("NOT a = 1 AND b = 1", both(Not(equals(A)), equals(B))),
        ("not not a = 1", equals(A)),
        ("a IS NULL", NullTest(A)),
        ("a is not null", Not(NullTest(A))),
        ("a IN (1, 'x')", Membership(A, (ONE, Literal("x")))),
        ("a NOT IN (1)", Not(Membership(A, (ONE,)))),
        ("a like 'x%'", Comparison("LIKE", A, Literal("x%"))),
        ("a not like 'x%'", Not(Comparison("LIKE", A, Literal("x%")))),
        ("a between 1 and b", both(Comparison(">=", A, ONE), Comparison("<=", A, B))),
        ("starts_with(upper(a), 'X')", Call("starts_with", (Call("upper", (A,)), Literal("X")))),
        (":id > 'row-1'", Comparison(">", Column(":id"), Literal("row-1"))),
    ],
)
def test_where(text: str, meaning: Expression) -> None:
    assert parse_where(text) == meaning


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("*", (Selected(Column("*")),)),
        (":*, *", (Selected(Column(":*")), Selected(Column("*")))),
        ("a, b AS c", (Selected(A), Selected(B, "c"))),
        ("count(*) as n", (Selected(Call("count", ()), "n"),)),
    ],
)
def test_select(text: str, items: tuple[Selected, ...]) -> None:
    assert parse_select(text) == items


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (":id", (Ordered(Column(":id")),)),
        ("a DESC, b asc", (Ordered(A, True), Ordered(B))),
        ("a NULL FIRST, b desc null last", (Ordered(A, False, True), Ordered(B, True, False))),
    ],
)
def test_order(text: str, terms: tuple[Ordered, ...]) -> None:
    assert parse_order(text) == terms


@pytest.mark.parametrize(
    "text",
    [
        "", "a =", "a = 'open", "a = 1 b", "(a = 1", "a in ()", "a is 1", "a not 1", "= 1", "a ; b",
        "a = 1 AND", "upper(", "a between 1", "--", "a = -'x'", "(" * 60 + "a = 1" + ")" * 60,
        " or ".join(["a = 1"] * 600), "a = '" + "x" * 20_000 + "'",
    ],
)  # fmt: skip
def test_bad_where_is_refused(text: str) -> None:
    with pytest.raises(SoqlError):
        parse_where(text)
