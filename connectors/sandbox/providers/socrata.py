"""A Socrata open-data site: `/resource/{id}.json` and `/api/views/{id}.json`.

Source: dev.socrata.com/docs (SODA 2: query clauses, response codes, app tokens). Nulls are left
out of the rows, numbers are strings, dates are floating timestamps. A caller without X-App-Token
shares a small allowance with all others without one.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.sandbox.providers.datasets import PUBLICATIONS, Dataset
from connectors.sandbox.providers.messages import Headers, Request, Response, json_response
from connectors.sandbox.providers.soql_query import Output, Query, read_query
from connectors.sandbox.providers.soql_sql import DataType
from connectors.sandbox.providers.soql_tokens import SoqlError
from connectors.sandbox.providers.throttle import Rate, Throttle, retry_after
from connectors.sandbox.providers.town import Town

_RESOURCE = re.compile(r"/socrata/resource/([^/]+)\.json")
_VIEW = re.compile(r"/socrata/api/views/([^/]+)\.json")


@dataclass(frozen=True, slots=True)
class SocrataRates:
    """What a caller with an app token may ask, and all callers without one together."""

    with_token: Rate
    without_token: Rate


RATES = SocrataRates(Rate(per_second=2000, burst=4000), Rate(per_second=20, burst=40))


class Socrata:
    """Answers for the town's published datasets."""

    def __init__(self, town: Town, rates: SocrataRates = RATES) -> None:
        self._town = town
        self._rates = rates
        self._throttle = Throttle()
        self._datasets = {p.id: Dataset(p, town) for p in PUBLICATIONS}

    def answer(self, request: Request) -> Response:
        """Rows, metadata, or an error in Socrata's shape."""
        if wait := self._wait(request):
            message = {"code": "too_many_requests", "error": True, "message": "Too many requests"}
            return json_response(429, message, retry_after(wait))
        if request.method != "GET":
            return _error(405, "method_not_allowed", "Only GET is served")
        for pattern, reply in ((_RESOURCE, self._rows), (_VIEW, self._view)):
            if found := pattern.fullmatch(request.path):
                dataset = self._datasets.get(found.group(1))
                return reply(dataset, request) if dataset else _missing(found.group(1))
        return _error(404, "not_found", "Not found")

    def _wait(self, request: Request) -> int:
        token = request.header("x-app-token")
        if not token:
            return self._throttle.wait_for("", self._rates.without_token)
        caller = hashlib.sha256(token.encode()).hexdigest()
        return self._throttle.wait_for(caller, self._rates.with_token)

    def _view(self, dataset: Dataset, request: Request) -> Response:
        return json_response(200, dataset.view())

    def _rows(self, dataset: Dataset, request: Request) -> Response:
        try:
            query = read_query(request.params, dataset)
            found = self._town.rows(query.sql, query.values)
        except SoqlError as error:
            return _refused(error)
        except (sqlite3.OperationalError, OverflowError):
            return _refused(SoqlError("query.soql.parse-error", "The query is too complex"))
        rows = [_row(query.outputs, row) for row in found]
        return json_response(200, rows, _headers(dataset, query))


def _headers(dataset: Dataset, query: Query) -> Headers:
    names = ",".join(f'"{output.name}"' for output in query.outputs)
    types = ",".join(f'"{output.type}"' for output in query.outputs)
    return (
        ("X-SODA2-Fields", f"[{names}]"),
        ("X-SODA2-Types", f"[{types}]"),
        ("X-SODA2-Data-Out-Of-Date", "false"),
        ("ETag", f'W/"{dataset.publication.id}.{dataset.updated_at}"'),
    )


def _row(outputs: tuple[Output, ...], values: sqlite3.Row) -> dict[str, Any]:
    """A row as JSON has it: a column without a value has no key."""
    pairs = zip(outputs, values, strict=True)
    return {o.name: _rendered(o.type, value) for o, value in pairs if value is not None}


def _rendered(type_: DataType, value: Any) -> Any:
    if type_ is DataType.NUMBER:
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    return bool(value) if type_ is DataType.BOOLEAN else value


def _refused(error: SoqlError) -> Response:
    """A 400 with the keys of both generations of Socrata's query errors."""
    message = f"Query coordinator error: {error.code}; {error}"
    body: Mapping[str, Any] = {
        "error": True,
        "message": message,
        "code": error.code,
        "errorCode": error.code,
    }
    return json_response(400, body)


def _missing(dataset: str) -> Response:
    body = {
        "code": "dataset.missing",
        "error": True,
        "message": "Not found",
        "data": {"id": dataset},
    }
    return json_response(404, body)


def _error(status: int, code: str, message: str) -> Response:
    return json_response(status, {"code": code, "error": True, "message": message})
