"""A whole SoQL request: its parameters checked and made into one SQLite statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from connectors.sandbox.providers.datasets import Dataset
from connectors.sandbox.providers.soql_parser import (
    ALL,
    SYSTEM,
    parse_order,
    parse_select,
    parse_where,
)
from connectors.sandbox.providers.soql_sql import DataType, SoqlCompiler, Term
from connectors.sandbox.providers.soql_tokens import SoqlError
from connectors.sandbox.providers.soql_tree import (
    Call,
    Column,
    Comparison,
    Expression,
    Literal,
    Ordered,
    Selected,
)

DEFAULT_LIMIT = 1000
LARGEST_LIMIT = 50_000
_KNOWN = frozenset({"$select", "$where", "$q", "$order", "$limit", "$offset"})
_WORDS = re.compile(r"[^\W_]+")
_PUNCTUATION = ".,;:&/-()#'\""


@dataclass(frozen=True, slots=True)
class Output:
    """One key of the answer's rows, and its type."""

    name: str
    type: DataType


@dataclass(frozen=True, slots=True)
class Query:
    """One statement, the values it binds, and what its columns are called in the answer."""

    sql: str
    values: tuple[str | float, ...]
    outputs: tuple[Output, ...]


def read_query(params: Mapping[str, str], dataset: Dataset) -> Query:
    """The query that a request's parameters ask of a dataset.

    Raises SoqlError with Socrata's code: unknown parameter or column, wrong type, bad syntax.
    """
    unknown = sorted(name for name in params if name.startswith("$") and name not in _KNOWN)
    if unknown:
        raise SoqlError("query.soql.unrecognized-arguments", f"Unrecognized arguments {unknown}")
    compiler = SoqlCompiler(dataset.fields)
    selected = _selected(params.get("$select", ALL), compiler, dataset)
    where = list(_conditions(params, compiler, dataset))
    order = [compiler.order(term) for term in _ordered(params)]
    page = (_number(params, "$limit", DEFAULT_LIMIT), _number(params, "$offset", 0))
    if page[0] > LARGEST_LIMIT:
        raise SoqlError("query.soql.invalid-limit", f"$limit is above {LARGEST_LIMIT}")
    return _query(dataset, selected, (where, order), page)


def _query(
    dataset: Dataset,
    selected: Sequence[tuple[Output, Term]],
    clauses: tuple[Sequence[Term], Sequence[Term]],
    page: tuple[int, int],
) -> Query:
    where, order = clauses
    terms = [term for _, term in selected]
    _check_grouping(terms)
    sql = "".join(
        (
            f"SELECT {', '.join(term.sql for term in terms)} FROM {dataset.publication.table}",  # noqa: S608  (names of ours, values bound)
            f" WHERE {' AND '.join(term.sql for term in where)}" if where else "",
            f" ORDER BY {', '.join(term.sql for term in order)}" if order else "",
            " LIMIT ? OFFSET ?",
        )
    )
    values = tuple(v for term in (*terms, *where, *order) for v in term.values)
    return Query(sql, (*values, *page), tuple(output for output, _ in selected))


def _selected(text: str, compiler: SoqlCompiler, dataset: Dataset) -> list[tuple[Output, Term]]:
    found = []
    for item in _unstarred(parse_select(text), dataset):
        term = compiler.term(item.expression)
        found.append((Output(item.alias or _default_name(item.expression), term.type), term))
    names = [output.name for output, _ in found]
    if len(set(names)) < len(names):
        raise SoqlError("query.soql.duplicate-alias", "Two selected columns have the same name")
    return found


def _unstarred(items: Iterable[Selected], dataset: Dataset) -> Iterable[Selected]:
    for item in items:
        match item.expression:
            case Column(name) if name == ALL:
                yield from (Selected(Column(field.name)) for field in dataset.columns)
            case Column(name) if name == SYSTEM:
                yield from (Selected(Column(field.name)) for field in dataset.system)
            case _:
                yield item


def _default_name(expression: Expression) -> str:
    match expression:
        case Column(name):
            return name
        case Call(function, arguments):
            return "_".join([function, *(_default_name(a).lstrip(":") for a in arguments)])
        case _:
            return "expression"


def _conditions(
    params: Mapping[str, str], compiler: SoqlCompiler, dataset: Dataset
) -> Iterable[Term]:
    if params.get("$where", "").strip():
        yield compiler.condition(parse_where(params["$where"]))
    for name, value in params.items():
        if not name.startswith("$"):
            yield compiler.condition(Comparison("=", Column(name), Literal(value)))
    for word in _WORDS.findall(params.get("$q", "").lower()):
        yield _holds_word(word, dataset)


def _holds_word(word: str, dataset: Dataset) -> Term:
    """Whether any text column holds the word, whole, in capitals or not."""
    texts = (f"ifnull({f.sql}, '')" for f in dataset.columns if f.type is DataType.TEXT)
    row = " || ' ' || ".join(texts)
    for mark in _PUNCTUATION:
        row = f"replace({row}, '{mark.replace(chr(39), chr(39) * 2)}', ' ')"
    sql = f"(instr(' ' || lower({row}) || ' ', ?) > 0)"
    return Term(sql, DataType.BOOLEAN, (f" {word} ",))


def _ordered(params: Mapping[str, str]) -> Sequence[Ordered]:
    text = params.get("$order", "").strip()
    return parse_order(text) if text else ()


def _check_grouping(terms: Sequence[Term]) -> None:
    if any(term.aggregates for term in terms) and not all(term.aggregates for term in terms):
        raise SoqlError(
            "query.soql.column-not-in-group-bys", "A column beside an aggregate is not grouped"
        )


def _number(params: Mapping[str, str], name: str, default: int) -> int:
    text = params.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdecimal() or len(text) > 12:
        raise SoqlError("query.soql.invalid-number", f"{name} is not a whole number from 0 up")
    return int(text)
