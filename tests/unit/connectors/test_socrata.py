"""A Socrata source is its card: the query it sends, the pages it reads, the alarms it raises."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.card import LoadedCard, read_section
from connectors.engine.connector import EngineConnector
from connectors.engine.section import EngineSection
from connectors.kit import check_connector
from connectors.kit.loopback import Asked, Provider, Says, provider
from connectors.registry import discover
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import ConfigError
from skiptrace.model.record import Answer
from skiptrace.model.registration import Standing
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry
from tests.tables import each

CARDS = discover(plugins=["sandbox"]).cards
REGISTRY = CARDS["sandbox_business_registry"]
DEEDS = CARDS["sandbox_property_sales"]
COLORADO = CARDS["co_business_entities"]
ANN = make_inquiry("inq-1", name="Ann Quillfeather")
COMPANY = {
    "entity_id": "20190001",
    "entity_name": "Quill & Feather LLC",
    "entity_type": "LLC",
    "status": "Active",
    "formed": "2019-03-01T00:00:00.000",
    "principal_line": "1 Quay Rd",
    "principal_city": "Port Alvera",
    "principal_state": "FL",
    "principal_zip": "34801-0001",
    "agent_first": "Ann",
    "agent_last": "Quillfeather",
    "agent_suffix": "Jr",
    "agent_line": "12 Oak St Apt 3",
    "agent_city": "Port Alvera",
    "agent_state": "FL",
    "agent_zip": "34802",
}
DEED = {
    "document_id": "D-77",
    "parcel_id": "P-5",
    "recorded": "2021-05-04T00:00:00.000",
    "doc_type": "WARRANTY DEED",
    "amount": "250000",
    "grantor": "CALUSA LAND CO",
    "grantee": "QUILLFEATHER ANN MARIE JR",
    "property_line": "9 ELM AVE",
    "property_city": "PT ALVERA",
    "property_zip": "34803",
    "mailing_line": "PO BOX 12",
    "mailing_city": "MACON",
    "mailing_state": "GA",
    "mailing_zip": "31201",
}


def columns(loaded: LoadedCard) -> list[str]:
    section = read_section(loaded, EngineSection)
    return sorted(section.top_columns | section.ignored - {":*"})


def view(loaded: LoadedCard, *extra: str) -> dict[str, Any]:
    return {"columns": [{"fieldName": name} for name in (*columns(loaded), *extra)]}


def dataset(loaded: LoadedCard, *pages: object) -> Callable[[Asked], Says]:
    """A provider that serves the view of a card, and these pages of rows in turn."""
    turn = iter(pages)

    def script(asked: Asked) -> Says:
        if asked.path.startswith("/api/views/"):
            return Says(body=view(loaded))
        said = next(turn)
        return said if isinstance(said, Says) else Says(body=said)

    return script


def connector(
    loaded: LoadedCard, url: str, changes: Mapping[str, object] | None = None, **secrets: str
) -> EngineConnector:
    section = dict(loaded.section) | dict(changes or {})
    changed = dataclasses.replace(loaded, section=section)
    return EngineConnector(changed, SourceSettings(url, Path("unused"), clock, secrets))


def answer_of(loaded: LoadedCard, *pages: object, **asked: Any) -> Answer:
    inquiry = make_inquiry("inq-1", **(asked or {"name": "Ann Quillfeather"}))
    with provider(dataset(loaded, *pages)) as running:
        made = connector(loaded, running.url)
        (answer,) = made.search([inquiry])
        assert made.read(inquiry, answer.snapshots) == answer
        return answer


def test_a_registered_agent_is_a_person_with_a_business_interest() -> None:
    (record,) = answer_of(REGISTRY, [COMPANY]).records
    assert record.names == (PersonName("Ann", "", "Quillfeather", "Jr"),)
    assert [(a.role, a.value.one_line) for a in record.addresses] == [
        ("agent", "12 Oak St Apt 3, Port Alvera, FL 34802"),
        ("principal", "1 Quay Rd, Port Alvera, FL 34801-0001"),
    ]
    (indicator,) = record.indicators
    assert (indicator.kind, indicator.reference) == ("business_interest", "20190001")
    assert indicator.dated == PartialDate(2019, 3, 1)
    assert indicator.detail == {"name": "Quill & Feather LLC", "type": "LLC", "status": "Active"}
    assert (record.ref, record.provenance.locator) == ("20190001", "$[0]")
    assert record.provenance.permit_id == ANN.permit.id


@pytest.mark.parametrize(
    ("grantee", "names", "refs"),
    [
        ("QUILLFEATHER ANN MARIE JR", [("ANN", "MARIE", "QUILLFEATHER", "JR")], ["D-77"]),
        (
            "QUILLFEATHER BOB & QUILLFEATHER ANN",
            [("BOB", "", "QUILLFEATHER", ""), ("ANN", "", "QUILLFEATHER", "")],
            ["D-77/1", "D-77/2"],
        ),
        (
            "QUILLFEATHER BOB & ANN M",
            [("BOB", "", "QUILLFEATHER", ""), ("ANN", "M", "QUILLFEATHER", "")],
            ["D-77/1", "D-77/2"],
        ),
        (
            "QUILLFEATHER BOB & ANN MARIE",
            [("BOB", "", "QUILLFEATHER", ""), ("ANN", "MARIE", "QUILLFEATHER", "")],
            ["D-77/1", "D-77/2"],
        ),
        ("QUILLFEATHER ANN LLC", [], []),
    ],
)
def test_each_buyer_named_in_a_deed_is_a_record(
    grantee: str, names: list[tuple[str, ...]], refs: list[str]
) -> None:
    answer = answer_of(DEEDS, [DEED | {"grantee": grantee}])
    found = [record.names[0] for record in answer.records]
    assert [(n.given, n.middle, n.surname, n.generation) for n in found] == names
    assert [record.ref for record in answer.records] == refs
    assert answer.outcome is (Outcome.HIT if names else Outcome.NO_HIT)


@pytest.mark.parametrize(
    ("grantor", "grantee", "word", "sides"),
    [
        ("LEE BO", "QUILLFEATHER ANN", "WARRANTY DEED", ["D-77 grantee", "D-77/grantor grantor"]),
        ("CALUSA LAND CO", "QUILLFEATHER ANN", "WARRANTY DEED", ["D-77 grantee"]),
        ("QUILLFEATHER ANN", "PALM COASTAL BANK NA", "MORTGAGE", ["D-77/grantor grantor"]),
        (
            "QUILLFEATHER ANN & BO",
            "LEE JO",
            "QUIT CLAIM DEED",
            ["D-77 grantee", "D-77/grantor/1 grantor", "D-77/grantor/2 grantor"],
        ),
    ],
)
def test_each_side_of_a_document_is_a_record_of_its_own(
    grantor: str, grantee: str, word: str, sides: list[str]
) -> None:
    row = DEED | {"grantor": grantor, "grantee": grantee, "doc_type": word}
    records = answer_of(DEEDS, [row]).records
    told = [(r.ref, r.indicators[0].detail) for r in records]
    assert [f"{ref} {detail['party']}" for ref, detail in told] == sides
    assert {detail["document_type"] for _, detail in told} == {word}
    for record, (_, detail) in zip(records, told, strict=True):
        is_grantor = detail["party"] == "grantor"
        assert (detail["grantor"], detail["grantee"]) == (grantor, grantee)
        roles = [address.role for address in record.addresses]
        assert roles == (["property"] if is_grantor else ["mailing", "property"])


def test_a_document_is_asked_for_by_both_its_sides() -> None:
    with provider(dataset(DEEDS, [])) as site:
        list(connector(DEEDS, site.url).search([ANN]))
    (asked,) = [a.query["$where"] for a in site.asked if "$where" in a.query]
    for side in ("grantee", "grantor"):
        assert f"upper({side}) like 'QUILLFEATHER %'" in asked


def test_a_deed_dates_its_addresses_and_names_its_parcel() -> None:
    (record,) = answer_of(DEEDS, [DEED]).records
    recorded = PartialDate(2021, 5, 4)
    assert [(a.role, a.value.one_line, a.first_seen, a.last_seen) for a in record.addresses] == [
        ("mailing", "PO BOX 12, MACON, GA 31201", recorded, recorded),
        ("property", "9 ELM AVE, PT ALVERA, FL 34803", recorded, recorded),
    ]
    assert record.indicators[0].reference == "P-5"
    assert record.indicators[0].detail["document"] == "D-77"


def test_an_organisation_is_asked_and_read_as_one() -> None:
    asked: dict[str, Any] = {
        "entity": EntityKind.ORGANIZATION,
        "organization": "Quill & Feather LLC",
    }
    (record,) = answer_of(REGISTRY, [COMPANY], **asked).records
    assert (record.kind, record.organization) == (EntityKind.ORGANIZATION, "Quill & Feather LLC")


def test_colorado_is_a_folder_with_the_published_columns() -> None:
    row = {
        "entityid": "20211025392",
        "entityname": "QUILL LLC",
        "entityformdate": "03/01/2019",
        "agentfirstname": "ANN",
        "agentlastname": "QUILLFEATHER",
        "agentprincipaladdress1": "1 QUAY RD",
        "agentprincipaladdress2": "STE 2",
        "agentprincipalcity": "DENVER",
        "agentprincipalstate": "CO",
        "agentprincipalzipcode": "80202",
        "principalcountry": "US",
    }
    (record,) = answer_of(COLORADO, [row]).records
    assert record.addresses[0].value.one_line == "1 QUAY RD STE 2, DENVER, CO 80202"
    assert record.indicators[0].dated == PartialDate(2019, 3, 1)
    assert len(columns(COLORADO)) == 35


FIRM = {"entity": EntityKind.ORGANIZATION, "organization": "Quill & Feather LLC"}
DENVER = {
    "entityid": "20191",
    "entityname": "Quill & Feather LLC",
    "entitystatus": "Administratively Dissolved",
    "entitytype": "DLLC",
    "jurisdictonofformation": "CO",
    "entityformdate": "03/01/2019",
    "principaladdress1": "1 QUAY RD",
    "principalcity": "DENVER",
    "principalstate": "CO",
    "principalzipcode": "80202",
    "agentorganizationname": "File Inc",
    "agentprincipaladdress1": "7 PIER RD",
    "agentprincipalcity": "DENVER",
    "agentprincipalstate": "CO",
    "agentprincipalzipcode": "80203",
}
PERSON = {"agentorganizationname": None, "agentfirstname": "Ann", "agentlastname": "Quill"}
NO_PLACE = dict.fromkeys(column for column in DENVER if column.startswith("agentprincipal"))


@each(
    ("changes", "agent", "standing"),
    [
        ({}, ("File Inc", "7 PIER RD, DENVER, CO 80203"), Standing.INACTIVE),
        (PERSON, ("Ann Quill", "7 PIER RD, DENVER, CO 80203"), Standing.INACTIVE),
        ({"agentorganizationname": None}, None, Standing.INACTIVE),
        (NO_PLACE, ("File Inc", None), Standing.INACTIVE),
        (NO_PLACE | {"agentorganizationname": None}, None, Standing.INACTIVE),
        ({"entitystatus": "Good Standing"}, ..., Standing.ACTIVE),
        ({"entitystatus": "Delinquent"}, ..., Standing.IMPAIRED),
        ({"entitystatus": "Sleeping"}, ..., Standing.UNKNOWN),
        ({"entitystatus": None}, ..., Standing.UNKNOWN),
    ],
)
def test_the_entry_of_a_business_is_read_with_its_agent(
    changes: dict[str, str | None], agent: object, standing: Standing
) -> None:
    row = {column: text for column, text in (DENVER | changes).items() if text is not None}
    (record,) = answer_of(COLORADO, [row], **FIRM).records
    entry = record.registration
    assert entry is not None
    assert (entry.number, entry.formed, entry.formed_in) == ("20191", PartialDate(2019, 3, 1), "CO")
    assert _line(entry.principal) == "1 QUAY RD, DENVER, CO 80202"
    assert (entry.status, entry.standing) == (row.get("entitystatus"), standing)
    assert (entry.ein, entry.last_report, entry.officers) == (None, None, None)
    if agent is not ...:
        named = entry.agent and (entry.agent.name, _line(entry.agent.address))
        assert named == agent
    assert [_line(a.value) for a in record.addresses] == ["1 QUAY RD, DENVER, CO 80202"]
    assert record.indicators == (), "a business has no interest in itself"


def _line(address: PostalAddress | None) -> str | None:
    return address.one_line if address else None


def test_one_query_asks_for_every_name_in_a_stable_order() -> None:
    names = (PersonName("Zelda", "", "O'Dell"), PersonName("Zelda", "", "Lee"))
    with provider(dataset(REGISTRY, [])) as running:
        made = connector(REGISTRY, running.url, app_token="token-1")
        assert [a.outcome for a in made.search([make_inquiry(names=names)])] == [Outcome.NO_HIT]
        views, rows = running.asked
    assert views.path == "/api/views/biz1-regs.json"
    assert rows.path == "/resource/biz1-regs.json"
    assert rows.headers["x-app-token"] == "token-1"
    assert rows.query == {
        "$where": "(upper(agent_last) = 'O''DELL' AND starts_with(upper(agent_first), 'ZEL'))"
        " OR (upper(agent_last) = 'ODELL' AND starts_with(upper(agent_first), 'ZEL'))"
        " OR (upper(agent_last) = 'LEE' AND starts_with(upper(agent_first), 'ZEL'))",
        "$order": ":id",
        "$limit": "200",
        "$offset": "0",
    }


def numbered(first: int, count: int) -> list[dict[str, Any]]:
    return [COMPANY | {"entity_id": str(n)} for n in range(first, first + count)]


@pytest.mark.parametrize(
    ("pages", "outcome", "records", "words"),
    [
        ([numbered(0, 2), numbered(2, 1)], Outcome.HIT, 3, ""),
        ([numbered(0, 2), []], Outcome.HIT, 2, ""),
        ([numbered(0, 2), numbered(2, 2), numbered(4, 2)], Outcome.HIT, 6, "more than 6 rows"),
        ([numbered(0, 2), Says(404)], Outcome.FAILED, 0, "SourceChanged"),
        ([numbered(0, 2), Says(body=b'[{"entity_id"', cut_at=9)], Outcome.FAILED, 0, "cut off"),
        ([numbered(0, 2), {"rows": []}], Outcome.FAILED, 0, "expected a list"),
    ],
)
def test_pages_are_read_to_the_end_or_to_the_cards_bound(
    pages: list[object], outcome: Outcome, records: int, words: str
) -> None:
    with provider(dataset(REGISTRY, *pages)) as running:
        made = connector(REGISTRY, running.url, {"paging": {"size": 2, "most": 3}})
        (answer,) = made.search([ANN])
        assert (answer.outcome, len(answer.records)) == (outcome, records)
        assert words in answer.reason
        assert made.read(ANN, answer.snapshots).outcome is outcome
        offsets = [a.query["$offset"] for a in running.asked[1:]]
    assert offsets == ["0", "2", "4"][: len(pages)]
    assert answer.snapshots[0].request == "GET /resource/biz1-regs.json page 1 -> 200"


def test_pages_that_end_early_are_never_read_as_all_rows() -> None:
    with provider(dataset(REGISTRY, numbered(0, 2), [])) as running:
        made = connector(REGISTRY, running.url, {"paging": {"size": 2, "most": 4}})
        (answer,) = made.search([ANN])
        assert made.read(ANN, answer.snapshots[:1]).outcome is Outcome.FAILED
        assert made.read(ANN, ()).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (COMPANY | {"agent_phone": "x"}, "unknown column 'agent_phone'"),
        ({k: v for k, v in COMPANY.items() if k != "entity_id"}, "column 'entity_id' is missing"),
        (COMPANY | {"entity_id": ""}, "column 'entity_id' is empty"),
        (COMPANY | {"formed": "soon"}, "column 'formed' is not a date"),
        (COMPANY | {"formed": "2019-02-30"}, "column 'formed' is not a date"),
        (COMPANY | {"agent_last": ["Quillfeather"]}, "column 'agent_last' is not a single value"),
        ("Quillfeather", "expected an object"),
    ],
)
def test_a_changed_row_is_an_alarm_and_never_no_hit(row: object, words: str) -> None:
    answer = answer_of(REGISTRY, [row])
    assert answer.outcome is Outcome.FAILED
    assert answer.reason.startswith("SourceChanged: $[0]: ")
    assert words in answer.reason
    assert answer.snapshots


def test_null_columns_and_system_columns_are_no_change() -> None:
    bare = {"entity_id": "1", "entity_name": "X", "agent_last": "Quillfeather", ":id": "row-1"}
    (record,) = answer_of(REGISTRY, [bare]).records
    assert record.addresses == ()


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (["status"], "column 'status' is missing"),
        ([], "unknown column 'brand_new'"),
    ],
)
def test_a_dataset_whose_columns_drifted_is_asked_nothing(found: list[str], words: str) -> None:
    said = view(REGISTRY, *([] if found else ["brand_new"]))
    said["columns"] = [c for c in said["columns"] if c["fieldName"] not in found]
    with provider([Says(body=said)]) as running:
        inquiries = [make_inquiry(f"inq-{n}", name="Ann Lee") for n in range(9)]
        answers = list(connector(REGISTRY, running.url).search(inquiries))
        assert {a.path for a in running.asked} == {"/api/views/biz1-regs.json"}
    assert len(answers) == 9
    assert all(words in a.reason and a.outcome is Outcome.FAILED for a in answers)


@pytest.mark.parametrize(
    ("says", "outcome", "kind"),
    [
        (Says(403, {"error": True}), Outcome.BLOCKED, "SourceRefused"),
        (Says(200, b"<html>captcha</html>", "text/html"), Outcome.BLOCKED, "BotChallenge"),
        (Says(200, b"<html>closed</html>", "text/html"), Outcome.FAILED, "SourceChanged"),
        (Says(400, {"code": "no-such-column"}), Outcome.FAILED, "SourceChanged"),
        (Says(429, headers={"Retry-After": "900"}), Outcome.FAILED, "SourceUnavailable"),
    ],
)
def test_trouble_is_a_typed_outcome_with_its_bytes(says: Says, outcome: Outcome, kind: str) -> None:
    answer = answer_of(REGISTRY, says)
    assert (answer.outcome, answer.reason.partition(":")[0]) == (outcome, kind)
    assert answer.snapshots[0].body == says.raw


def test_an_inquiry_that_the_source_cannot_be_asked_is_skipped() -> None:
    with provider([Says(500)]) as running:
        (answer,) = connector(REGISTRY, running.url).search([make_inquiry(phones=("2395550101",))])
        assert (answer.outcome, running.asked) == (Outcome.SKIPPED, [])


@pytest.fixture
def filtering() -> Iterator[Provider]:
    def script(asked: Asked) -> Says:
        if asked.path.startswith("/api/views/"):
            return Says(body=view(REGISTRY))
        return Says(body=[COMPANY] if "'QUILLFEATHER'" in asked.query["$where"] else [])

    with provider(script) as running:
        yield running


def test_the_contract_holds_with_several_at_once(filtering: Provider) -> None:
    inquiries = [
        make_inquiry(f"inq-{n}", name=f"Ann {who}")
        for n in range(15)
        for who in (["Quillfeather", "Nobodyatall"][n % 2],)
    ]
    made = connector(REGISTRY, filtering.url)
    assert check_connector(made, inquiries) == []
    assert len([a for a in filtering.asked if a.path.startswith("/api/views/")]) == 1


def test_a_source_that_fails_five_times_in_a_row_is_left() -> None:
    alone = dataclasses.replace(REGISTRY, card=dataclasses.replace(REGISTRY.card, concurrency=1))
    inquiries = [make_inquiry(f"inq-{n}", name="Ann Lee") for n in range(8)]
    with provider(dataset(REGISTRY, *[Says(body=b"[{")] * 8)) as running:
        answers = list(connector(alone, running.url).search(inquiries))
        assert len(running.asked) == 1 + 5
    assert [a.outcome for a in answers] == [Outcome.FAILED] * 8
    assert all(a.reason.startswith("SourceUnavailable: ") for a in answers)
    assert "not asked" in answers[-1].reason


def names_where(where: str) -> dict[str, Any]:
    return {"clauses": [{"each": "names", "where": where}]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dataset": "nonsense"}, r"\[rest\] .*dataset: a source"),
        ({"protocol": "gopher"}, r"\[rest\] .*protocol: expected one of"),
        (
            {"condition": {"clauses": [{"each": "names", "where": "x = {ssn}"}]}},
            "ssn is no value of names",
        ),
        (
            {"condition": {"clauses": [{"each": "names", "where": "x = {line}"}]}},
            "line is no value of names",
        ),
        ({"colour": "blue"}, r"\[rest\] colour"),
    ],
)
def test_a_wrong_section_is_a_setting_to_mend(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        connector(REGISTRY, "http://127.0.0.1:1", changes)


def test_a_source_without_an_address_is_a_setting_to_mend() -> None:
    with pytest.raises(ConfigError, match="base_url"):
        connector(REGISTRY, "")
