"""Which columns of a table hold what of a person; an attribute may stand in several columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class NameColumns:
    """The columns of one name, in parts or whole; an empty string is a column that is not there.

    `full` is read where the parts say nothing.
    """

    first: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""
    full: str = ""


@dataclass(frozen=True, slots=True)
class PlaceColumns:
    """The columns of one address; an empty string is a column that is not there.

    `line` is a delivery line or a whole address, `line_2` what stands below it (the unit); they
    are read where `number`, `street` and `box` say nothing.
    """

    number: str = ""
    street: str = ""
    unit: str = ""
    box: str = ""
    line: str = ""
    line_2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""


@dataclass(frozen=True, slots=True)
class OrganizationColumns:
    """The columns that only an organisation has, each of any number.

    `names` are present names, `trades` those it does business under, `formers` earlier ones;
    `registers` document numbers of the register of companies, `formations` the states of formation,
    `officers` whole names of people who act for it. `agents` are the numbers of those sets of
    address columns that are a registered agent's. In a file of `doubtful` names a whole name that
    may be a person's or an organisation's is weighed as both.
    """

    names: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    formers: tuple[str, ...] = ()
    eins: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    formations: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    agents: tuple[int, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table: several names, addresses, phones and e-mails, the rest once.

    A further name or address of a row counts when a column of its own is filled in. `ssn` may hold
    nine digits or four. A year of two digits is the last one not after `today`, and not known
    without it. In a file `of_the_past` a birth of centuries ago is one, else it is nobody's.
    `organization` are the columns that only organisations fill in.
    """

    names: tuple[NameColumns, ...] = ()
    places: tuple[PlaceColumns, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    dob: str = ""
    ssn: str = ""
    ssn4: str = ""
    today: date | None = None
    of_the_past: bool = False
    organization: OrganizationColumns = field(default_factory=OrganizationColumns)


def organization_columns(layout: Layout) -> list[str]:
    """The names of all columns that only organisations fill in."""
    of = layout.organization
    several = (of.names, of.trades, of.formers, of.eins, of.registers, of.formations, of.officers)
    return [name for names in several for name in names]


COLUMNS = (
    "first_name", "middle_name", "last_name", "suffix", "dob", "ssn", "ssn4", "phone", "email",
    "street_number", "street_name", "unit_number", "po_box", "city", "state", "zip",
)  # fmt: skip
"""The columns of PLAIN."""

PLAIN = Layout(
    names=(NameColumns("first_name", "middle_name", "last_name", "suffix"),),
    places=(
        PlaceColumns(
            number="street_number",
            street="street_name",
            unit="unit_number",
            box="po_box",
            city="city",
            state="state",
            zip="zip",
        ),
    ),
    phones=("phone",),
    emails=("email",),
    dob="dob",
    ssn="ssn",
    ssn4="ssn4",
)
"""One name, one address, one phone and one e-mail a row, in columns of these names."""
