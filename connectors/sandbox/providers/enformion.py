"""A paid person search in the published shape of EnformionGO's `POST /PersonSearch`.

The sandbox adds what a vendor need not have: the request header `skiptrace-reference` is noted on
the bill, `GET /enformion/sandbox/calls/{reference}` gives the answer that a reference was given,
and `GET /enformion/sandbox/bill` the whole bill. An answer with a person costs 0.10 US dollars, one
without costs nothing; a refused request is not on the bill. Any name and password are accepted.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from connectors.sandbox.providers.bill import Bill
from connectors.sandbox.providers.bureau_search import BureauSearch
from connectors.sandbox.providers.enformion_ask import BadInput, PersonAsk, read_ask
from connectors.sandbox.providers.enformion_person import persons
from connectors.sandbox.providers.messages import JSON, Request, Response, json_response
from connectors.sandbox.providers.throttle import Rate, Throttle, retry_after
from connectors.sandbox.providers.town import Town

PRICE = Decimal("0.10")
RATE = Rate(per_second=500, burst=1000)
_SEARCH = "/enformion/PersonSearch"
_BILL = "/enformion/sandbox/bill"
_CALLS = "/enformion/sandbox/calls/"


class Enformion:
    """Answers person searches, and bills each hit before its answer leaves."""

    def __init__(self, town: Town, bill: Bill, rate: Rate = RATE) -> None:
        self._town = town
        self._bill = bill
        self._rate = rate
        self._search = BureauSearch(town)
        self._throttle = Throttle()

    def answer(self, request: Request) -> Response:
        """Persons, the bill, a stored answer, or an error in the vendor's shape."""
        if request.path == _SEARCH:
            return self._person_search(request)
        if request.method == "GET" and request.path == _BILL:
            return json_response(200, self._bill_lines())
        if request.method == "GET" and request.path.startswith(_CALLS):
            return self._stored(unquote(request.path.removeprefix(_CALLS)))
        return _error(404, "NotFound", "No such resource")

    def _person_search(self, request: Request) -> Response:
        if request.method != "POST":
            return _error(405, "MethodNotAllowed", "PersonSearch is asked with POST")
        name = request.header("galaxy-ap-name")
        if not name or not request.header("galaxy-ap-password"):
            return _error(401, "Unauthorized", "Access profile name and password are required")
        if request.header("galaxy-search-type") != "Person":
            return _error(400, "BadSearchType", "galaxy-search-type must be Person")
        if wait := self._throttle.wait_for(name, self._rate):
            refusal = _error(429, "TooManyRequests", "Too many requests")
            return Response(429, refusal.body, JSON, retry_after(wait))
        try:
            ask = read_ask(request.body)
        except BadInput as error:
            return _error(400, "InvalidInput", "The search input is invalid", error.errors)
        return self._sold(ask, request.header("skiptrace-reference"))

    def _sold(self, ask: PersonAsk, reference: str) -> Response:
        began = time.monotonic()
        found = self._search.find(ask)
        first = (ask.page - 1) * ask.per_page
        shown = persons(self._town, found[first : first + ask.per_page])
        answer = {
            "persons": shown,
            "counts": {"searchResults": len(found)},
            "pagination": _pagination(ask, len(found)),
            "requestId": str(uuid.uuid4()),
            "requestType": "PersonSearch",
            "requestTime": datetime.now(UTC).isoformat(),
            "isError": False,
            "totalRequestExecutionTimeMs": round(1000 * (time.monotonic() - began)),
        }
        response = json_response(200, answer)
        self._bill.add(reference, PRICE if shown else Decimal(0), response.body)
        return response

    def _stored(self, reference: str) -> Response:
        body = self._bill.answer_to(reference)
        if body is None:
            return _error(404, "NotFound", "This reference was never seen")
        return Response(200, body, JSON)

    def _bill_lines(self) -> list[dict[str, Any]]:
        return [
            {
                "reference": line.reference,
                "at": line.at.isoformat(),
                "hit": line.hit,
                "amount": float(line.amount),
            }
            for line in self._bill.lines()
        ]


def _pagination(ask: PersonAsk, total: int) -> dict[str, int]:
    return {
        "currentPageNumber": ask.page,
        "resultsPerPage": ask.per_page,
        "totalPages": -(-total // ask.per_page),
        "totalResults": total,
    }


def _error(status: int, code: str, message: str, inputs: Sequence[str] = ()) -> Response:
    error = {"inputErrors": list(inputs), "warnings": [], "code": code, "message": message}
    body = json.dumps({"isError": True, "error": error}, separators=(",", ":")).encode()
    return Response(status, body, JSON)
