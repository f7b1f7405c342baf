"""A crawl stays on the portal's own site: addresses from its pages are the portal's word alone."""

from __future__ import annotations

import pytest

from connectors.portal.connector import PortalConnector
from connectors.portal.site import is_on_site
from skiptrace.model.subject import PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import make_inquiry
from tests.tables import each
from tests.unit.connectors.engine.test_own_addresses import FOREIGN
from tests.unit.connectors_portal.court_site import CourtCase, CourtParty, CourtSite, serving

BASE = "https://data.example.com/court"
OWN = [
    "https://data.example.com/court/search",
    "https://data.example.com/elsewhere?page=2",
    "https://data.example.com:443/court",
    "https://DATA.EXAMPLE.COM/court",
]
ELSEWHERE = {
    **{what: address for what, address in FOREIGN.items() if "://" in address},
    "a subdomain": "https://admin.data.example.com/court",
    "the domain above": "https://example.com/court",
    "a port of its own host": "https://data.example.com:9200/_search",
    "the port of clear text": "https://data.example.com:80/court",
    "no port at all": "https://data.example.com:99999/court",
    "brackets that do not close": "https://[::1/court",
}
WILMA = make_inquiry("q", names=(PersonName("WILMA", "", "TESTER"),))


@each("address", OWN)
def test_the_portal_s_own_addresses_are_asked(address: str) -> None:
    assert is_on_site(BASE, address)


@pytest.mark.parametrize("what", ELSEWHERE)
def test_any_other_address_is_not(what: str) -> None:
    assert not is_on_site(BASE, ELSEWHERE[what])


def test_a_site_in_clear_on_a_port_is_that_port() -> None:
    assert is_on_site("http://127.0.0.1:8080", "http://127.0.0.1:8080/court")
    assert not is_on_site("http://127.0.0.1:8080", "http://127.0.0.1/court")


LEADS = {
    "a link to a case": ("POST /court/search", "href='/court/case/A1'", "href='{}/court/case/A1'"),
    "the form": ("GET /court/search", "action='/court/search'", "action='{}/court/search'"),
    "a page that refreshes itself": (
        "GET /court/search",
        "<body>",
        "<meta http-equiv='refresh' content='0; url={}/court/search'><body>",
    ),
}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("what", LEADS)
def test_nothing_of_a_name_reaches_another_server_of_the_host(
    court: CourtSite, portal: PortalConnector, what: str, host: str
) -> None:
    """Another port, and another name of the same machine."""
    call, own, foreign = LEADS[what]
    court.cases = [CourtCase("A1", (CourtParty("TESTER", "WILMA"),))]
    with serving(CourtSite()) as other:
        there = foreign.format(f"http://{host}:{other.port}")
        court.spoil = lambda asked, page: page.replace(own, there) if asked == call else None
        (answer,) = portal.search([WILMA])
        assert dict(other.calls) == {}
    assert answer.outcome is not Outcome.HIT
    assert "outside the site" in answer.reason
