"""A source on two hosts, both its own: which is asked what, in one pace, and where it may be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from connectors.address import check_address, check_here
from connectors.base import SourceSettings
from connectors.card import LoadedCard
from connectors.engine.connector import EngineConnector
from connectors.kit.loopback import Says, provider
from connectors.needs import needs_of
from connectors.registry import discover
from skiptrace.model.card import Limit, Recipient
from skiptrace.model.errors import ConfigError
from skiptrace.model.subject import EntityKind
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry

EDGAR = discover().cards["sec_edgar"]
AGENT = "Example Collections ops@example.com"
FILERS = {
    "hits": {
        "total": {"value": 2, "relation": "eq"},
        "hits": [{"_id": cik, "_source": {"entity": "QUILL"}} for cik in ("1", "2")],
    }
}
RECORD = {"name": "QUILL LLC", "addresses": {}, "formerNames": []}
COMPANY = make_inquiry("inq-1", entity=EntityKind.ORGANIZATION, organization="Quill LLC")


def settings(base_url: str = "", **options: str) -> SourceSettings:
    return SourceSettings(base_url, Path("unused"), clock, {}, {"user_agent": AGENT, **options})


def test_the_search_goes_to_one_host_and_the_records_to_the_other_and_both_know_who_asks() -> None:
    records = [Says(body={"cik": cik, **RECORD}) for cik in ("1", "2")]
    with provider([Says(body=FILERS)]) as index, provider(records) as data:
        made = EngineConnector(EDGAR, settings(index.url, records_url=data.url + "/"))
        (answer,) = made.search([COMPANY])
    assert (answer.outcome, len(answer.records)) == (Outcome.HIT, 2)
    assert [asked.path for asked in index.asked] == ["/LATEST/search-index"]
    assert [asked.path for asked in data.asked] == [
        "/submissions/CIK0000000001.json",
        "/submissions/CIK0000000002.json",
    ]
    assert {asked.headers["user-agent"] for asked in (*index.asked, *data.asked)} == {AGENT}


def test_the_limit_counts_the_calls_of_both_hosts_together() -> None:
    slow = replace(EDGAR, card=replace(EDGAR.card, limits=(Limit(2, 3600.0),)))
    records = [Says(body={"cik": cik, **RECORD}) for cik in ("1", "2")]
    with provider([Says(body=FILERS)]) as index, provider(records) as data:
        made = EngineConnector(slow, settings(index.url, records_url=data.url))
        (answer,) = made.search([COMPANY])
    assert (len(index.asked), len(data.asked)) == (1, 1)
    assert answer.reason.startswith("QuotaExhausted")


def test_nobody_is_asked_without_a_name_to_call_by() -> None:
    unnamed = SourceSettings("http://127.0.0.1:1", Path("unused"), clock)
    with pytest.raises(ConfigError, match=r"options\.user_agent is not set"):
        EngineConnector(EDGAR, unnamed)


def test_what_an_installation_may_set_names_the_further_host() -> None:
    needs = needs_of(EDGAR)
    assert (needs.options, needs.optional_options) == (("user_agent",), ("records_url",))


HERE = "http://127.0.0.1:9"


def test_where_people_are_invented_every_host_is_on_this_machine() -> None:
    """Else the second step of a search would bring the invented name to the real source."""
    check_here(EDGAR, settings(HERE, records_url=HERE))
    for elsewhere in (settings(HERE), settings(HERE, records_url="https://data.example.com")):
        with pytest.raises(ConfigError, match=r"sec_edgar\.options\.records_url: is no address"):
            check_here(EDGAR, elsewhere)


def test_a_broker_is_asked_over_tls_at_every_host() -> None:
    head = replace(EDGAR.card, recipient=Recipient.DATA_BROKER)
    broker: LoadedCard = replace(EDGAR, card=head)
    check_address(broker, settings())
    with pytest.raises(ConfigError, match=r"options\.records_url: http://"):
        check_address(broker, settings(records_url="http://data.example.com"))


def test_a_join_names_a_host_of_the_head() -> None:
    with pytest.raises(ConfigError, match="records is none of `hosts`"):
        EngineConnector(replace(EDGAR, hosts={}), settings(HERE))
