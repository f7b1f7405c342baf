"""The locator of federal prisoners: `/bop/PublicInfo/execute/inmateloc`, by a whole name."""

from __future__ import annotations

import sqlite3

from connectors.sandbox.providers.messages import Request, Response, json_response
from connectors.sandbox.providers.town import Town

_PATH = "/bop/PublicInfo/execute/inmateloc"
_SQL = "SELECT * FROM prisoner WHERE last = ? AND first = ? ORDER BY number"


class Prisons:
    """Answers who of a name is or was in a federal prison."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def answer(self, request: Request) -> Response:
        """Everybody of that name; 404 for another path."""
        if request.path != _PATH or request.params.get("todo") != "query":
            return json_response(404, {"error": "Not found"})
        asked = (request.params.get(name, "").upper() for name in ("nameLast", "nameFirst"))
        rows = self._town.rows(_SQL, tuple(asked))
        head = {"Captcha": False, "Messages": {}, "FormToken": ""}
        return json_response(200, {**head, "InmateLocator": [_inmate(row) for row in rows]})


def _inmate(row: sqlite3.Row) -> dict[str, str]:
    return {
        "nameLast": row["last"],
        "nameFirst": row["first"],
        "nameMiddle": row["middle"],
        "suffix": row["suffix"],
        "sex": row["sex"],
        "race": "",
        "age": row["age"],
        "inmateNum": row["number"],
        "inmateNumType": "",
        "releaseCode": "R",
        "faclCode": "",
        "faclName": row["facility"],
        "faclType": row["facility_type"],
        "faclURL": "",
        "projRelDate": "",
        "actRelDate": row["released"],
    }
