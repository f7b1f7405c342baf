"""The table of a card that maps the entry of a business register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from connectors.card import StrictTable, Text
from skiptrace.model.registration import Became


class SuccessorColumns(StrictTable):
    """What a row says that its organisation became, if it did.

    `became` is a column whose codes mean renamed, converted or merged, `became_is` one of these for
    all rows. `meanings` gives the words of a column that says other things too their meaning;
    another word tells nothing. `number` is that of the successor's entry in the same register.
    """

    name: Text
    number: str = ""
    became: str = ""
    became_is: Became | None = None
    meanings: Mapping[str, Became] = {}
    dated: str = ""

    @model_validator(mode="after")
    def _one_way_to_say_how(self) -> Self:
        if bool(self.became) == bool(self.became_is):
            raise ValueError("a successor has either `became` or `became_is`")
        return self

    def columns(self) -> frozenset[str]:
        """The columns that it reads."""
        return frozenset((self.name, self.number, self.became, self.dated)) - {""}


class MoreOfficers(StrictTable):
    """A column that says whether an organisation has more officers than its row lists.

    It does with one of the texts `more`, and with one of `none` it does not; another says nothing.
    """

    column: Text
    more: Annotated[tuple[str, ...], Field(min_length=1)]
    none: tuple[str, ...] = ()


class RegistrationColumns(StrictTable):
    """What a business register's row says of the organisation itself; the rest is unknown.

    `name` is its present name, by default the party's own: a party that is called by a former one
    has the present one beside it. `former_names` and `trade_names` may each hold several, parted by
    `;`. `reported` are dates of annual reports. `agent` and `officers` name parties of the row.
    """

    number: Text
    name: str = ""
    status: str = ""
    entity_type: str = ""
    formed: str = ""
    formed_in: str = ""
    ein: str = ""
    reported: tuple[Text, ...] = ()
    agent: str = ""
    officers: tuple[Text, ...] = ()
    more_officers: MoreOfficers | None = None
    former_names: tuple[Text, ...] = ()
    trade_names: tuple[Text, ...] = ()
    successor: SuccessorColumns | None = None

    def columns(self) -> frozenset[str]:
        """The columns that it reads itself; its parties read their own."""
        single = (self.status, self.entity_type, self.formed, self.formed_in, self.ein)
        several = (*self.reported, *self.former_names, *self.trade_names)
        further = {self.more_officers.column} if self.more_officers else set[str]()
        own = frozenset((self.number, self.name, *further, *single, *several)) - {""}
        return own | (self.successor.columns() if self.successor else frozenset())

    def dated(self) -> Iterator[str]:
        """The columns that hold dates."""
        changed = self.successor.dated if self.successor else ""
        yield from filter(None, (self.formed, *self.reported, changed))
