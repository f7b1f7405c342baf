"""The registry of health care providers, API 2.1: `/nppes/api/`.

Source: npiregistry.cms.hhs.gov/api-page. Names are compared whole, or by their beginning where two
letters or more end in `*`; an error comes with status 200.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from connectors.sandbox.providers.messages import Request, Response, json_response
from connectors.sandbox.providers.town import Town

_PATH = "/nppes/api/"
_MOST, _FARTHEST = 200, 1000
_NAMES = {"first_name": "first", "last_name": "last"}


class Nppes:
    """Answers for the town's providers of health care; it lists no organisations."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def answer(self, request: Request) -> Response:
        """The providers who meet what is asked, or an error in the registry's shape."""
        if request.path != _PATH or request.method != "GET":
            return json_response(404, {"error": "Not found"})
        params = request.params
        limit, skip = params.get("limit", "10"), params.get("skip", "0")
        if params.get("version") != "2.1":
            return _wrong("version", "Unsupported version")
        if not (limit.isdecimal() and skip.isdecimal()) or not 1 <= int(limit) <= _MOST:
            return _wrong("limit", "limit must be between 1 and 200")
        if int(skip) > _FARTHEST:
            return _wrong("skip", "skip must be at most 1000")
        if params.get("enumeration_type") == "NPI-2":
            return json_response(200, {"result_count": 0, "results": []})
        terms, values = [], []
        for name, column in _NAMES.items():
            if text := params.get(name, "").strip().upper():
                begins = text.endswith("*")
                if begins and len(text) < 3:
                    return _wrong(name, "A trailing wildcard needs at least two characters")
                terms.append(f"{column} LIKE ?" if begins else f"{column} = ?")
                values.append(text.replace("%", "").replace("*", "%"))
        if "last = ?" not in terms and "last LIKE ?" not in terms:
            return _wrong("last_name", "No valid search criteria provided")
        sql = f"SELECT * FROM health_provider WHERE {' AND '.join(terms)} ORDER BY number LIMIT ? OFFSET ?"  # noqa: E501, S608 - columns of ours
        found = [_result(row) for row in self._town.rows(sql, (*values, int(limit), int(skip)))]
        return json_response(200, {"result_count": len(found), "results": found})


def _wrong(field: str, words: str) -> Response:
    return json_response(200, {"Errors": [{"description": words, "field": field, "number": "04"}]})


def _result(row: sqlite3.Row) -> dict[str, Any]:
    basic = {
        "first_name": row["first"],
        "last_name": row["last"],
        "middle_name": row["middle"],
        "name_suffix": row["suffix"],
        "sole_proprietor": "YES",
        "enumeration_date": row["enumerated"],
        "last_updated": row["updated"],
        "status": "A",
    }
    return {
        "number": row["number"],
        "enumeration_type": "NPI-1",
        "basic": {name: text for name, text in basic.items() if text},
        "addresses": [_address(row, purpose) for purpose in ("MAILING", "LOCATION")],
        "taxonomies": [
            {
                "code": row["code"],
                "taxonomy_group": "",
                "desc": row["trade"],
                "state": "FL",
                "license": row["license"],
                "primary": True,
            }
        ],
        "practiceLocations": [],
        "identifiers": [],
        "endpoints": [],
        "other_names": [],
    }


def _address(row: sqlite3.Row, purpose: str) -> dict[str, str]:
    found = {
        "country_code": "US",
        "country_name": "United States",
        "address_purpose": purpose,
        "address_type": "DOM",
        "address_1": row["line"],
        "city": row["city"],
        "state": row["state"],
        "postal_code": row["zip"],
    }
    return found | ({"telephone_number": row["phone"]} if row["phone"] else {})
