"""A person as PersonSearch answers it.

Published, in the field lists of public clients of the interface: tahoeId, name, fullName, age, dob,
akas, addresses, phoneNumbers, emailAddresses, relativesSummary, associatesSummary, deathRecords
.isDeceased, datesOfDeath, and indicators as counts (hasBankruptcyRecords: 2); the keys inside them
likewise. Guesses: that an unknown date of birth is '' and an unknown age null, how fullAddress is
punctuated, how addressHash is made, and which texts relativeType takes.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.sandbox.providers.town import Town

_PARTS: Mapping[str, str] = {
    "name": "SELECT * FROM bureau_name WHERE tahoe_id IN (SELECT value FROM json_each(?))",
    "address": "SELECT * FROM bureau_address WHERE tahoe_id IN (SELECT value FROM json_each(?))"
    " ORDER BY ord",
    "phone": "SELECT * FROM bureau_phone WHERE tahoe_id IN (SELECT value FROM json_each(?))"
    " ORDER BY ord",
    "email": "SELECT * FROM bureau_email WHERE tahoe_id IN (SELECT value FROM json_each(?))"
    " ORDER BY ord",
    "relative": "SELECT * FROM bureau_relative WHERE tahoe_id IN (SELECT value FROM json_each(?))",
}
_PERSONS = "SELECT * FROM bureau_person WHERE tahoe_id IN (SELECT value FROM json_each(?))"
_KIN = frozenset({"SPOUSE", "PARENT", "MOTHER", "FATHER", "CHILD", "SON", "DAUGHTER", "SIBLING",
                  "BROTHER", "SISTER", "RELATIVE", "FAMILY"})  # fmt: skip
Row = sqlite3.Row


def persons(town: Town, tahoe_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The persons of those ids, in that order, as the answer's `persons`."""
    listed = json.dumps(tahoe_ids)
    found = {row["tahoe_id"]: row for row in town.rows(_PERSONS, (listed,))}
    parts = {name: _by_person(town.rows(sql, (listed,))) for name, sql in _PARTS.items()}
    return [
        _person(found[i], {name: rows.get(i, []) for name, rows in parts.items()})
        for i in tahoe_ids
    ]


def _by_person(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["tahoe_id"]].append(row)
    return found


def _person(row: Row, parts: Mapping[str, list[Row]]) -> dict[str, Any]:
    relatives = [r for r in parts["relative"] if _is_kin(r)]
    associates = [r for r in parts["relative"] if not _is_kin(r)]
    name = _name(row, row["suffix"])
    return {
        "tahoeId": row["tahoe_id"],
        "name": name,
        "fullName": " ".join(part for part in name.values() if part),
        "akas": [aka for aka in map(_name, parts["name"]) if aka != {**name, "suffix": ""}],
        "dob": row["dob"] or "",
        "age": row["age"] if isinstance(row["age"], int) else None,
        "deathRecords": {"isDeceased": row["deceased"] == "Y"},
        "datesOfDeath": [],
        "addresses": [_address(n, a) for n, a in enumerate(parts["address"], start=1)],
        "phoneNumbers": [_phone(n, p) for n, p in enumerate(parts["phone"], start=1)],
        "emailAddresses": [
            {"emailAddress": e["email"], "emailOrdinal": n}
            for n, e in enumerate(parts["email"], start=1)
        ],
        "relativesSummary": [_relative(r) for r in relatives],
        "associatesSummary": [_relative(r) for r in associates],
        "indicators": _indicators(row, parts),
    }


def _name(row: Row, suffix: str | None = "") -> dict[str, str]:
    return {
        "prefix": "",
        "firstName": row["first"] or "",
        "middleName": row["middle"] or "",
        "lastName": row["last"] or "",
        "suffix": suffix or "",
    }


def _address(order: int, row: Row) -> dict[str, Any]:
    full = full_address(row)
    return {
        "isDeliverable": bool(int(row["deliverable"] or 0)),
        "addressHash": hashlib.sha256(full.encode()).hexdigest()[:20],
        "houseNumber": row["house"] or "",
        "streetPreDirection": row["predir"] or "",
        "streetName": row["street"] or "",
        "streetPostDirection": row["postdir"] or "",
        "streetType": row["suffix"] or "",
        "unit": row["unit"] or "",
        "unitType": row["unit_type"] or None,
        "city": row["city"] or "",
        "state": row["state"] or "",
        "zip": row["zip"] or "",
        "zip4": row["zip4"] or "",
        "addressOrder": order,
        "firstReportedDate": row["first_reported"] or "",
        "lastReportedDate": row["last_reported"] or "",
        "fullAddress": full,
    }


def full_address(row: Row) -> str:
    """An address in one line: `12 N Main St Apt 4; Town, FL 33901-1234`."""
    street = ("house", "predir", "street", "suffix", "postdir", "unit_type", "unit")
    zip_code = "-".join(part for part in (row["zip"], row["zip4"]) if part)
    place = " ".join(part for part in (row["state"], zip_code) if part)
    line = " ".join(row[part] for part in street if row[part])
    return f"{line}; {row['city'] or ''}, {place}"


def _phone(order: int, row: Row) -> dict[str, Any]:
    return {
        "phoneNumber": row["phone"],
        "company": row["company"] or "",
        "phoneType": row["type"] or "",
        "isConnected": bool(int(row["connected"] or 0)),
        "phoneOrder": order,
        "firstReportedDate": row["first_reported"] or "",
        "lastReportedDate": row["last_reported"] or "",
    }


def _is_kin(row: Row) -> bool:
    return (row["type"] or "").upper() in _KIN


def _relative(row: Row) -> dict[str, Any]:
    return {
        "tahoeId": row["relative_tahoe_id"] or "",
        **_name(row),
        "dob": row["dob"] or "",
        "relativeType": row["type"] or "",
        "spouse": int((row["type"] or "").upper() == "SPOUSE"),
    }


def _indicators(row: Row, parts: Mapping[str, list[Row]]) -> dict[str, int]:
    return {
        "hasBankruptcyRecords": int(row["bankruptcies"] or 0),
        "hasLienRecords": int(row["liens"] or 0),
        "hasJudgmentRecords": int(row["judgments"] or 0),
        "hasMobilePhones": sum(p["type"] == "Wireless" for p in parts["phone"]),
        "hasLandLines": sum(p["type"] == "LandLine" for p in parts["phone"]),
        "hasEmails": len(parts["email"]),
        "hasAddresses": len(parts["address"]),
    }
