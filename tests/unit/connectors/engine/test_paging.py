"""No page is taken for all of them: every way in which rows can be missing has its name."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from connectors.engine.paging import Page, PageAsk, Paging, Walk
from skiptrace.model.errors import ConnectorError, SourceChanged

BASE = "https://source.example.com/api"
PAGING: TypeAdapter[Paging] = TypeAdapter(Paging)
OFFSET = {"kind": "offset", "offset": "o", "limit": "n", "size": 2, "most": 3}
PAGE = {"kind": "page", "page": "p", "size": 2, "most": 3}
NEXT = {"kind": "next", "next": "next", "most": 3}
CURSOR = {"kind": "cursor", "cursor": "c", "param": "after", "most": 3}
OID = {"kind": "oid", "ids": "ids", "ask": {"idsOnly": "1"}, "param": "in", "size": 2, "most": 2}
NONE = {"kind": "none"}


def walk(paging: dict[str, Any], *pages: tuple[object, int]) -> tuple[list[PageAsk], Walk]:
    """The calls of a walk over pages of (body, number of rows)."""
    made = Walk(PAGING.validate_python(paging), BASE)
    calls = [made.first()]
    for number, (body, rows) in enumerate(pages):
        following = made.after(Page(body, rows, f"hash-{number}"))
        if following is None:
            break
        calls.append(following)
    return calls, made


@pytest.mark.parametrize(
    ("paging", "pages", "calls", "cut"),
    [
        (NONE, [({}, 7)], [{}], ""),
        (NONE | {"size": 7}, [({}, 7)], [{}], "the first 7 rows only"),
        (NONE | {"size": 8}, [({}, 7)], [{}], ""),
        (NONE | {"total": "t"}, [({"t": 7}, 7)], [{}], ""),
        (
            OFFSET | {"end": "short_page"},
            [({}, 2), ({}, 1)],
            [{"n": "2", "o": "0"}, {"n": "2", "o": "2"}],
            "",
        ),
        (OFFSET | {"end": "short_page"}, [({}, 2)] * 3, None, "more than 6 rows"),
        (PAGE | {"end": "empty_page"}, [({}, 2), ({}, 0)], [{"p": "1"}, {"p": "2"}], ""),
        (PAGE | {"end": "empty_page", "first": 0}, [({}, 0)], [{"p": "0"}], ""),
        (
            PAGE | {"end": "total", "total": "m.t"},
            [({"m": {"t": 3}}, 2), ({"m": {"t": "3"}}, 1)],
            [{"p": "1"}, {"p": "2"}],
            "",
        ),
        (
            PAGE | {"end": "more", "more": "has"},
            [({"has": True}, 2), ({"has": False}, 2)],
            [{"p": "1"}, {"p": "2"}],
            "",
        ),
        (CURSOR, [({"c": "x"}, 2), ({"c": None}, 0)], [{}, {"after": "x"}], ""),
        (CURSOR | {"may_lack": True}, [({"c": "x"}, 2), ({}, 0)], [{}, {"after": "x"}], ""),
        (CURSOR, [({"c": "x"}, 2), ({"c": "y"}, 1), ({"c": "z"}, 1)], None, "more than 4 rows"),
        (
            OID,
            [({"ids": [1, 2, 3]}, 0), ({}, 2), ({}, 1)],
            [{"idsOnly": "1"}, {"in": "1,2"}, {"in": "3"}],
            "",
        ),
        (OID, [({"ids": None}, 0)], [{"idsOnly": "1"}], ""),
        (OID, [({"ids": [1, 2, 3, 4, 5]}, 0), ({}, 2), ({}, 2)], None, "more than 4 rows"),
    ],
)  # fmt: skip
def test_pages_are_asked_to_their_end_or_to_the_cards_bound(
    paging: dict[str, Any],
    pages: list[tuple[object, int]],
    calls: list[dict[str, str]] | None,
    cut: str,
) -> None:
    asked, made = walk(paging, *pages)
    if calls is not None:
        assert [dict(ask.params) for ask in asked] == calls
    assert made.cut.startswith(cut) and bool(made.cut) is bool(cut)


@pytest.mark.parametrize(
    ("paging", "pages", "words"),
    [
        (NONE | {"total": "t"}, [({"t": 8}, 7)], "counts 8 rows and gave 7"),
        (NONE | {"total": "t"}, [({}, 7)], "'t' is no number of rows"),
        (NONE, [({"next": "/api/2"}, 7)], "'next' names a further page"),
        (NONE, [({"meta": {"nextPageToken": "x"}}, 7)], "'meta.nextPageToken' names"),
        (NONE, [({"links": {"next": {"href": "/2"}}}, 7)], "'links.next' names"),
        (NONE, [({"has_more": True}, 7)], "'has_more' names"),
        (NONE, [({"exceededTransferLimit": True}, 7)], "'exceededTransferLimit' names"),
        (NONE, [({"@odata.nextLink": "x"}, 7)], "'@odata.nextLink' names"),
        (OFFSET | {"end": "short_page"}, [({"hasMore": True}, 1)], "'hasMore' names"),
        (
            OFFSET | {"end": "short_page", "total": "t"},
            [({"t": 9}, 2), ({"t": 9}, 1)],
            "counts 9 rows and gave 3",
        ),
        (PAGE | {"end": "total", "total": "t"}, [({"t": 5}, 2), ({"t": 5}, 0)], "counts 5 rows"),
        (PAGE | {"end": "more", "more": "has"}, [({}, 2)], "'has' is missing"),
        (NEXT, [({}, 2)], "'next' is missing"),
        (CURSOR, [({}, 2)], "'c' is missing"),
        (CURSOR, [({"c": "x"}, 2), ({"c": "x"}, 2)], "leads back to another"),
        (NEXT, [({"next": "https://evil.example.com/api/2"}, 2)], "of another host"),
        (NEXT, [({"next": "http://source.example.com/api/2"}, 2)], "of another host"),
        (NEXT, [({"next": "//evil.example.com/api/2"}, 2)], "of another host"),
        (NEXT, [({"next": "https://source.example.com@evil.example.com/api/"}, 2)], "of another"),
        (NEXT, [({"next": "/admin/2"}, 2)], "beyond the source"),
        (OID, [({"ids": [1, 2]}, 0), ({}, 1)], "2 rows are listed and 1 came"),
        (OID, [({}, 0)], "'ids' is no list"),
    ],
)
def test_rows_that_are_missing_are_a_fault(
    paging: dict[str, Any], pages: list[tuple[object, int]], words: str
) -> None:
    with pytest.raises(SourceChanged, match=words):
        walk(paging, *pages)


def test_a_card_may_say_that_a_word_names_no_page() -> None:
    _, made = walk(NONE | {"not_next": ["links.next"]}, ({"links": {"next": "news"}}, 3))
    assert made.cut == ""


def test_a_page_that_comes_twice_is_a_fault() -> None:
    made = Walk(PAGING.validate_python(OFFSET | {"end": "short_page"}), BASE)
    made.after(Page({}, 2, "same"))
    with pytest.raises(SourceChanged, match="page 2 repeats another"):
        made.after(Page({}, 2, "same"))


def test_a_cut_search_without_a_row_is_no_no_hit() -> None:
    _, made = walk(NEXT, *[({"next": f"/api/{n}"}, 0) for n in range(3)])
    with pytest.raises(ConnectorError, match="more than 0 rows"):
        made.check_cut()


@pytest.mark.parametrize(
    ("mark", "address"),
    [
        ("https://source.example.com/api/people?page=2", "/people?page=2"),
        ("/api/people?page=2&x=%20y", "/people?page=2&x=%20y"),
        ("people?page=2", "/people?page=2"),
    ],
)
def test_the_next_page_is_one_of_the_source(mark: str, address: str) -> None:
    (_, following), _ = walk(NEXT, ({"next": mark}, 1))
    assert following.address == address


@pytest.mark.parametrize(
    "paging",
    [
        {},
        {"kind": "auto"},
        OFFSET,
        OFFSET | {"end": "total"},
        OFFSET | {"end": "more"},
        OFFSET | {"end": "short_page", "more": "has"},
        {"kind": "next"},
        PAGE | {"end": "short_page", "size": 0},
    ],
)
def test_paging_is_never_left_to_a_guess(paging: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PAGING.validate_python(paging)
