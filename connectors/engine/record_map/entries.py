"""The entry of an organisation in a register of businesses: status, agent, officers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors.engine.record_map.reader import Party, PartyReader
from connectors.engine.record_map.registration import MoreOfficers, SuccessorColumns
from connectors.engine.record_map.rows import Row
from connectors.registration import (
    AGENT_ROLE,
    MAILING,
    PRINCIPAL,
    in_role,
    names_beside,
    read_ein,
    read_standing,
    read_successor,
)
from skiptrace.model.registration import RegisteredParty, Registration, Successor
from skiptrace.model.subject import EntityKind


class EntryReader:
    """Reads what a row says of its organisation, by the party's `registration` table.

    `place` is the jurisdiction whose register it is.
    """

    def __init__(self, parties: PartyReader, place: str) -> None:
        self._parties = parties
        self._place = place

    def entry(self, party: Party, parties: Sequence[Party]) -> Registration | None:
        """The entry of that party among those of its row; None where the card maps none."""
        columns, row = party.columns.registration, party.row
        if columns is None or party.kind is not EntityKind.ORGANIZATION:
            return None
        status = self._text(columns.status, row)
        agents = self._named((columns.agent,), parties, AGENT_ROLE)
        addresses = self._parties.addresses(party)
        name = self._text(columns.name, row) or party.organization
        former, trade = names_beside(
            name,
            party.organization,
            [row[column] for column in columns.former_names],
            [row[column] for column in columns.trade_names],
        )
        return Registration(
            number=row[columns.number],
            name=name,
            status=status or None,
            standing=read_standing(status),
            entity_type=self._text(columns.entity_type, row) or None,
            formed=self._parties.date(columns.formed, row),
            formed_in=self._text(columns.formed_in, row) or None,
            ein=read_ein(row[columns.ein]) if columns.ein else None,
            reports=self._parties.dates(columns.reported, row),
            principal=in_role(PRINCIPAL, addresses),
            mailing=in_role(MAILING, addresses),
            agent=next(agents, None),
            officers=tuple(self._named(columns.officers, parties)) if columns.officers else None,
            lists_all_officers=_lists_all(columns.more_officers, row),
            former_names=former,
            trade_names=trade,
            successor=self._successor(columns.successor, row) if columns.successor else None,
            place=self._place,
        )

    def _successor(self, columns: SuccessorColumns, row: Row) -> Successor | None:
        number = row[columns.number] if columns.number else ""
        became = columns.became_is or self._became(columns, row)
        on = self._parties.date(columns.dated, row)
        return read_successor(became, self._text(columns.name, row), number, on)

    def _became(self, columns: SuccessorColumns, row: Row) -> str:
        if columns.meanings:
            return columns.meanings.get(row[columns.became], "")
        return self._text(columns.became, row)

    def _text(self, column: str, row: Row) -> str:
        return self._parties.text(column, row) if column else ""

    def _named(
        self, names: Sequence[str], parties: Sequence[Party], role: str = ""
    ) -> Iterator[RegisteredParty]:
        for name in names:
            for party in parties:
                if party.columns.name == name:
                    address = self._parties.first_address(party)
                    yield RegisteredParty(
                        party.organization or party.name.full or party.name.original,
                        role or party.role,
                        address,
                    )


def _lists_all(columns: MoreOfficers | None, row: Row) -> bool | None:
    """Whether a row lists every officer; None where its flag says neither."""
    if columns is None:
        return None
    flag = row[columns.column]
    return False if flag in columns.more else True if flag in columns.none else None
