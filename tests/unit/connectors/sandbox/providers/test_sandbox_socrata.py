"""The Socrata provider: what it finds, how it pages, what it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connectors.sandbox.providers.messages import Request, Response
from connectors.sandbox.providers.socrata import Socrata, SocrataRates
from connectors.sandbox.providers.throttle import Rate
from connectors.sandbox.providers.town import Town

TOKEN = {"x-app-token": "any"}
AMPLE = Rate(1000, 1000)


@pytest.fixture
def site(tiny_town: Town) -> Socrata:
    return Socrata(tiny_town)


def ask(site: Socrata, dataset: str, **clauses: str) -> Response:
    params = {f"${name}": text for name, text in clauses.items()}
    return site.answer(Request("GET", f"/socrata/resource/{dataset}.json", params, TOKEN))


def rows(site: Socrata, dataset: str, **clauses: str) -> list[dict[str, Any]]:
    answer = ask(site, dataset, **clauses)
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = json.loads(answer.body)
    return found


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("agent_last = 'SMITH'", "B1"),
        ("agent_last = 'smith'", ""),
        ("upper(agent_last) = 'SMITH'", "B1 B2"),
        ("lower(agent_last) IN ('smith', 'cruz')", "B1 B2 B3"),
        ("upper(agent_last) = 'SMITH' AND starts_with(upper(agent_first), 'JOH')", "B1"),
        ("starts_with(entity_name, agent_last)", ""),
        ("entity_name = 'O''NEIL ROOFING LLC'", "B1"),
        ("entity_name LIKE 'O%LLC'", "B1"),
        ("entity_name LIKE 'o%llc'", ""),
        ("upper(entity_name) LIKE '%SONS, INC%'", "B2"),
        ("upper(entity_name) LIKE '%100\\%%'", "B3"),
        ("upper(entity_name) LIKE '%100_ PURE'", "B3"),
        ("upper(entity_name) LIKE '%\"%'", ""),
        ("agent_middle IS NULL", "B1 B2 B4"),
        ("agent_middle IS NOT NULL", "B3"),
        ("agent_last != 'CRUZ'", "B1 B2"),
        ("NOT agent_last = 'CRUZ'", "B1 B2"),
        ("formed > '2019-03-01'", "B2 B4"),
        ("formed >= '2019-03-01T00:00:00.000'", "B1 B2 B4"),
        ("formed between '2019-01-01' and '2020-12-31'", "B1 B4"),
        ("status = 'ACTIVE' AND (agent_zip = '33901' OR agent_last IS NULL)", "B1 B3 B4"),
        ("entity_id = 'x'' OR 1=1 --'", ""),
    ],
)
def test_where_finds(site: Socrata, where: str, found: str) -> None:
    answer = rows(site, "biz1-regs", where=where, order=":id")
    assert [row["entity_id"] for row in answer] == found.split()


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("amount >= 1204000", 1),
        ("amount < 3000", 2),
        ("amount = '5000'", 1),
        ("amount > 10 and amount < 2000.5", 2),
    ],
)
def test_numbers_compare_as_numbers(site: Socrata, where: str, count: int) -> None:
    answer = rows(site, "prop-sale", where=where, select="count(*)")
    assert answer == [{"count": str(count)}]


def test_infix_search_and_its_index_agree(site: Socrata) -> None:
    where = "upper(grantee) like 'SMITH JOH%' OR upper(grantee) like '%& NANCY%'"
    assert [r["document_id"] for r in rows(site, "prop-sale", where=where)] == ["D0005"]
    assert len(rows(site, "prop-sale", where="grantee like '%R 00%'")) == 98  # 1..99 less 5


def test_nulls_are_left_out_numbers_are_text_and_dates_have_a_time(site: Socrata) -> None:
    shell = rows(site, "biz1-regs", where="entity_id = 'B4'")
    assert shell == [
        {
            "entity_id": "B4",
            "entity_name": "NOBODYS SHELL CORP",
            "status": "ACTIVE",
            "formed": "2020-01-01T00:00:00.000",
        }
    ]
    assert rows(site, "prop-sale", limit="1", order=":id")[0]["amount"] == "1000"


def test_paging_by_id_gives_every_row_once(site: Socrata) -> None:
    seen: list[str] = []
    for offset in range(0, 1400, 200):
        page = rows(site, "prop-sale", order=":id", limit="200", offset=str(offset))
        seen += [row["document_id"] for row in page]
    assert seen == [f"D{n:04}" for n in range(1, 1205)]


def test_a_page_has_a_thousand_rows_unless_asked_otherwise(site: Socrata) -> None:
    assert len(rows(site, "prop-sale")) == 1000
    assert len(rows(site, "prop-sale", limit="50000")) == 1204
    assert rows(site, "prop-sale", limit="0") == []


def test_keyset_paging_by_row_identifier(site: Socrata) -> None:
    first = rows(site, "prop-sale", select=":id, document_id", order=":id", limit="3")
    where = f":id > '{first[-1][':id']}'"
    following = rows(site, "prop-sale", where=where, order=":id", limit="1")
    assert following[0]["document_id"] == "D0004"


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("agent_last, :id", "B3"),
        ("agent_last DESC, :id", "B4"),
        ("agent_last DESC NULL LAST, :id", "B2"),
        ("formed", "B1"),
    ],
)
def test_order(site: Socrata, order: str, first: str) -> None:
    assert rows(site, "biz1-regs", order=order)[0]["entity_id"] == first


@pytest.mark.parametrize(
    ("words", "found"), [("sons bay", "B2"), ("son", ""), ("33901 cruz", "B3"), ("", "B1 B2 B3 B4")]
)
def test_full_text_search_is_by_whole_words(site: Socrata, words: str, found: str) -> None:
    answer = rows(site, "biz1-regs", q=words, order=":id")
    assert [row["entity_id"] for row in answer] == found.split()


def test_a_plain_parameter_filters_its_column(site: Socrata) -> None:
    request = Request("GET", "/socrata/resource/biz1-regs.json", {"entity_id": "B3"}, TOKEN)
    assert [r["agent_last"] for r in json.loads(site.answer(request).body)] == ["CRUZ"]


@pytest.mark.parametrize(
    ("clauses", "code"),
    [
        ({"where": "surname = 'X'"}, "query.soql.no-such-column"),
        ({"select": "surname"}, "query.soql.no-such-column"),
        ({"order": "surname"}, "query.soql.no-such-column"),
        ({"where": "soundex(agent_last) = 'X'"}, "query.soql.no-such-function"),
        ({"where": "agent_last = 5"}, "query.soql.type-mismatch"),
        ({"where": "formed > 'yesterday'"}, "query.soql.type-mismatch"),
        ({"where": "agent_last"}, "query.soql.type-mismatch"),
        ({"where": "count(*) > 1"}, "query.soql.aggregate-in-ungrouped-context"),
        ({"select": "agent_last, count(*)"}, "query.soql.column-not-in-group-bys"),
        ({"select": "agent_last, agent_last"}, "query.soql.duplicate-alias"),
        ({"where": "agent_last = "}, "query.soql.parse-error"),
        ({"where": "agent_last ; 1"}, "query.soql.bad-token"),
        ({"limit": "50001"}, "query.soql.invalid-limit"),
        ({"limit": "-1"}, "query.soql.invalid-number"),
        ({"offset": "9" * 30}, "query.soql.invalid-number"),
        ({"group": "agent_last"}, "query.soql.unrecognized-arguments"),
    ],
)
def test_wrong_queries_are_refused_with_socratas_code(
    site: Socrata, clauses: dict[str, str], code: str
) -> None:
    answer = ask(site, "biz1-regs", **clauses)
    body = json.loads(answer.body)
    assert (answer.status, body["error"], body["code"]) == (400, True, code)
    assert body["message"]


def test_an_unknown_dataset_is_missing(site: Socrata) -> None:
    for path in ("/socrata/resource/aaaa-aaaa.json", "/socrata/api/views/aaaa-aaaa.json"):
        answer = site.answer(Request("GET", path, {}, TOKEN))
        assert answer.status == 404
        assert json.loads(answer.body)["code"] == "dataset.missing"


def test_the_view_lists_the_columns_and_the_last_update(site: Socrata) -> None:
    answer = site.answer(Request("GET", "/socrata/api/views/prop-sale.json", {}, TOKEN))
    view = json.loads(answer.body)
    types = {column["fieldName"]: column["dataTypeName"] for column in view["columns"]}
    assert types["amount"] == "number"
    assert types["recorded"] == "calendar_date"
    assert list(types)[:3] == ["document_id", "parcel_id", "recorded"]
    assert view["rowsUpdatedAt"] == 1619827200  # 2021-05-01, the newest deed


def test_without_a_token_the_allowance_is_small_and_shared(tiny_town: Town) -> None:
    site = Socrata(tiny_town, SocrataRates(with_token=AMPLE, without_token=Rate(0.5, 3)))
    request = Request("GET", "/socrata/resource/biz1-regs.json")
    statuses = [site.answer(request).status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    refused = site.answer(request)
    assert dict(refused.headers)["Retry-After"] == "2"
    assert ask(site, "biz1-regs").status == 200
