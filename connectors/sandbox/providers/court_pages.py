"""The pages of the court portal. Every value from the register is escaped."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from html import escape

from connectors.sandbox.providers.court_cases import CaseFile, CasePage
from connectors.sandbox.providers.court_sessions import CourtSearch

COURT = "Calusa Ferry County Clerk of Court"
_RESULT_HEADINGS = ("Case Number", "Caption", "Case Type", "Filed", "Status")
_PARTY_HEADINGS = (
    "Role", "Last Name", "First Name", "Middle Name", "Suffix", "Organization", "Address",
    "Year of Birth",
)  # fmt: skip


def _page(title: str, content: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title} - {COURT}'
        f'</title></head>\n<body>\n<header><a href="/court/search">{COURT}</a></header>\n'
        f"<main>\n<h1>{title}</h1>\n{content}\n</main>\n"
        "<footer>Unofficial copy; the clerk certifies records on request.</footer>\n"
        "</body></html>\n"
    )


def search_page(token: str, trouble: str = "") -> str:
    """The search form, with the token of its session in a hidden field."""
    alert = f'<p class="validation-error" role="alert">{escape(trouble)}</p>' if trouble else ""
    fields = "".join(
        f'<label for="{name}">{label}</label><input type="text" id="{name}" name="{name}" '
        'maxlength="60">\n'
        for name, label in (
            ("lastName", "Last name (end with * for a beginning)"),
            ("firstName", "First name, or its beginning"),
            ("organization", "Organization, or its beginning"),
        )
    )
    form = (
        '<form id="searchForm" method="post" action="/court/search">\n'
        f'<input type="hidden" name="__VIEWSTATE" value="{escape(token)}">\n'
        '<input type="hidden" name="__VIEWSTATEGENERATOR" value="C2EE9ABB">\n'
        f"{fields}"
        '<button type="submit" name="go" value="Search">Search</button>\n</form>'
    )
    return _page("Case Search", alert + form)


def results_page(search: CourtSearch, found: CasePage, number: int, size: int) -> str:
    """A page of cases with a link to the next one if there are more."""
    asked = escape(", ".join(p for p in (search.last, search.first, search.organization) if p))
    head = f'<p class="criteria">Search: <q>{asked}</q></p>\n'
    if not found.total:
        return _page(
            "Search Results",
            f'{head}<p class="no-results">No cases found for these search terms.</p>\n'
            '<p><a href="/court/search">New search</a></p>',
        )
    rows = "".join(_result_row(case) for case in found.cases)
    pages = -(-found.total // size)
    following = (
        f'<a class="next" rel="next" href="/court/results?page={number + 1}">Next</a>'
        if number < pages
        else ""
    )
    return _page(
        "Search Results",
        f'{head}<p class="total">Cases found: <span id="total">{found.total}</span></p>\n'
        f'<table id="results"><thead><tr>{_headings(_RESULT_HEADINGS)}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table>\n"
        f'<nav class="pager"><span>Page {number} of {pages}</span> {following}</nav>',
    )


def case_page(found: CaseFile) -> str:
    """A case: its facts as labelled values, its parties as a table."""
    case = found.case
    facts = {
        "Case Number": case["case_number"],
        "Court": case["court"],
        "Case Type": case["case_type"],
        "Filed": _day(case["filed"]),
        "Status": case["status"],
        "Disposition": case["disposition"],
        "Amount": _money(case["amount"]),
    }
    pairs = "".join(f"<dt>{k}</dt><dd>{escape(v or '')}</dd>\n" for k, v in facts.items())
    rows = "".join(_cells_row(_party_cells(party)) for party in found.parties)
    return _page(
        "Case Detail",
        f'<dl id="case">\n{pairs}</dl>\n<h2>Parties</h2>\n'
        f'<table id="parties"><thead><tr>{_headings(_PARTY_HEADINGS)}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table>\n"
        '<p><a href="/court/results?page=1">Back to results</a></p>',
    )


def expired_page() -> str:
    """What the portal shows when a session has ended or its token is wrong."""
    return _page(
        "Session Expired",
        '<p class="session-expired">Your session has expired. '
        '<a href="/court/search">Start a new search</a>.</p>',
    )


def missing_page() -> str:
    """What the portal shows for an address that it does not have."""
    return _page("Not Found", '<p class="not-found">There is no such page or case.</p>')


def _headings(names: Iterable[str]) -> str:
    return "".join(f'<th scope="col">{name}</th>' for name in names)


def _result_row(case: sqlite3.Row) -> str:
    link = (
        f'<a href="/court/case/{escape(case["case_id"])}">{escape(case["case_number"] or "")}</a>'
    )
    texts = (_caption(case["parties"]), case["case_type"], _day(case["filed"]), case["status"])
    rest = "".join(f"<td>{escape(text or '')}</td>" for text in texts)
    return f"<tr><td>{link}</td>{rest}</tr>\n"


def _caption(parties: str | None) -> str:
    """`BANK vs. DOE, JOHN`, or `In re DOE, JOHN` where nobody sues."""
    named = [party.split("\x1f") for party in (parties or "").split("\x1e") if party]
    against = " and ".join(name for role, name in named if role in {"DEFENDANT", "DEBTOR"})
    suing = " and ".join(name for role, name in named if role == "PLAINTIFF")
    return f"{suing} vs. {against}" if suing else f"In re {against}"


def _party_cells(party: sqlite3.Row) -> tuple[str | None, ...]:
    place = " ".join(part for part in (party["state"], party["zip"]) if part)
    address = ", ".join(part for part in (party["line"], party["city"], place) if part)
    names = tuple(party[column] for column in ("last", "first", "middle", "suffix", "organization"))
    return (party["role"], *names, address, party["birth_year"])


def _cells_row(cells: Iterable[str | None]) -> str:
    return f"<tr>{''.join(f'<td>{escape(cell or str())}</td>' for cell in cells)}</tr>\n"


def _day(text: str | None) -> str:
    return f"{date.fromisoformat(text):%m/%d/%Y}" if text else ""


def _money(text: str | None) -> str:
    if not text:
        return ""
    try:
        return f"${Decimal(text):,.2f}"
    except InvalidOperation:
        return text
