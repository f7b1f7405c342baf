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


@dataclass(frozen=True, slots=True, repr=False)
class Registration:
    """One entry of one register: `number` is the register's, `status` its word.

    `principal` is the principal office as the entry has it, whether or not mail reaches it there.
    `agent` is whom process is served on. `officers` None is a register that lists none, an empty
    tuple an entry without any.
    """

    number: str
    name: str
    status: str | None = None
    standing: Standing = Standing.UNKNOWN
    entity_type: str | None = None
    formed: PartialDate | None = None
    formed_in: str | None = None
    ein: str | None = None
    last_report: PartialDate | None = None
    principal: PostalAddress | None = None
    agent: RegisteredParty | None = None
    officers: tuple[RegisteredParty, ...] | None = None
