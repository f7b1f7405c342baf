"""Joins: which further rows are asked for, what is attached to which row, and what is a fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from connectors.engine.joins import Join, Joins, is_joined
from connectors.engine.outcome import NOTHING
from connectors.engine.transport.reply import Reply
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


BY_PATH: dict[str, Any] = {
    "host": "records",
    "path": "/records/{key}.json",
    "keys": "doc",
    "width": 4,
    "on": "id",
    "into": "record",
    "one": True,
}
DOCS = [(f"$[{n}]", {"doc": doc}) for n, doc in enumerate(["7", "a/b", "7", None])]


def by_path(*pages: tuple[int, object], **changed: object) -> list[Any]:
    """The rows with what these replies, by status and body, hold for them."""
    joined = Joins([Join.model_validate(BY_PATH | changed)], frozenset({"record.type"}))
    came: list[tuple[str, object]] = []
    for ask, (status, body) in zip(joined.asks(DOCS), pages, strict=False):
        lacks = joined.lacks(Reply(ask.words, status, b"", "application/json"))
        came.append((ask.words, NOTHING if lacks else body))
    return [row["record"] for _, row in joined.attached(DOCS, came)]


def test_where_every_key_has_an_address_each_is_asked_by_itself_at_its_host() -> None:
    asks = list(Joins([Join.model_validate(BY_PATH)], frozenset()).asks(DOCS))
    assert [(ask.host, ask.path) for ask in asks] == [
        ("records", "/records/0007.json"),
        ("records", "/records/0a%2Fb.json"),
    ]
    assert all("7" not in ask.words and is_joined(ask.words) for ask in asks)


def test_the_one_reply_stands_with_every_row_of_its_key() -> None:
    first, second = {"id": "0007", "type": "A"}, {"id": "0a/b"}
    assert by_path((200, first), (200, second)) == [first, second, first, None]
    assert by_path((200, {"id": "7"}), (200, second))[0] == {"id": "7"}
    wrapped = by_path((200, {"data": first}), (200, {"data": second}), rows="data")
    assert wrapped == [first, second, first, None]


def test_only_where_there_may_be_none_a_404_says_so() -> None:
    first = {"id": "7"}
    assert by_path((200, first), (404, {}), may_lack=True) == [first, None, first, None]
    with pytest.raises(SourceChanged):
        by_path((200, first), (404, {"error": "x"}))


@pytest.mark.parametrize(
    ("pages", "error"),
    [
        ([(200, {"id": "7"})], SourceUnavailable),
        ([(200, {"id": "8"}), (200, {"id": "a/b"})], SourceChanged),
        ([(200, {"id": "a/b"}), (200, {"id": "7"})], SourceChanged),
        ([(200, {}), (200, {"id": "a/b"})], SourceChanged),
        ([(200, []), (200, {"id": "a/b"})], SourceChanged),
    ],
    ids=["a page missing", "another key", "each other's", "no key", "no object"],
)
def test_a_record_of_another_key_is_never_attached(
    pages: Sequence[tuple[int, object]], error: type[SkiptraceError]
) -> None:
    with pytest.raises(error):
        by_path(*pages)


@pytest.mark.parametrize(
    "changed",
    [
        {"one": False}, {"param": "$where"}, {"where": "id in ({keys})"}, {"language": "soql"},
        {"path": "/records"}, {"path": "/records", "width": 0, "may_lack": True},
    ],
)  # fmt: skip
def test_a_join_asks_in_one_of_two_ways(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="join"):
        Join.model_validate(BY_PATH | changed)
