"""The county's map server, an ArcGIS layer of parcels: `/arcgis/Parcels/FeatureServer/0`.

Source: developers.arcgis.com (Query, feature service layer). A page has at most 200 rows and says
`exceededTransferLimit` where it was cut; `returnIdsOnly` gives all numbers of rows. Errors come
with status 200.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from connectors.sandbox.providers.datasets import Dataset, Publication
from connectors.sandbox.providers.messages import Request, Response, json_response
from connectors.sandbox.providers.soql_parser import parse_where
from connectors.sandbox.providers.soql_sql import SoqlCompiler
from connectors.sandbox.providers.soql_tokens import SoqlError
from connectors.sandbox.providers.town import Town

LAYER = "/arcgis/Parcels/FeatureServer/0"
_TABLE = "roll_property"
_MOST = 200


class ArcGis:
    """Answers for the layer of parcels, which the county draws from its property roll."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._layer = Dataset(Publication("parcels", _TABLE, "Parcels", "deed_date"), town)
        self._names = [column.name for column in self._layer.columns]

    def answer(self, request: Request) -> Response:
        """The layer's description, numbers of rows, rows, or an error in the server's shape."""
        try:
            if request.path == LAYER:
                return json_response(200, self._description())
            if request.path != f"{LAYER}/query":
                return _error(404, "Layer not found")
            if request.params.get("returnIdsOnly") == "true":
                return json_response(200, self._ids(request))
            return json_response(200, self._features(request))
        except (SoqlError, ValueError, sqlite3.OperationalError):
            return _error(400, "Unable to complete operation.")

    def _description(self) -> dict[str, Any]:
        fields = [{"name": "OBJECTID", "type": "esriFieldTypeOID"}]
        fields += [{"name": name, "type": "esriFieldTypeString"} for name in self._names]
        return {"id": 0, "name": "Parcels", "maxRecordCount": _MOST, "fields": fields}

    def _ids(self, request: Request) -> dict[str, Any]:
        where, values = self._where(request)
        rows = self._town.rows(f"SELECT rowid FROM {_TABLE} WHERE {where} ORDER BY rowid", values)  # noqa: S608 - values bound
        return {"objectIdFieldName": "OBJECTID", "objectIds": [row[0] for row in rows] or None}

    def _features(self, request: Request) -> dict[str, Any]:
        wanted = request.params.get("outFields", "*").split(",")
        names = self._names if wanted == ["*"] else [w for w in wanted if w != "OBJECTID"]
        if set(names) - set(self._names):
            raise ValueError("a field that the layer has not")
        where, values = self._where(request)
        columns = ", ".join(f'"{name}"' for name in names)
        sql = f"SELECT {columns} FROM {_TABLE} WHERE {where} ORDER BY rowid LIMIT ?"  # noqa: S608 - names checked
        rows = self._town.rows(sql, (*values, _MOST + 1))
        features = [{"attributes": dict(zip(names, row, strict=True))} for row in rows[:_MOST]]
        return {"features": features} | (
            {"exceededTransferLimit": True} if len(rows) > _MOST else {}
        )

    def _where(self, request: Request) -> tuple[str, Sequence[str | float]]:
        """The rows of these numbers, or those that meet a condition."""
        if listed := request.params.get("objectIds"):
            numbers = [int(number) for number in listed.split(",")]
            return f"rowid IN ({','.join('?' * len(numbers))})", numbers
        if not request.params.get("where"):
            raise ValueError("neither where nor objectIds")
        term = SoqlCompiler(self._layer.fields).condition(parse_where(request.params["where"]))
        return term.sql, term.values


def _error(code: int, words: str) -> Response:
    return json_response(200, {"error": {"code": code, "message": words, "details": []}})
