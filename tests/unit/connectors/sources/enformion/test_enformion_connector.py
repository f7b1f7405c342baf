"""A paid call is made once, its answer read strictly, its doubt never hidden."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.engine.connector import EngineConnector
from connectors.kit import check_answer, check_connector
from connectors.kit.loopback import Asked, Says, Script, closed_url, provider
from connectors.registry import discover
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import ConfigError, InDoubt
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry

CARD = discover().cards["enformion_person"]
SECRETS = {"ap_name": "profile-1", "ap_password": "pass-1"}
BORN = PartialDate(1980, 3, 9)
ANN = make_inquiry("inq-1", name="Ann Quillfeather", dob=BORN)
PRICE = Decimal("0.10")
PERSON: dict[str, Any] = {
    "tahoeId": "G-1",
    "name": {"prefix": "", "firstName": "Ann", "middleName": "M", "lastName": "Quillfeather"},
    "akas": [{"firstName": "Ann", "lastName": "Former"}],
    "dob": "3/9/1980",
    "age": 46,
    "addresses": [
        {
            "houseNumber": "12",
            "streetPreDirection": "N",
            "streetName": "Oak",
            "streetType": "St",
            "unitType": "Apt",
            "unit": "3",
            "city": "Port Alvera",
            "state": "FL",
            "zip": "34802",
            "zip4": "0001",
            "addressOrder": 1,
            "isDeliverable": True,
            "firstReportedDate": "1/5/2019",
            "lastReportedDate": "11/XX/2025",
            "addressHash": "h",
        },
        {"houseNumber": "9", "streetName": "Elm", "city": "Macon", "isDeliverable": False},
    ],
    "phoneNumbers": [
        {
            "phoneNumber": "(239) 555-0101",
            "company": "Calusa Wireless",
            "phoneType": "Wireless",
            "isConnected": True,
            "phoneOrder": 1,
            "firstReportedDate": "2/1/2018",
            "lastReportedDate": "XX/XX/2025",
        },
        {"phoneNumber": "(239) 555-0102", "phoneType": "LandLine", "isConnected": False},
    ],
    "emailAddresses": [{"emailAddress": "ann@example.com", "emailOrdinal": 1}],
    "relativesSummary": [{"tahoeId": "G-2", "firstName": "Bob", "lastName": "Quillfeather"}],
    "indicators": {"hasBankruptcyRecords": 2, "hasLienRecords": 0, "hasEvictionsRecords": 1},
    "deathRecords": {"isDeceased": False},
}


def people(*persons: object, **keys: object) -> Says:
    return Says(body={"persons": list(persons), "isError": False, "requestId": "r-1", **keys})


def error(message: str, status: int = 200, **keys: object) -> Says:
    said = {"code": "", "message": message, "inputErrors": [], "warnings": [], **keys}
    return Says(status, {"isError": True, "error": said})


def connector(url: str, timeout: float = 10.0, **options: str) -> EngineConnector:
    card = dataclasses.replace(CARD.card, timeout_seconds=timeout)
    loaded = dataclasses.replace(CARD, card=card)
    return EngineConnector(loaded, SourceSettings(url, Path("unused"), clock, SECRETS, options))


def answer_of(script: Script, timeout: float = 10.0) -> Answer:
    """The one answer to one inquiry, which must cost one call and keep the contract."""
    with provider(script) as running:
        made = connector(running.url, timeout)
        (answer,) = made.search([ANN])
        assert len(running.asked) == 1
    assert check_answer(made, ANN, answer) == []
    return answer


def test_the_call_carries_the_keys_and_only_what_is_needed() -> None:
    with provider([people()]) as running:
        list(connector(running.url).search([ANN]))
        (asked,) = running.asked
    assert (asked.method, asked.path, asked.query) == ("POST", "/PersonSearch", {})
    assert asked.headers["galaxy-ap-name"] == "profile-1"
    assert asked.headers["galaxy-ap-password"] == "pass-1"
    assert asked.headers["galaxy-search-type"] == "Person"
    assert "skiptrace-reference" not in asked.headers
    assert json.loads(asked.body) == {
        "FirstName": "Ann",
        "LastName": "Quillfeather",
        "Dob": "3/9/1980",
        "Page": 1,
        "ResultsPerPage": 20,
    }


def test_a_person_is_read_with_everything_the_bureau_reports() -> None:
    answer = answer_of([people(PERSON)])
    assert (answer.outcome, answer.cost) == (Outcome.HIT, PRICE)
    (record,) = answer.records
    assert [(n.given, n.middle, n.surname) for n in record.names] == [
        ("Ann", "M", "Quillfeather"),
        ("Ann", "", "Former"),
    ]
    assert record.dob == BORN
    first, second = record.addresses
    assert first.value.one_line == "12 N Oak St Apt 3, Port Alvera, FL 34802-0001"
    assert (first.first_seen, first.last_seen) == (PartialDate(2019, 1, 5), PartialDate(2025, 11))
    assert [first.role, second.role] == ["", "undeliverable"]
    assert [(p.value, p.role, p.last_seen) for p in record.phones] == [
        ("(239) 555-0101", "wireless connected", PartialDate(2025)),
        ("(239) 555-0102", "landline disconnected", None),
    ]
    assert [e.value for e in record.emails] == ["ann@example.com"]
    assert [(i.kind, i.description, i.detail) for i in record.indicators] == [
        ("bankruptcy", "bureau flag bankruptcy", {"count": "2"})
    ]
    assert record.provenance.locator == "$.persons[0]"


def test_people_named_beside_are_names_with_the_bureaus_word_and_nothing_else() -> None:
    beside = {
        "age": 46,
        "relativesSummary": [
            {"firstName": "Bob", "lastName": "Quillfeather", "relativeType": "Spouse", "new": 1},
            {"firstName": "Cal", "lastName": "Optedout", "isOptedOut": True},
            {"firstName": "", "lastName": ""},
        ],
        "associatesSummary": [{"firstName": "Dee", "lastName": "Wren", "dob": "1/1/1950"}],
    }
    (record,) = answer_of([people(PERSON | beside)]).records
    told = [(one.kind.value, one.name.original, one.word) for one in record.relations]
    assert told == [("relative", "Bob Quillfeather", "Spouse"), ("associate", "Dee Wren", "")]
    assert record.age == 46
    assert "Wren" not in str([record.names, record.addresses, record.indicators])
    (without,) = answer_of([people(PERSON | {"age": None, "relativesSummary": None})]).records
    assert (without.age, without.relations) == (None, ())


def test_several_people_are_several_records_and_relatives_are_none() -> None:
    other = {"tahoeId": "G-9", "name": {"firstName": "Ann", "lastName": "Quillfeather"}}
    dead = other | {"tahoeId": "G-8", "deathRecords": {"isDeceased": True}}
    answer = answer_of([people(PERSON, other, dead)])
    assert [record.ref for record in answer.records] == ["G-1", "G-9", "G-8"]
    assert [i.kind for i in answer.records[2].indicators] == ["deceased"]
    assert answer.cost == PRICE


def test_nobody_found_is_an_earned_and_free_no_hit() -> None:
    answer = answer_of([people()])
    assert (answer.outcome, answer.cost, len(answer.snapshots)) == (Outcome.NO_HIT, Decimal(0), 1)


@pytest.mark.parametrize(
    "says",
    [
        Says(500, {"error": True}),
        Says(503, {"isError": True, "error": {"message": "access"}}),
        Says(408, {}),
        Says(502, b"<html>Bad gateway</html>", "text/html"),
        Says(200, b"<html>We will be back shortly</html>", "text/html"),
        dataclasses.replace(people(PERSON), cut_at=200),
        Says(200, people(PERSON).raw[:200]),
        Says(200, b""),
        Says(200, b'"persons"'),
        Says(200, b'{"persons": nonsense}'),
    ],
)
def test_a_lost_answer_is_in_doubt_and_its_bytes_are_kept(says: Says) -> None:
    answer = answer_of([says, people(PERSON)])
    assert answer.outcome is Outcome.IN_DOUBT
    assert answer.reason.startswith("InDoubt: POST /PersonSearch: ")
    assert answer.snapshots[0].body == says.raw[: says.cut_at]


@pytest.mark.parametrize("says", [Says(reset=True), Says(hold=2.5)])
def test_a_call_that_left_unanswered_is_in_doubt_and_never_repeated(says: Says) -> None:
    answer = answer_of([says, people(PERSON)], timeout=1.5)
    assert (answer.outcome, answer.snapshots) == (Outcome.IN_DOUBT, ())


def test_a_call_that_never_left_failed() -> None:
    (answer,) = connector(closed_url()).search([ANN])
    assert answer.outcome is Outcome.FAILED
    assert answer.reason.startswith("SourceUnavailable: ")


@pytest.mark.parametrize(
    ("says", "outcome", "kind"),
    [
        (error("You do not have access to this search type"), Outcome.BLOCKED, "SourceRefused"),
        (error("galaxy-search-type must be Person", 400), Outcome.BLOCKED, "SourceRefused"),
        (error("Invalid credentials"), Outcome.BLOCKED, "SourceRefused"),
        (Says(401, {"isError": True}), Outcome.BLOCKED, "SourceRefused"),
        (Says(403, b"Forbidden", "text/plain"), Outcome.BLOCKED, "SourceRefused"),
        (Says(402, {}), Outcome.FAILED, "QuotaExhausted"),
        (error("Credit balance exhausted"), Outcome.FAILED, "QuotaExhausted"),
        (error("Too many requests"), Outcome.FAILED, "SourceUnavailable"),
        (Says(429, {"isError": True}), Outcome.FAILED, "SourceUnavailable"),
        (error("", inputErrors=["Dob: Quillfeather"]), Outcome.FAILED, "ConnectorError"),
        (error("Dob: required", 400), Outcome.FAILED, "ConnectorError"),
        (error("Gremlins"), Outcome.FAILED, "SourceChanged"),
        (Says(400, {"oops": 1}), Outcome.FAILED, "SourceChanged"),
        (Says(302, b""), Outcome.FAILED, "SourceChanged"),
        (Says(200, b"<html>captcha</html>", "text/html"), Outcome.BLOCKED, "BotChallenge"),
        (Says(503, b"<html>captcha</html>", "text/html"), Outcome.BLOCKED, "BotChallenge"),
    ],
)
def test_an_error_says_what_to_do_and_costs_nothing(
    says: Says, outcome: Outcome, kind: str
) -> None:
    answer = answer_of([says])
    assert (answer.outcome, answer.reason.partition(":")[0]) == (outcome, kind)
    assert answer.cost == 0


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (PERSON | {"shoeSize": 9}, "$.persons[0]: unknown column 'shoeSize'"),
        (PERSON | {"dob": "March 1980"}, "$.persons[0]: column 'dob' is not a date"),
        (PERSON | {"dob": "13/9/1980"}, "$.persons[0]: column 'dob' is not a date"),
        (PERSON | {"tahoeId": ""}, "column 'tahoeId' is empty"),
        ({"name": {}}, "column 'tahoeId' is missing"),
        (PERSON | {"addresses": [{"planet": 3}]}, "$.persons[0].addresses[0]: unknown column"),
        (PERSON | {"phoneNumbers": [{"number": "1"}]}, "column 'phoneNumber' is missing"),
        (PERSON | {"emailAddresses": {}}, "column 'emailAddresses' is not a list"),
        (PERSON | {"indicators": {"hasYachts": 1}}, "unknown column 'hasYachts'"),
        ("Quillfeather", "expected an object"),
    ],
)
def test_a_changed_answer_is_an_alarm_that_was_paid_for(person: object, words: str) -> None:
    answer = answer_of([people(person)])
    assert (answer.outcome, answer.cost) == (Outcome.FAILED, PRICE)
    assert answer.reason.startswith("SourceChanged: ")
    assert words in answer.reason
    assert answer.snapshots


@pytest.mark.parametrize(
    "says", [people(PERSON, newKey=1), Says(body={"isError": False}), Says(body={"people": []})]
)
def test_a_changed_envelope_is_an_alarm_and_never_no_hit(says: Says) -> None:
    assert answer_of([says]).reason.startswith("SourceChanged: ")


def batch(script: Script, inquiries: Sequence[Inquiry]) -> tuple[list[Answer], int]:
    with provider(script) as running:
        answers = list(connector(running.url).search(inquiries))
        return answers, len(running.asked)


def test_a_refusal_ends_the_batch_before_more_is_spent() -> None:
    inquiries = [make_inquiry(f"inq-{n}", name="Ann Lee", dob=BORN) for n in range(40)]
    answers, calls = batch([error("You do not have access to this search type")], inquiries)
    assert len(answers) == 40
    assert {a.outcome for a in answers} == {Outcome.BLOCKED}
    assert calls <= 4


def test_a_bureau_that_fails_leaves_few_calls_in_doubt() -> None:
    inquiries = [make_inquiry(f"inq-{n}", name="Ann Lee", dob=BORN) for n in range(40)]
    answers, calls = batch([Says(500, {})], inquiries)
    in_doubt = [a for a in answers if a.outcome is Outcome.IN_DOUBT]
    assert calls <= len(in_doubt) < 5 + 4
    assert {a.outcome for a in answers if a not in in_doubt} <= {Outcome.FAILED, Outcome.SKIPPED}


def test_the_contract_holds_for_a_batch_of_every_kind() -> None:
    def script(asked: Asked) -> Says:
        found = json.loads(asked.body)["LastName"] == "Quillfeather"
        return people(PERSON) if found else people()

    inquiries = [
        make_inquiry(f"inq-{n}", name=f"Ann {['Quillfeather', 'Nobodyatall'][n % 2]}", dob=BORN)
        for n in range(12)
    ]
    with provider(script) as running:
        assert check_connector(connector(running.url), inquiries) == []


@pytest.mark.parametrize(
    ("stored", "outcome"),
    [
        (people(PERSON), Outcome.HIT),
        (people(), Outcome.NO_HIT),
        (people(PERSON | {"shoeSize": 9}), Outcome.FAILED),
    ],
)
def test_a_call_in_doubt_is_settled_by_our_reference(stored: Says, outcome: Outcome) -> None:
    def script(asked: Asked) -> Says:
        return Says(500) if asked.method == "POST" else stored

    with provider(script) as running:
        made = connector(running.url, settlement_url=f"{running.url}/sandbox/calls/")
        (doubt,) = made.search([ANN])
        assert doubt.outcome is Outcome.IN_DOUBT
        settled = made.settle(ANN)
        post, get = running.asked
    assert settled is not None
    assert settled.outcome is outcome
    assert made.read(ANN, settled.snapshots) == settled
    assert settled.cost == (PRICE if outcome is not Outcome.NO_HIT else 0)
    assert post.headers["skiptrace-reference"] == "inq-1"
    assert get.path == "/sandbox/calls/inq-1"


def test_a_call_that_the_bureau_never_saw_is_settled_as_nothing() -> None:
    with provider([Says(404, {})]) as running:
        assert connector("http://127.0.0.1:1", settlement_url=running.url).settle(ANN) is None


@pytest.mark.parametrize(
    "says",
    [Says(500, {}), Says(401, {}), Says(200, b"{"), Says(200, b"<html></html>", "text/html")],
)
def test_a_bureau_that_cannot_say_leaves_the_doubt(says: Says) -> None:
    with provider([says]) as running, pytest.raises(InDoubt):
        connector("http://127.0.0.1:1", settlement_url=running.url).settle(ANN)


def test_a_real_bureau_has_no_settlement() -> None:
    with pytest.raises(InDoubt):
        connector("http://127.0.0.1:1").settle(ANN)


def test_nothing_is_bought_on_a_name_alone() -> None:
    with provider([people(PERSON)]) as running:
        (answer,) = connector(running.url).search([make_inquiry(name="Ann Quillfeather")])
        assert (answer.outcome, running.asked) == (Outcome.SKIPPED, [])


def test_missing_keys_are_settings_to_mend() -> None:
    with pytest.raises(ConfigError, match="secret ap_password is not set"):
        EngineConnector(
            CARD, SourceSettings("http://127.0.0.1:1", Path("unused"), clock, {"ap_name": "x"})
        )
