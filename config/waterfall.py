"""The waterfall as waterfall.toml spells it, turned into the model's own types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field

from config.loader import Table, shipped
from skiptrace.model.account import NextAction
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import Scope
from skiptrace.model.waterfall import Tier, Waterfall


class TierTable(Table):
    """One tier: its name and its connectors."""

    name: str
    connectors: tuple[str, ...]


class ScopeTable(Table):
    """The tiers and the stop rule of one scope."""

    stop_when: tuple[FindingKind, ...]
    stop_probability: float = Field(gt=0, lt=1)
    tiers: tuple[TierTable, ...]


class WaterfallFile(Table):
    """waterfall.toml as a whole."""

    locate: ScopeTable
    assets: ScopeTable
    actions: dict[NextAction, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Waterfalls:
    """The waterfall of each scope, and the tiers that each returned-mail reason earns."""

    by_scope: Mapping[Scope, Waterfall]
    tiers_by_action: Mapping[NextAction, frozenset[str]]


def _waterfall(scope: Scope, table: ScopeTable) -> Waterfall:
    tiers = tuple(Tier(t.name, t.connectors) for t in table.tiers)
    return Waterfall(scope, tiers, frozenset(table.stop_when), table.stop_probability)


def waterfalls(file: WaterfallFile) -> Waterfalls:
    """The model's waterfalls of a waterfall file."""
    return Waterfalls(
        by_scope={
            Scope.LOCATE: _waterfall(Scope.LOCATE, file.locate),
            Scope.ASSETS: _waterfall(Scope.ASSETS, file.assets),
        },
        tiers_by_action={a: frozenset(t) for a, t in file.actions.items()},
    )


def shipped_waterfalls() -> Waterfalls:
    """The waterfalls of config/defaults/waterfall.toml."""
    return waterfalls(shipped("waterfall.toml", WaterfallFile))
