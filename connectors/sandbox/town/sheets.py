"""The rows that the providers serve, and the note of whom each record is really about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from connectors.sandbox.town.address import Address
from connectors.sandbox.town.person import Person

Row = tuple[object, ...]


@dataclass(slots=True)
class Sheets:
    """Rows by table of schema.sql, in the order of the table's columns.

    `records` are (dataset, record reference, person id): several people for a joint record.
    `findable` are the ids of people whose present contact some record about them carries, `holds`
    the (person id, parcel id) of which some record says that the person got or has the parcel,
    `parts` those of which some record says that the person has it no more. `listed` are the entity
    ids of businesses that some register lists, `sued` the (case id, entity id) of the court.
    """

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    records: list[tuple[str, str, str]] = field(default_factory=list)
    findable: set[str] = field(default_factory=set)
    holds: set[tuple[str, str]] = field(default_factory=set)
    parts: set[tuple[str, str]] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    sued: set[tuple[str, str]] = field(default_factory=set)

    def about(self, dataset: str, reference: str, person: Person, address: Address | None) -> None:
        """Note that a record is about a person and gives that address for him."""
        self.records.append((dataset, reference, person.id))
        if address is not None and address == person.home and not person.death:
            self.findable.add(person.id)
