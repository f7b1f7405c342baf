"""The waterfall as waterfall.toml spells it, turned into the model's own types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pydantic import Field, model_validator

from config.loader import Table, shipped
from skiptrace.model.account import NextAction
from skiptrace.model.errors import ConfigError
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.subject import EntityKind
from skiptrace.model.waterfall import Tier, Waterfall


class TierTable(Table):
    """One tier: its name, its connectors, whether they screen, and the one kind it is for."""

    name: str
    connectors: tuple[str, ...]
    screens: bool = False
    subject: EntityKind | None = None


class ScopeTable(Table):
    """The tiers and the stop rule of one scope."""

    stop_when: tuple[FindingKind, ...]
    stop_probability: float = Field(gt=0, lt=1)
    tiers: tuple[TierTable, ...]


class ActionTable(Table):
    """The tiers that one returned-mail reason earns, and what is enough for it."""

    tiers: tuple[str, ...]
    stop_when: tuple[FindingKind, ...] = ()


class ChecksTable(Table):
    """The sources that check contact points and name nobody, by what they check, cheapest first."""

    phone: tuple[str, ...] = ()
    address: tuple[str, ...] = ()


class WaterfallFile(Table):
    """waterfall.toml as a whole; a tier that an action names is one of the locate tiers."""

    locate: ScopeTable
    assets: ScopeTable
    actions: dict[NextAction, ActionTable]
    checks: ChecksTable = ChecksTable()

    @model_validator(mode="after")
    def _known_tiers(self) -> WaterfallFile:
        known = {tier.name for tier in self.locate.tiers}
        for action, table in self.actions.items():
            unknown = sorted(set(table.tiers) - known)
            if unknown:
                raise ValueError(f"actions.{action}: no tier is called {unknown[0]}")
        return self


@dataclass(frozen=True, slots=True)
class Waterfalls:
    """The waterfall of each scope, and that of a locate order for each returned-mail reason.

    `checks` are the sources that check each kind of contact point, in the order of asking.
    """

    by_scope: Mapping[Scope, Waterfall]
    by_action: Mapping[NextAction, Waterfall]
    checks: Mapping[FindingKind, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sources(self) -> frozenset[str]:
        """Every source that a tier asks."""
        every = (tier for one in self.by_scope.values() for tier in one.tiers)
        return frozenset(source for tier in every for source in tier.connectors)

    @property
    def checkers(self) -> frozenset[str]:
        """Every source that checks contact points."""
        return frozenset(source for sources in self.checks.values() for source in sources)

    def of(self, order: TraceOrder) -> Waterfall:
        """The waterfall that an order goes down: the tiers for its subject's kind.

        A reason that is not listed earns no tier.
        """
        if order.scope not in self.by_scope:
            raise ConfigError(f"waterfall.toml: no waterfall for the scope {order.scope}")
        found = self.by_scope[order.scope]
        if order.scope is Scope.LOCATE:
            found = self.by_action.get(order.action, replace(found, tiers=()))
        kind = order.subject.kind
        return replace(found, tiers=tuple(tier for tier in found.tiers if tier.is_for(kind)))


def _waterfall(scope: Scope, table: ScopeTable) -> Waterfall:
    tiers = tuple(Tier(t.name, t.connectors, t.screens, t.subject) for t in table.tiers)
    return Waterfall(scope, tiers, frozenset(table.stop_when), table.stop_probability)


def waterfalls(file: WaterfallFile) -> Waterfalls:
    """The model's waterfalls of a waterfall file."""
    locate = _waterfall(Scope.LOCATE, file.locate)
    return Waterfalls(
        by_scope={
            Scope.LOCATE: locate,
            Scope.ASSETS: _waterfall(Scope.ASSETS, file.assets),
        },
        by_action={action: _for_action(locate, t) for action, t in file.actions.items()},
        checks={
            FindingKind.PHONE: file.checks.phone,
            FindingKind.ADDRESS: file.checks.address,
        },
    )


def _for_action(locate: Waterfall, table: ActionTable) -> Waterfall:
    return replace(
        locate,
        tiers=tuple(tier for tier in locate.tiers if tier.name in table.tiers),
        stop_when=frozenset(table.stop_when) or locate.stop_when,
    )


def shipped_waterfalls() -> Waterfalls:
    """The waterfalls of config/defaults/waterfall.toml."""
    return waterfalls(shipped("waterfall.toml", WaterfallFile))
