"""The recorded answers of the REST and bureau sources are read as a person approved them."""

from __future__ import annotations

import pytest

from connectors.kit import check_answer, check_connector
from skiptrace.model.waterfall import Outcome
from tests.contract.cassette_cases import (
    CASES,
    FOLDER,
    SECRET_HEADERS,
    SECRETS,
    Case,
    as_json,
    connector_of,
    recorder,
)

NOWHERE = "http://127.0.0.1:9"
OUTCOMES = {
    "registry_agent": Outcome.HIT,
    "registry_paged": Outcome.HIT,
    "registry_organization": Outcome.HIT,
    "registry_nobody": Outcome.NO_HIT,
    "registry_retried": Outcome.HIT,
    "registry_refused": Outcome.BLOCKED,
    "registry_challenge": Outcome.BLOCKED,
    "registry_renamed": Outcome.FAILED,
    "registry_truncated": Outcome.FAILED,
    "deeds_couple": Outcome.HIT,
    "bureau_person": Outcome.HIT,
    "bureau_by_address": Outcome.HIT,
    "bureau_nobody": Outcome.NO_HIT,
    "bureau_refused": Outcome.BLOCKED,
    "bureau_failed": Outcome.IN_DOUBT,
    "bureau_truncated": Outcome.IN_DOUBT,
    "bureau_renamed": Outcome.FAILED,
}


def by_name(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_a_recorded_answer_reads_as_approved(case: Case) -> None:
    connector = connector_of(case, NOWHERE)
    with recorder("none").use_cassette(str(case.cassette)) as cassette:
        (answer,) = connector.search([case.inquiry])
        assert cassette.all_played
    assert check_answer(connector, case.inquiry, answer) == []
    assert answer.outcome is OUTCOMES[case.name]
    if not case.expected.exists():
        case.expected.write_text(as_json(answer), encoding="utf-8")
        pytest.fail(f"{case.expected.name} was missing and is written now: read and approve it")
    assert as_json(answer) == case.expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", [c for c in CASES if not c.faults], ids=by_name)
def test_a_recorded_source_keeps_the_contract(case: Case) -> None:
    with recorder("none").use_cassette(str(case.cassette)):
        assert check_connector(connector_of(case, NOWHERE), [case.inquiry]) == []


def test_cassettes_hold_no_key_no_cookie_and_no_machine() -> None:
    cassettes = sorted(FOLDER.glob("*.yaml"))
    assert [path.stem for path in cassettes] == sorted(case.name for case in CASES)
    assert sorted(OUTCOMES) == sorted(case.name for case in CASES)
    for path in cassettes:
        text = path.read_text(encoding="utf-8").lower()
        for forbidden in (*SECRETS.values(), *SECRET_HEADERS, "set-cookie", "127.0.0.1"):
            assert f"{forbidden.lower()}" not in text, f"{path.name}: {forbidden}"
