"""The quote before a run: expected calls and the most they can cost, connector by connector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from config.waterfall import Waterfalls
from skiptrace.compliance.gate import Gate
from skiptrace.model.audit import AuditEvent
from skiptrace.model.inquiry import Refusal
from skiptrace.model.order import TraceOrder
from skiptrace.model.ports import Connector


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """What one connector would be asked at most, and what that can cost at most in US dollars."""

    connector_id: str
    tier: str
    calls: int
    refused: int
    ceiling: Decimal


def quote(
    orders: Sequence[TraceOrder],
    waterfalls: Waterfalls,
    connectors: Mapping[str, Connector],
    gate: Gate,
) -> list[QuoteLine]:
    """The upper bound of a run: every order goes down every tier that it earns, none stops early.

    The gate is asked as in the run, but nothing leaves and nothing is stored.
    """
    calls: Counter[tuple[str, str]] = Counter()
    refused: Counter[tuple[str, str]] = Counter()
    for order in orders:
        for tier in waterfalls.of(order).tiers:
            for connector_id in tier.connectors:
                if connector_id in connectors:
                    said = gate.permit(order, connectors[connector_id].card, _unrecorded)
                    counter = refused if isinstance(said, Refusal) else calls
                    counter[tier.name, connector_id] += 1
    return [
        QuoteLine(
            cid,
            tier,
            calls[tier, cid],
            refused[tier, cid],
            connectors[cid].card.cost.ceiling * calls[tier, cid],
        )
        for tier, cid in sorted(calls.keys() | refused.keys())
    ]


def _unrecorded(event: AuditEvent) -> None:
    """A quote decides nothing, so its rehearsal of the gate leaves no audit event."""
