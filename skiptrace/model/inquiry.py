"""What may leave the house: an inquiry is the minimised fields plus the permit that allows them.

Only `skiptrace.compliance.gate` makes an Inquiry or a Permit; an architecture test holds this.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime

from skiptrace.model.contact_check import ContactPoint
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress


@dataclass(frozen=True, slots=True, repr=False)
class SearchFields:
    """The only facts of a subject that a connector ever sees; empty means not sent.

    Its repr names the fields and never shows their values.
    """

    names: tuple[PersonName, ...] = ()
    organization: str = ""
    dob: PartialDate | None = None
    ssn: str = ""
    ssn4: str = ""
    ein: str = ""
    addresses: tuple[PostalAddress, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()

    def filled(self) -> frozenset[str]:
        """The names of the fields that hold something."""
        return frozenset(f.name for f in fields(self) if getattr(self, f.name))

    def has(self, need: str) -> bool:
        """Whether a field, or the part of its first value that `names.given` names, is there."""
        name, _, part = need.partition(".")
        value = getattr(self, name)
        if not value or not part:
            return bool(value)
        return bool(getattr(value[0] if isinstance(value, tuple) else value, part))

    def __repr__(self) -> str:
        return f"SearchFields({', '.join(sorted(self.filled()))})"


@dataclass(frozen=True, slots=True)
class Permit:
    """The gate's leave for one inquiry: the decision, rules and purposes behind it, and its end.

    `contract` and `codes` are what is certified to the vendor: the house's contract with it, and
    its own words for the purposes, in their order; empty where nobody wrote any down. `signature`
    binds it to its inquiry (skiptrace.model.signature).
    """

    id: str
    order_id: str
    connector_id: str
    purposes: tuple[str, ...]
    rules: tuple[str, ...]
    granted: datetime
    expires: datetime
    contract: str = ""
    codes: tuple[str, ...] = ()
    signature: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One permitted question to one connector.

    `id` is opaque and stable: the same question has the same id in every run and order, so it is
    the idempotency key of a paid call. It reveals nothing of the account.
    """

    id: str
    entity: EntityKind
    fields: SearchFields
    permit: Permit


@dataclass(frozen=True, slots=True)
class PointInquiry(Inquiry):
    """One permitted question about one contact point: `fields` hold it alone, and nobody's name.

    `entity` is that of the subject whose account it is asked for; no source learns of it.
    """

    point: ContactPoint


@dataclass(frozen=True, slots=True)
class Refusal:
    """The gate's no: which rule refused which connector to which order, in words for a person.

    `of_source` says that the rule is about this source, what it is asked or sent: it says nothing
    of any other.
    """

    order_id: str
    connector_id: str
    rule: str
    reason: str
    is_hold: bool = False
    of_source: bool = False
