"""Two providers that say what a number or an address is, and name nobody, in published shapes.

`/lookups/v2/PhoneNumbers/{number}` is Twilio Lookup's: the kind of line that most files of the town
have the number under, a Voip that one of them says alone being noise. With a day it says whether
the number was given up since: no file of the town has it in service, and the last report of it is
not older. Each answer costs 0.008 US dollars, with a day 0.02, and is on the bill. `/postal/` is
the Postal Service's address look-up, with its token: an address that the town's files call
undeliverable is vacant, and one that none of them has is none. Any credentials are accepted, but
for the client `unlicensed`, which may not ask about addresses.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from sqlite3 import Row
from typing import Any

from connectors.sandbox.providers.bill import Bill
from connectors.sandbox.providers.messages import Request, Response, json_response
from connectors.sandbox.providers.town import Town
from connectors.sandbox.town.served.bureau import us_phone
from matching.parse.address.form import NormalAddress
from matching.parse.address.read import normalize_address
from skiptrace.model.subject import PostalAddress

PRICE, PRICE_OF_A_DAY = Decimal("0.008"), Decimal("0.02")
_BEGINS = date(2021, 1, 27)
"""The first day of which the Reassigned Numbers Database has data."""
_NUMBER = "/lookups/v2/PhoneNumbers/+1"
_LINES: Mapping[str, str] = {"Wireless": "mobile", "LandLine": "landline", "Voip": "nonFixedVoip"}
_TOKEN, _ADDRESS = "/postal/oauth2/v3/token", "/postal/addresses/v3/address"
_PARTS = ("house", "predir", "street", "suffix", "postdir", "unit_type", "unit")
_DAY = re.compile(r"\d{8}")
_UNLICENSED = "unlicensed"


class NumberDesk:
    """Says what kind of line a number is, and bills each answer before it leaves."""

    def __init__(self, town: Town, bill: Bill) -> None:
        self._town = town
        self._bill = bill

    def answer(self, request: Request) -> Response:
        """The line of a number, or an error in the vendor's shape."""
        if request.method != "GET" or not request.path.startswith(_NUMBER):
            return _refused(404, 20404, "The requested resource was not found")
        if not _user(request):
            return _refused(401, 20003, "Authenticate")
        number = request.path.removeprefix(_NUMBER)
        fields, day = request.params.get("Fields", ""), request.params.get("LastVerifiedDate", "")
        of_a_day = "reassigned_number" in fields.split(",")
        if of_a_day and not _DAY.fullmatch(day):
            return _refused(400, 60606, "LastVerifiedDate is required")
        said = self._said(number, fields)
        if of_a_day:
            said["reassigned_number"] = self._given_up(number, date.fromisoformat(day))
        reply = json_response(200, said)
        self._bill.add(f"lookup {number[-4:]}", PRICE_OF_A_DAY if of_a_day else PRICE, reply.body)
        return reply

    def _given_up(self, number: str, since: date) -> dict[str, Any]:
        rows = self._town.rows(
            "SELECT connected, last_reported FROM bureau_phone WHERE phone = ?",
            (us_phone(number),),
        )
        word = "no" if rows and since >= _BEGINS else "no_data_available"
        reports = [_day(row["last_reported"]) for row in rows]
        if rows and not any(row["connected"] for row in rows) and max(reports) >= since:
            word = "yes"
        return {
            "last_verified_date": since.isoformat(),
            "is_number_reassigned": word,
            "error_code": None,
        }

    def _said(self, number: str, fields: str) -> dict[str, Any]:
        is_number = len(number) == 10 and number.isdecimal()
        asks_line = "line_type_intelligence" in fields.split(",")
        return {
            "calling_country_code": "1" if is_number else None,
            "country_code": "US" if is_number else None,
            "phone_number": f"+1{number}",
            "national_format": us_phone(number) if is_number else None,
            "valid": is_number,
            "validation_errors": [] if is_number else ["INVALID_LENGTH"],
            "line_type_intelligence": self._line(number) if is_number and asks_line else None,
            "url": f"https://lookups.example.com/v2/PhoneNumbers/+1{number}",
        }

    def _line(self, number: str) -> dict[str, Any]:
        rows = self._town.rows(
            "SELECT type, company FROM bureau_phone WHERE phone = ?", (us_phone(number),)
        )
        kinds = Counter(row["type"] for row in rows)
        sure = {kind: count for kind, count in kinds.items() if kind != "Voip"} or kinds
        kind = max(sorted(sure), key=lambda one: sure[one], default="")
        return {
            "error_code": None if kind else 60601,
            "mobile_country_code": None,
            "mobile_network_code": None,
            "carrier_name": rows[0]["company"] if rows else None,
            "type": _LINES.get(kind),
        }


class PostalDesk:
    """Says whether mail is delivered at an address, by what the town's files have there."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def answer(self, request: Request) -> Response:
        """A token, the address as it is written, or an error in the publisher's shape."""
        if request.path == _TOKEN and request.method == "POST":
            client = request.form().get("client_id", "")
            return json_response(200, {"access_token": client, "expires_in": 28800})
        if request.path != _ADDRESS or request.method != "GET":
            return _postal_error(404, "Not Found")
        token = request.header("authorization").removeprefix("Bearer ")
        if token in ("", _UNLICENSED):
            return _postal_error(401, "unauthorized" if token else "")
        asked = normalize_address(
            PostalAddress(
                request.params.get("streetAddress", ""),
                request.params.get("city", ""),
                request.params.get("state", ""),
                request.params.get("ZIPCode", ""),
            )
        )
        found = self._found(asked)
        if found is None:
            return _postal_error(400, "Address Not Found")
        place, rows, code = found
        return json_response(200, _delivered(place, rows, code))

    def _found(self, asked: NormalAddress) -> tuple[NormalAddress, Sequence[Row], str] | None:
        """The address with the files' rows of it, and how far it is confirmed."""
        rows = self._town.rows("SELECT * FROM bureau_address WHERE zip = ?", (asked.zip5,))
        places = [(_place(row), row) for row in rows]
        whole = [(place, row) for place, row in places if asked.key and place.key == asked.key]
        if whole:
            return whole[0][0], [row for _, row in whole], "Y"
        house = [(p, r) for p, r in places if p.building_key == asked.building_key != ""]
        if not house:
            return None
        return asked, [row for _, row in house], "S" if asked.unit else "D"


def _place(row: Row) -> NormalAddress:
    line = " ".join(str(row[name]) for name in _PARTS if row[name])
    return normalize_address(PostalAddress(line, row["city"], row["state"], row["zip"]))


def _delivered(place: NormalAddress, rows: Sequence[Row], code: str) -> dict[str, Any]:
    is_empty = sum(1 for row in rows if not row["deliverable"]) * 2 > len(rows)
    return {
        "firm": None,
        "address": {
            "streetAddress": place.delivery_line,
            "secondaryAddress": None,
            "city": place.city,
            "state": place.state,
            "ZIPCode": place.zip5,
            "ZIPPlus4": next((row["zip4"] for row in rows if row["zip4"]), None),
        },
        "additionalInfo": {
            "DPVConfirmation": code,
            "DPVCMRA": "N",
            "business": "N",
            "vacant": "Y" if is_empty else "N",
        },
        "corrections": [],
        "matches": [],
    }


def _day(slashed: str) -> date:
    month, day, year = map(int, slashed.split("/"))
    return date(year, month, day)


def _user(request: Request) -> str:
    kind, _, packed = request.header("authorization").partition(" ")
    try:
        return b64decode(packed, validate=True).decode() if kind == "Basic" else ""
    except ValueError:
        return ""


def _refused(status: int, code: int, message: str) -> Response:
    return json_response(status, {"code": code, "message": message, "status": status})


def _postal_error(status: int, message: str) -> Response:
    error = {"code": str(status), "message": message, "errors": []}
    body = json.dumps({"apiVersion": "/addresses/v3", "error": error}).encode()
    return Response(status, body)
