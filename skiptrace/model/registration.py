"""What a register of businesses says of an organisation: its entry, its agent, its officers.

Unknown is None or an empty tuple, never a default.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import PostalAddress


class Standing(StrEnum):
    """What the register's status word means; `unknown` is a word that no table has, or none.

    An `impaired` organisation exists and is not in good standing (delinquent), an `inactive` one is
    dissolved, revoked, withdrawn or merged away.
    """

    ACTIVE = "active"
    IMPAIRED = "impaired"
    INACTIVE = "inactive"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, repr=False)
class RegisteredParty:
    """Somebody whom an entry names beside the organisation: its agent, an officer, a manager.

    `role` is the register's word for it. They are connected with the organisation and owe nothing
    for that; `address` is theirs and never the organisation's. An empty `name` is not given.
    """

    name: str
    role: str
    address: PostalAddress | None = None


class Became(StrEnum):
    """How an organisation came to be another entry or name: `merged` alone makes it another one.

    `formerly` leads back to a name that it bore before, `also` to another name of a person: no
    register's word, but what its records say.
    """

    RENAMED = "renamed"
    CONVERTED = "converted"
    MERGED = "merged"
    FORMERLY = "formerly"
    ALSO = "also"


CHANGES = frozenset({Became.RENAMED, Became.CONVERTED, Became.MERGED})
"""What a register says of an entry that is another one now, or is called otherwise."""


@dataclass(frozen=True, slots=True, repr=False)
class Successor:
    """What an entry says that its organisation became: the new name, and the number if it is given.

    `number` is of the same register; empty is not given. `on` is the day of the change.
    """

    became: Became
    name: str
    number: str = ""
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Registration:
    """One entry of one register: `number` is the register's, `name` its present one there.

    `place` is whose register it is, as a card's jurisdiction says it (`US-FL`): numbers of two
    places have nothing in common.
    `status` is the register's word. `former_names` and `trade_names` (a DBA, a fictitious name) are
    as the register has them, `successor` is what the organisation became. `principal` is the
    principal office as the entry has it, whether or not mail reaches it there, `mailing` its
    address for mail. `reports` are the days of annual reports. `agent` is whom process is served
    on. `officers` None is a register that lists none, an empty tuple an entry without any;
    `lists_all_officers` False says that it has more than it lists, None does not say.
    """

    number: str
    name: str
    status: str | None = None
    standing: Standing = Standing.UNKNOWN
    entity_type: str | None = None
    formed: PartialDate | None = None
    formed_in: str | None = None
    ein: str | None = None
    reports: tuple[PartialDate, ...] = ()
    principal: PostalAddress | None = None
    mailing: PostalAddress | None = None
    agent: RegisteredParty | None = None
    officers: tuple[RegisteredParty, ...] | None = None
    lists_all_officers: bool | None = None
    former_names: tuple[str, ...] = ()
    trade_names: tuple[str, ...] = ()
    successor: Successor | None = None
    place: str = ""

    @property
    def last_report(self) -> PartialDate | None:
        """The day of the latest annual report; None where none is given."""
        return max(self.reports, key=PartialDate.earliest, default=None)
