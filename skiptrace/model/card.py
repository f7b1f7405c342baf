"""The connector card: everything the gate, the waterfall and a reader need to know of a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import EntityKind


class ConnectorKind(StrEnum):
    """How a source is asked."""

    REGISTER = "register"
    REST = "rest"
    PORTAL = "portal"
    BUREAU = "bureau"
    FILES = "files"


class Verification(StrEnum):
    """How a connector was checked: live source, recording, published shape, or not at all."""

    LIVE = "live"
    RECORDED = "recorded"
    SHAPE = "shape"
    NONE = "none"


class Recipient(StrEnum):
    """Who receives the payload; only some may ever learn of the debt (Reg F 1006.6(d)(1))."""

    PUBLIC_RECORD = "public_record"
    DATA_BROKER = "data_broker"
    CONSUMER_REPORTING_AGENCY = "consumer_reporting_agency"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `calls` in any `seconds`."""

    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What the source bills in US dollars: per_call always, per_hit when it finds somebody."""

    per_call: Decimal = Decimal(0)
    per_hit: Decimal = Decimal(0)

    @property
    def ceiling(self) -> Decimal:
        """The most that one call can cost."""
        return self.per_call + self.per_hit

    @property
    def is_paid(self) -> bool:
        """Whether a call can cost anything."""
        return self.ceiling > 0


@dataclass(frozen=True, slots=True)
class ConnectorCard:
    """What a source is, takes, gives, costs and allows, as its card.toml says.

    `accepts` are names of `SearchFields`; a search needs every field, or part of one
    (`names.given`, see `PARTS`), of at least one set in `requires`. `yields` are finding kinds.
    `purposes` are the codes of which an order must carry one. `lineage` names the original
    publisher: two sources of one lineage are not independent.
    `reuse_days` is how long a bought answer serves every later order of the same subject on the
    same purpose; within it the question is not bought again.
    `certify` are the laws (GLB, DPPA, FCRA) under which its publisher wants a code of its own with
    each inquiry, and `codes` what it calls our purposes, as far as it publishes that.
    `jurisdiction` is `US`, a state (`US-FL`) or a county (`US-FL-Calusa Ferry`). `lists_all` are
    the finding kinds of which it lists all of its jurisdiction with their holders of today. `holes`
    says in words what it lacks or withholds, so that no match there is unknown and no absence.
    `checks` are the kinds of contact point that it is asked about, if it names nobody; such a
    source yields nothing. `keeps_to_account` says that its licence lets an answer serve the account
    for which it was bought and no other. `needs_since` says that it is asked about a number as of
    the last day on which that is known to have been the debtor's. `by_trade_name` says that a
    search by an organisation's name finds it by the names that it trades under too.
    """

    id: str
    version: str
    title: str
    publisher: str
    jurisdiction: str
    kind: ConnectorKind
    recipient: Recipient
    lineage: str
    accepts: frozenset[str]
    requires: tuple[frozenset[str], ...]
    yields: frozenset[str]
    purposes: frozenset[str]
    verified: Verification
    cost: Cost = field(default_factory=Cost)
    limits: tuple[Limit, ...] = ()
    concurrency: int = 1
    timeout_seconds: float = 30.0
    reuse_days: int = 30
    lists_all: frozenset[str] = frozenset()
    holes: str = ""
    certify: frozenset[str] = frozenset()
    codes: tuple[tuple[str, str], ...] = ()
    checks: frozenset[FindingKind] = frozenset()
    keeps_to_account: bool = False
    needs_since: bool = False
    by_trade_name: bool = False

    @property
    def of_no_match(self) -> str:
        """What a person should know of an answer that holds nobody; '' where it is whole."""
        return f"no match leaves it open: {self.holes}" if self.holes else ""

    @property
    def subjects(self) -> frozenset[EntityKind]:
        """The kinds of subject that a search can be about, by the fields that it needs.

        A set that needs what only one kind has serves that kind alone; one that both have, both.
        """
        needs = self.requires or (self.accepts,)
        sets = [{need.partition(".")[0] for need in need_set} for need_set in needs]
        return frozenset(kind for kind in EntityKind if any(map(OF_KIND[kind].issuperset, sets)))


PARTS: Mapping[str, frozenset[str]] = {
    "names": frozenset({"given", "middle", "surname"}),
    "dob": frozenset({"month", "day"}),
    "addresses": frozenset({"line", "city", "state", "zip5"}),
}
"""The parts of search fields that a source may need."""

_OF_BOTH = frozenset({"ein", "addresses", "phones", "emails"})
OF_KIND: Mapping[EntityKind, frozenset[str]] = {
    EntityKind.PERSON: _OF_BOTH | {"names", "dob", "ssn", "ssn4"},
    EntityKind.ORGANIZATION: _OF_BOTH | {"organization"},
}
"""Which search fields a subject of each kind can have: nothing else of it may ever leave."""
