"""The court portal, walked as a browser walks it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import requests
from parsel import Selector

from connectors.sandbox.providers.court import CourtPortal
from connectors.sandbox.providers.messages import Request
from connectors.sandbox.providers.town import Town


@pytest.fixture
def browser() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


def page(answer: requests.Response) -> Selector:
    assert answer.status_code == 200
    return Selector(answer.text)


def fill(form: Selector, **values: str) -> dict[str, str]:
    hidden = form.css("form#searchForm input[type=hidden]")
    return {i.attrib["name"]: i.attrib["value"] for i in hidden} | values


def found_by(browser: requests.Session, url: str, **values: str) -> Selector:
    form = page(browser.get(f"{url}/court/search"))
    return page(browser.post(f"{url}/court/search", data=fill(form, **values)))


def test_form_results_next_pages_and_details(browser: requests.Session, serve_tiny: Any) -> None:
    url = serve_tiny()
    results = found_by(browser, url, lastName="smith", firstName="jo")
    links: list[str] = []
    while True:
        links += results.css("table#results tbody a::attr(href)").getall()
        following = results.css("a[rel=next]::attr(href)").get()
        if following is None:
            break
        results = page(browser.get(url + following))
    assert results.css("#total::text").get() == "23"
    assert links == [f"/court/case/C{n}" for n in range(23, 0, -1)]
    case = page(browser.get(url + links[0]))
    assert case.css("dl#case dd::text").getall()[:4] == [
        "2020-CC-00023",
        "COUNTY",
        "CIVIL",
        "01/23/2020",
    ]
    assert case.css("dl#case dd::text").getall()[-1] == "$1,234.50"
    bank, debtor = case.css("table#parties tbody tr")
    assert bank.css("td:nth-child(6)::text").get() == "FIRST <BANK> & CO"
    assert debtor.css("td::text").getall() == [
        "DEFENDANT", "SMITH", "JOHN", "W", "JR", "12 N MAIN ST APT 4, TOWN, FL 33901", "1970",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ({"lastName": "SMITH"}, "23"),
        ({"lastName": "SMI*"}, "23"),
        ({"lastName": "SMI"}, None),
        ({"lastName": "SMITH", "firstName": "JOHNNY"}, None),
        ({"organization": "first <bank>"}, "23"),
        ({"lastName": "NOBODY", "organization": "FIRST"}, "23"),
        ({"lastName": "%"*3}, None),
    ],
)  # fmt: skip
def test_searches(
    browser: requests.Session, serve_tiny: Any, values: dict[str, str], total: str | None
) -> None:
    results = found_by(browser, serve_tiny(), **values)
    assert results.css("#total::text").get() == total
    text = results.css("p.no-results::text").get("")
    assert text.startswith("No cases found") is (total is None)


def test_too_few_letters_show_the_form_again(browser: requests.Session, serve_tiny: Any) -> None:
    again = found_by(browser, serve_tiny(), lastName="S", firstName="JOHN")
    assert "two letters" in again.css("p.validation-error::text").get("")
    assert again.css("form#searchForm")


def is_expired(answer: requests.Response) -> bool:
    return bool(page(answer).css("p.session-expired"))


def test_without_the_sessions_cookie_or_token_it_has_expired(
    browser: requests.Session, serve_tiny: Any
) -> None:
    url = serve_tiny()
    form = page(browser.get(f"{url}/court/search"))
    with requests.Session() as other:
        assert is_expired(other.post(f"{url}/court/search", data=fill(form, lastName="SMITH")))
        theirs = fill(page(other.get(f"{url}/court/search")), lastName="SMITH")
    assert is_expired(browser.post(f"{url}/court/search", data=theirs))
    assert is_expired(browser.post(f"{url}/court/search", data={"lastName": "SMITH"}))
    assert not is_expired(browser.get(f"{url}/court/case/C1"))
    browser.cookies.clear()
    assert is_expired(browser.get(f"{url}/court/case/C1"))
    assert is_expired(browser.get(f"{url}/court/results?page=1"))


@pytest.mark.parametrize("path", ["case/C99", "x", "results?page=0", "results?page=4"])
def test_what_there_is_not(browser: requests.Session, serve_tiny: Any, path: str) -> None:
    url = serve_tiny()
    found_by(browser, url, lastName="SMITH")
    assert browser.get(f"{url}/court/{path}").status_code == 404


def test_results_without_a_search_lead_to_the_form(
    browser: requests.Session, serve_tiny: Any
) -> None:
    url = serve_tiny()
    browser.get(f"{url}/court/search")
    assert page(browser.get(f"{url}/court/results?page=1")).css("form#searchForm")


def test_typed_text_is_shown_as_text(browser: requests.Session, serve_tiny: Any) -> None:
    results = found_by(browser, serve_tiny(), lastName="<script>alert(1)</script>")
    assert not results.css("main script")
    assert "<SCRIPT>" in unescape(results.css("p.criteria").get(""))


def test_an_idle_session_expires(tiny_town: Town) -> None:
    portal = CourtPortal(tiny_town, idle_seconds=0.0)
    form = portal.answer(Request("GET", "/court/search"))
    session = re.match(r"CourtSession=(\w+)", dict(form.headers)["Set-Cookie"])
    assert session is not None
    headers = {"cookie": f"CourtSession={session[1]}"}
    answer = portal.answer(Request("GET", "/court/case/C1", {}, headers))
    assert b"session-expired" in answer.body
