"""Joins: which further rows are asked for, what is attached to which row, and what is a fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from connectors.engine.joins import Join, Joins, is_joined
from skiptrace.model.errors import ConnectorError, SkiptraceError, SourceChanged, SourceUnavailable

JOIN: dict[str, Any] = {
    "path": "/masters",
    "params": {"$select": "{columns}"},
    "language": "soql",
    "param": "$where",
    "where": "id in ({keys})",
    "keys": "doc",
    "on": "id",
    "into": "master",
    "size": 2,
    "most": 4,
}
READ = frozenset({"doc", "master[].type", "master.type", "master.when.day"})
ROWS = [(f"$[{n}]", {"doc": doc}) for n, doc in enumerate(["d1", "d2", "d1", "O'D", None])]
CALLS = ("GET /masters join 1 page 1", "GET /masters join 1 page 2")


def joins(**changed: object) -> Joins:
    return Joins([Join.model_validate(JOIN | changed)], READ)


def attached(*bodies: object, **changed: object) -> list[Any]:
    pages = list(zip(CALLS, bodies, strict=False))
    return [row for _, row in joins(**changed).attached(ROWS, pages)]


def test_each_key_is_asked_once_in_calls_of_a_size_as_an_escaped_literal() -> None:
    asks = list(joins().asks(ROWS))
    assert [ask.words for ask in asks] == list(CALLS)
    assert all(is_joined(ask.words) for ask in asks)
    assert [ask.params["$where"] for ask in asks] == ["id in ('d1','d2')", "id in ('O''D')"]
    assert asks[0].params["$select"] == "id,type"


@pytest.mark.parametrize("call", ["GET /join 1", "GET /masters page 1", "GET /a search 2 page 1"])
def test_another_call_is_none_of_a_join(call: str) -> None:
    assert not is_joined(call)


def test_a_joined_row_stands_with_every_row_of_its_key() -> None:
    found = attached([{"id": "d1", "type": "A"}, {"id": "d1", "type": "B"}], [{"id": "O'D"}])
    assert [len(row["master"]) for row in found] == [2, 0, 2, 1, 0]
    assert [one["type"] for one in found[0]["master"]] == ["A", "B"]


def test_where_there_is_but_one_it_stands_alone() -> None:
    found = attached([{"id": "d1", "type": "A"}], [], one=True)
    assert [row["master"] for row in found] == [
        {"id": "d1", "type": "A"}, None, {"id": "d1", "type": "A"}, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bodies", "changed", "error"),
    [
        ([[]], {}, SourceUnavailable),
        ([], {}, SourceUnavailable),
        ([[{"id": "d1"}, {"id": "d1"}], []], {"one": True}, SourceChanged),
        ([[{"type": "A"}], []], {}, SourceChanged),
        ([["d1"], []], {}, SourceChanged),
        ([{"error": "x"}, []], {}, SourceChanged),
        ([[{"id": "d1"}] * 4, []], {}, ConnectorError),
    ],
    ids=["a page", "no page", "two for one", "no key", "no row", "no list", "as many as fit"],
)
def test_what_is_not_all_or_not_as_laid_out_is_a_fault(
    bodies: Sequence[object], changed: dict[str, object], error: type[SkiptraceError]
) -> None:
    with pytest.raises(error):
        attached(*bodies, **changed)


@pytest.mark.parametrize("where", ["id in (1)", ""])
def test_a_condition_without_the_keys_is_refused(where: str) -> None:
    with pytest.raises(ValueError, match="where"):
        joins(where=where)
