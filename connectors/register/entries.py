"""The entry of an organisation in a register of businesses: status, agent, officers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors.register.parties import Party, PartyReader, Row
from connectors.registration import AGENT_ROLE, principal_of, read_ein, read_standing
from skiptrace.model.registration import RegisteredParty, Registration
from skiptrace.model.subject import EntityKind


class EntryReader:
    """Reads what a row says of its organisation, by the party's `registration` table."""

    def __init__(self, parties: PartyReader) -> None:
        self._parties = parties

    def entry(self, party: Party, parties: Sequence[Party], row: Row) -> Registration | None:
        """The entry of that party among those of its row; None where the card maps none."""
        columns = party.columns.registration
        if columns is None or party.kind is not EntityKind.ORGANIZATION:
            return None
        status = self._text(columns.status, row)
        agents = self._named((columns.agent,), parties, row, AGENT_ROLE)
        return Registration(
            number=row[columns.number],
            name=party.organization,
            status=status or None,
            standing=read_standing(status),
            entity_type=self._text(columns.entity_type, row) or None,
            formed=self._parties.date(columns.formed, row),
            formed_in=self._text(columns.formed_in, row) or None,
            ein=read_ein(row[columns.ein]) if columns.ein else None,
            last_report=self._parties.latest(columns.reported, row),
            principal=principal_of(self._parties.addresses(party, row)),
            agent=next(agents, None),
            officers=tuple(self._named(columns.officers, parties, row))
            if columns.officers
            else None,
        )

    def _text(self, column: str, row: Row) -> str:
        return self._parties.text(column, row) if column else ""

    def _named(
        self, names: Sequence[str], parties: Sequence[Party], row: Row, role: str = ""
    ) -> Iterator[RegisteredParty]:
        for name in names:
            for party in parties:
                if party.columns.name == name:
                    address = next(iter(self._parties.addresses(party, row)), None)
                    yield RegisteredParty(
                        party.organization or party.name.full or party.name.original,
                        role or party.role,
                        address.value if address else None,
                    )
