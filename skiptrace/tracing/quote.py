"""The quote before a run: expected calls and the most they can cost, connector by connector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.waterfall import Waterfalls
from skiptrace.compliance.gate import Gate, PointAsked
from skiptrace.model.audit import AuditEvent
from skiptrace.model.contact_check import CHECKS, ContactPoint
from skiptrace.model.inquiry import Refusal
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import TraceOrder
from skiptrace.model.ports import Connector
from skiptrace.model.subject import PostalAddress
from skiptrace.tracing.checking import Checking
from skiptrace.tracing.points import MOST_OF_A_KIND


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


def quote_checks(orders: Sequence[TraceOrder], checking: Checking) -> list[QuoteLine]:
    """The upper bound of what checking the findings of a run costs, source by source.

    Each order is taken to find as many numbers and addresses as are checked at most, and every
    source to be asked about all of them. The gate is asked about points that are not known yet.
    """
    lines = []
    for kind, sources in checking.plan.items():
        for source in sources:
            if (checker := checking.checkers.get(source)) is None:
                continue
            card, asked = checker.card, PointAsked(_NOT_KNOWN_YET[kind], "quote")
            said = [checking.gate.permit_check(o, card, asked, _unrecorded) for o in orders]
            refused = sum(isinstance(one, Refusal) for one in said) * MOST_OF_A_KIND
            calls = len(said) * MOST_OF_A_KIND - refused
            lines.append(QuoteLine(source, CHECKS, calls, refused, card.cost.ceiling * calls))
    return sorted(lines, key=lambda line: line.connector_id)


_NOT_KNOWN_YET = {
    FindingKind.PHONE: ContactPoint(FindingKind.PHONE, "", "a number", date.min),
    FindingKind.ADDRESS: ContactPoint(
        FindingKind.ADDRESS, "", PostalAddress("a line", "a town", "a state", "a ZIP")
    ),
}
"""What stands for a point in the rehearsal of the gate: nothing that is asked hangs on it."""


def _unrecorded(event: AuditEvent) -> None:
    """A quote decides nothing, so its rehearsal of the gate leaves no audit event."""
