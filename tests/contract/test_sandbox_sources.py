"""The REST and bureau connectors against the sandbox, several calls at once, with its faults."""

from __future__ import annotations

import csv
import json
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.engine.connector import EngineConnector
from connectors.kit import check_answers
from connectors.registry import SourceRegistry, discover
from connectors.sandbox.build import build_town
from connectors.sandbox.serve import serving
from skiptrace.model.dates import PartialDate
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Connector
from skiptrace.model.subject import PersonName
from skiptrace.model.waterfall import Outcome
from tests.contract.cassette_cases import BUREAU, DEEDS, REGISTRY, ROWS, SEARCH, SECRETS
from tests.inquiries import clock, make_address, make_inquiry
from tests.tiny_town import make_tiny_town


@dataclass(frozen=True)
class Sandbox:
    """A served town."""

    url: str

    def connector(self, card_id: str, **changes: Any) -> Connector:
        loaded = discover(plugins=["sandbox"]).find(card_id)
        changed = replace(loaded, card=replace(loaded.card, **changes))
        prefix = "/enformion" if card_id == BUREAU else "/socrata"
        options = {"settlement_url": f"{self.url}/enformion/sandbox/calls"}
        settings = SourceSettings(self.url + prefix, Path("unused"), clock, SECRETS, options)
        return SourceRegistry({card_id: changed}).build(card_id, settings)

    def bureau(self, **changes: Any) -> EngineConnector:
        made = self.connector(BUREAU, **changes)
        assert isinstance(made, EngineConnector)
        return made

    def bill(self) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.url}/enformion/sandbox/bill") as answer:  # noqa: S310
            lines: list[dict[str, Any]] = json.load(answer)
            return lines


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated town of 1,500 people, built once."""
    folder = tmp_path_factory.mktemp("sandbox") / "town"
    build_town(folder, seed=7, people=1500, accounts=120)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town of a dozen people, made once; its bill grows from test to test."""
    return make_tiny_town(tmp_path_factory.mktemp("tiny"))


@contextmanager
def served(folder: Path, **faults: Any) -> Iterator[Sandbox]:
    rules = folder / "faults.json"
    rules.write_text(json.dumps(faults))
    with serving(folder, 0, rules) as port:
        yield Sandbox(f"http://127.0.0.1:{port}")


@pytest.fixture(scope="module")
def debtors(town: Path) -> list[Inquiry]:
    with (town / "intake" / "returned_mail.csv").open(encoding="utf-8", newline="") as file:
        return [_inquiry(row) for row in csv.DictReader(file) if row["last_name"]]


def _inquiry(row: dict[str, str]) -> Inquiry:
    name = PersonName(row["first_name"], row["middle_name"], row["last_name"], row["suffix"])
    place = make_address(row["address"], row["city"], row["address_state"], row["zip"][:5])
    fields: dict[str, Any] = {"names": (name,), "addresses": (place,)}
    if row["dob"][:4].isdecimal():
        fields["dob"] = PartialDate.parse(row["dob"])
    return make_inquiry(f"inq-{row['account_number']}", **fields)


@pytest.mark.parametrize(("card_id", "least_hits"), [(REGISTRY, 1), (DEEDS, 10), (BUREAU, 70)])
def test_a_town_of_debtors_is_asked_under_the_contract(
    town: Path, debtors: list[Inquiry], card_id: str, least_hits: int
) -> None:
    with served(town) as sandbox:
        made = sandbox.connector(card_id)
        answers = list(made.search(debtors))
        assert check_answers(made, debtors, answers) == []
    counts = Counter(answer.outcome for answer in answers)
    assert counts[Outcome.HIT] >= least_hits
    assert counts[Outcome.HIT] + counts[Outcome.NO_HIT] == len(debtors)


def test_the_bill_is_what_the_answers_say(town: Path, debtors: list[Inquiry]) -> None:
    with served(town) as sandbox:
        before = len(sandbox.bill())
        answers = list(sandbox.bureau().search(debtors[:40]))
        lines = sandbox.bill()[before:]
    assert sorted(line["reference"] for line in lines) == sorted(i.id for i in debtors[:40])
    assert round(sum(line["amount"] for line in lines), 2) == float(sum(a.cost for a in answers))


SMITH = make_inquiry("inq-smith", name="John Smith", dob=PartialDate(1970, 2, 3))


@pytest.mark.parametrize(
    ("kind", "rule", "billed", "settled"),
    [
        ("timeout", {"seconds": 1}, 1, Outcome.HIT),
        ("cut", {}, 1, Outcome.HIT),
        ("truncated", {}, 1, Outcome.HIT),
        ("500", {}, 0, None),
        ("503", {}, 0, None),
        ("html", {}, 0, None),
    ],
)
def test_a_paid_call_in_doubt_is_never_repeated_and_can_be_settled(
    tiny: Path, kind: str, rule: dict[str, Any], billed: int, settled: Outcome | None
) -> None:
    faults = {SEARCH: [{"nth": 1, "kind": kind, **rule}]}
    with served(tiny, **faults) as sandbox:
        asked = make_inquiry(f"inq-{kind}", name="John Smith", dob=PartialDate(1970, 2, 3))
        (answer,) = sandbox.bureau(timeout_seconds=0.6).search([asked])
        assert answer.outcome is Outcome.IN_DOUBT
        found = sandbox.bureau().settle(asked)
        lines = [line for line in sandbox.bill() if line["reference"] == asked.id]
        assert len(lines) == billed
    assert (found.outcome if found else None) is settled


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("401", Outcome.BLOCKED),
        ("403", Outcome.BLOCKED),
        ("challenge", Outcome.BLOCKED),
        ("429", Outcome.FAILED),
    ],
)
def test_a_paid_call_that_was_turned_away_costs_nothing(
    tiny: Path, kind: str, outcome: Outcome
) -> None:
    with served(tiny, **{SEARCH: [{"nth": 1, "kind": kind}]}) as sandbox:
        before = sandbox.bill()
        (answer,) = sandbox.bureau().search([SMITH])
        assert answer.outcome is outcome
        assert answer.cost == 0
        assert sandbox.bill() == before


@pytest.mark.parametrize(
    ("kind", "rule", "outcome"),
    [
        ("500", {}, Outcome.HIT),
        ("503", {}, Outcome.HIT),
        ("429", {"retry_after": 0}, Outcome.HIT),
        ("429", {"retry_after": 600}, Outcome.FAILED),
        ("timeout", {"seconds": 1}, Outcome.HIT),
        ("cut", {}, Outcome.FAILED),
        ("truncated", {}, Outcome.FAILED),
        ("html", {}, Outcome.FAILED),
        ("renamed_column", {"column": "status"}, Outcome.FAILED),
        ("challenge", {}, Outcome.BLOCKED),
        ("403", {}, Outcome.BLOCKED),
    ],
)
def test_trouble_of_a_free_source_is_never_no_hit(
    tiny: Path, kind: str, rule: dict[str, Any], outcome: Outcome
) -> None:
    faults = {ROWS: [{"nth": 1, "kind": kind, **rule}]}
    with served(tiny, **faults) as sandbox:
        (answer,) = sandbox.connector(REGISTRY, timeout_seconds=0.6).search([SMITH])
    assert answer.outcome is outcome


def test_a_renamed_column_is_seen_before_the_first_inquiry(tiny: Path) -> None:
    faults = {"/socrata/api/views/": [{"every": 1, "kind": "renamed_column", "column": "status"}]}
    with served(tiny, **faults) as sandbox:
        (answer,) = sandbox.connector(REGISTRY).search([SMITH])
    assert (
        answer.reason == "SourceChanged: GET /api/views/biz1-regs.json: column 'status' is missing"
    )


def test_a_deep_dataset_is_paged_in_a_stable_order(tiny: Path) -> None:
    """Every one of the tiny town's 1,200 deeds of one buyer's kind, by pages of 100."""
    loaded = discover(plugins=["sandbox"]).find(DEEDS)
    clauses = [{"each": "names", "where": "upper(grantee) like {surname %}"}]
    section = {**loaded.section, "paging": {"size": 100, "most": 20}}
    section["condition"] = {"clauses": clauses}
    with served(tiny) as sandbox:
        settings = SourceSettings(f"{sandbox.url}/socrata", Path("unused"), clock, SECRETS)
        registry = SourceRegistry({DEEDS: replace(loaded, section=section)})
        (answer,) = registry.build(DEEDS, settings).search([make_inquiry(name="A Buyer")])
    refs = [record.ref for record in answer.records]
    assert len(refs) == len(set(refs)) == 1203
    assert refs == sorted(refs)
    assert len(answer.snapshots) == 13
