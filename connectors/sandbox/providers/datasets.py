"""The Socrata datasets of the town: which table each publishes, and its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from connectors.sandbox.providers.soql_sql import DataType, Field
from connectors.sandbox.providers.town import Town

_RENDERED = {DataType.TEXT: "text", DataType.NUMBER: "number", DataType.DATE: "calendar_date"}


@dataclass(frozen=True, slots=True)
class Publication:
    """What is published under a four-by-four id: a table, its title, its columns that are no text.

    `dated` is the date column whose latest value is when the rows were last updated; `trigrams` are
    the full-text tables of columns that are searched for what they contain.
    """

    id: str
    table: str
    title: str
    dated: str
    numbers: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    trigrams: Mapping[str, str] = field(default_factory=dict)


PUBLICATIONS = (
    Publication(
        "biz1-regs",
        "business_registry",
        "Business Registry",
        "formed",
        dates=frozenset({"formed", "status_date"}),
        trigrams={"entity_name": "business_name_text"},
    ),
    Publication(
        "prop-sale",
        "property_sales",
        "Property Sales",
        "recorded",
        numbers=frozenset({"amount"}),
        dates=frozenset({"recorded"}),
        trigrams={"grantee": "sale_grantee_text", "grantor": "sale_grantor_text"},
    ),
)


class Dataset:
    """One published dataset: its columns in order, and when its rows were last updated.

    `fields` also holds the system fields `:id`, `:created_at` and `:updated_at`.
    """

    def __init__(self, publication: Publication, town: Town) -> None:
        self.publication = publication
        names = [
            str(row["name"])
            for row in town.rows("SELECT name FROM pragma_table_info(?)", (publication.table,))
        ]
        self.columns = tuple(_field(publication, name) for name in names if name != "rowid")
        self._latest = self._latest_date(town)
        self.system = _system_fields(self._latest)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every column by its field name, the system fields among them."""
        return {column.name: column for column in (*self.columns, *self.system)}

    @property
    def updated_at(self) -> int:
        """When the rows were last updated, in seconds since 1970."""
        return int(self._latest.timestamp())

    def view(self) -> dict[str, Any]:
        """The dataset's metadata as `/api/views/{id}.json` gives it."""
        return {
            "id": self.publication.id,
            "name": self.publication.title,
            "attribution": "skiptrace sandbox",
            "displayType": "table",
            "viewType": "tabular",
            "publicationStage": "published",
            "createdAt": self.updated_at,
            "rowsUpdatedAt": self.updated_at,
            "viewLastModified": self.updated_at,
            "columns": [_described(n, column) for n, column in enumerate(self.columns, start=1)],
        }

    def _latest_date(self, town: Town) -> datetime:
        """The newest date in the table, so that the same town has the same metadata."""
        table, dated = self.publication.table, self.publication.dated
        latest = town.value(f'SELECT max("{dated}") FROM "{table}"')  # noqa: S608  names of ours
        return datetime.fromisoformat(latest or "1970-01-01").replace(tzinfo=UTC)


def _field(publication: Publication, name: str) -> Field:
    value = f"NULLIF(\"{name}\", '')"
    if name in publication.numbers:
        return Field(name, DataType.NUMBER, f"CAST({value} AS REAL)")
    if name in publication.dates:
        return Field(name, DataType.DATE, f"({value} || 'T00:00:00.000')")
    return Field(name, DataType.TEXT, value, publication.trigrams.get(name, ""))


def _system_fields(latest: datetime) -> tuple[Field, ...]:
    stamp = f"'{latest:%Y-%m-%dT%H:%M:%S.000Z}'"
    return (
        Field(":id", DataType.ID, "printf('row-%04d.%04d_%04d', 0, rowid / 10000, rowid % 10000)"),
        Field(":created_at", DataType.TEXT, stamp),
        Field(":updated_at", DataType.TEXT, stamp),
    )


def _described(position: int, column: Field) -> dict[str, Any]:
    type_ = _RENDERED[column.type]
    return {
        "id": 100 + position,
        "name": column.name.replace("_", " ").title(),
        "dataTypeName": type_,
        "renderTypeName": type_,
        "fieldName": column.name,
        "position": position,
    }
