"""The tables of a card that map columns to facts: addresses, contacts, indicators, relations.

A column is a name, or in a nested row a path: `name.first`, `addresses[].city`. In a table with
`each` the columns are those of every element of that list: `.` is an element that is a value by
itself, `^name` a column of the row that holds the list. A name that holds a dot writes it `\\.`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from connectors.card import StrictTable, Text
from matching.parse.person.name_order import NameOrder
from skiptrace.model.finding import FindingKind
from skiptrace.model.record import RelationKind


def _one_or_more(value: object) -> object:
    return (value,) if isinstance(value, str) and value else value


Columns = Annotated[tuple[Text, ...], BeforeValidator(_one_or_more)]
"""One column or several, in their order."""


def _pairs(value: object) -> object:
    return tuple(value.items()) if isinstance(value, dict) else value


def beneath(each: str, columns: Iterable[str]) -> Iterator[str]:
    """The columns of a table as they stand in the row; those of a list's elements under it."""
    for column in filter(None, columns):
        if not each:
            yield column
        elif column.startswith("^"):
            yield column[1:]
        else:
            yield f"{each}[]" if column == "." else f"{each}[].{column}"


class SomeRows(StrictTable):
    """A table that stands only in rows whose columns `among` hold one of these texts.

    It is for sources that give each role of a party a row of its own, with its code in a column.
    """

    among: Annotated[tuple[tuple[Text, tuple[str, ...]], ...], BeforeValidator(_pairs)] = ()

    def stands_in(self, row: Mapping[str, str]) -> bool:
        """Whether the table says anything of this row, whatever the case of its texts."""
        return all(
            row[column].casefold() in {text.casefold() for text in texts}
            for column, texts in self.among
        )

    @property
    def among_columns(self) -> tuple[str, ...]:
        """The columns that say in which rows it stands."""
        return tuple(column for column, _ in self.among)


class NameColumns(StrictTable):
    """A person's name: `whole` in one column, in `order`, or in parts."""

    whole: str = ""
    order: NameOrder = NameOrder.SURNAME_FIRST
    surname: str = ""
    given: str = ""
    middle: str = ""
    generation: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The columns that the name is read from."""
        each = (self.whole, self.surname, self.given, self.middle, self.generation)
        return tuple(filter(None, each))


class OtherName(NameColumns):
    """Further names of the same person: one of every element of the list `each`, if it is given."""

    each: str = ""

    @model_validator(mode="after")
    def _one_way_to_name(self) -> Self:
        if bool(self.whole) == bool(self.surname):
            raise ValueError("a name has either `whole` or `surname`")
        return self

    def columns(self) -> Iterator[str]:
        """The columns that it reads."""
        yield from beneath(self.each, self.parts)


class AddressColumns(SomeRows):
    """The columns of one address, or of every one in the list `each`.

    It stands in parts, of which `line` holds the delivery line; `whole` is its wording, and all of
    it where it stands in one text; `last_line` holds town and state, and a ZIP if any, in one text.
    `in_state` is the state of all rows where no column gives it. `sources` is the column of those
    that the source has it from.
    The role is `role`, or what the codes of `role_column` mean. Of `last_seen`, dates on which the
    source was told of the address, the latest counts.
    """

    each: str = ""
    role: str = ""
    role_column: str = ""
    line: Columns = ()
    whole: str = ""
    last_line: str = ""
    city: str = ""
    state: str = ""
    in_state: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    zip: str = ""
    zip4: str = ""
    first_seen: str = ""
    last_seen: Columns = ()
    sources: str = ""

    @model_validator(mode="after")
    def _has_a_line(self) -> Self:
        if not (self.line or self.whole):
            raise ValueError("an address has `line` or `whole`")
        if self.last_line and (self.city or self.state):
            raise ValueError("an address has `last_line`, or `city` and `state`")
        return self

    def columns(self) -> Iterator[str]:
        """The columns that it reads."""
        place = (self.last_line, self.city, self.state, self.zip, self.zip4)
        single = (self.role_column, self.whole, *place, self.sources)
        dates = (self.first_seen, *self.last_seen)
        yield from beneath(self.each, (*self.line, *single, *dates, *self.among_columns))


class ContactColumns(SomeRows):
    """One telephone, e-mail or employer, or every one in the list `each`.

    The role is `role`, or the meanings of `role_columns` in small letters: wireless connected.
    `sources` is the column of the names of those that the source has it from.
    """

    each: str = ""
    value: Text
    role: str = ""
    role_columns: Columns = ()
    first_seen: str = ""
    last_seen: Columns = ()
    sources: str = ""

    def columns(self) -> Iterator[str]:
        """The columns that it reads."""
        single = (self.value, self.first_seen, *self.last_seen, self.sources)
        yield from beneath(self.each, (*single, *self.role_columns, *self.among_columns))


class IndicatorColumns(SomeRows):
    """An asset or a status that a row reports of a party, or one of every element of `each`.

    There is none where the column `when` is empty, 0 or false; of one that counts, `count` tells
    the number. A `reference` of several columns has a hyphen between them. `description` is a
    template over columns and `role`. `detail` shows the meaning of a code, `coded` the code as it
    stands; which terms an asset knows, `matching.parse.asset` says. `party` is the side of a
    recorded document on which the party stands.
    """

    each: str = ""
    when: str = ""
    kind: FindingKind
    reference: Columns = ()
    description: Text
    dated: str = ""
    detail: dict[str, str] = Field(default_factory=dict)
    coded: dict[str, str] = Field(default_factory=dict)
    count: str = ""
    party: Literal["", "grantor", "grantee"] = ""

    @property
    def template_columns(self) -> tuple[str, ...]:
        """The columns that the description shows."""
        return tuple(name for _, name, _, _ in Formatter().parse(self.description) if name)

    def columns(self) -> Iterator[str]:
        """The columns that it reads."""
        single = (self.when, *self.reference, self.dated, self.count)
        named = (
            *self.detail.values(),
            *self.coded.values(),
            *self.template_columns,
            *self.among_columns,
        )
        read = (column for column in (*single, *named) if column != "role")
        yield from beneath(self.each, read)


class RelationColumns(NameColumns):
    """Other people whom a row names beside the party, each with the source's `word` for it.

    One whose column `hidden` is true or 1 opted out and is left out.
    """

    each: Text
    kind: RelationKind
    word: str = ""
    hidden: str = ""

    def columns(self) -> Iterator[str]:
        """The columns that it reads."""
        yield from beneath(self.each, (*self.parts, self.word, self.hidden))
