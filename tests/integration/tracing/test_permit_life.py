"""A permit has a life: what the gate allowed long ago is not asked for any more."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from fakes import FakeConnector, inline_fan_out, says

from jobs.worker import LeaseTerms
from skiptrace.compliance.gate import PERMIT_LIFE
from skiptrace.model.errors import PermitExpired
from skiptrace.model.waterfall import Tier
from skiptrace.tracing.ask import Searches, Take
from skiptrace.tracing.state import OrderTrace
from tests.integration.tracing.conftest import FREE, FREE_TIER, PAID, PAID_TIER, Desk, hers

SECOND = timedelta(seconds=1)
LONG = LeaseTerms(2 * PERMIT_LIFE, SECOND)


@pytest.mark.parametrize("tier", [FREE_TIER, PAID_TIER], ids=["free", "paid"])
@pytest.mark.parametrize(
    ("waited", "calls"), [(PERMIT_LIFE - SECOND, 1), (PERMIT_LIFE, 0), (PERMIT_LIFE + SECOND, 0)]
)
def test_nothing_is_asked_on_a_permit_that_ran_out(
    sqlite_desk: Desk, tier: Tier, waited: timedelta, calls: int
) -> None:
    def late(searches: Searches, take: Take) -> None:
        desk.clock.move(waited)
        inline_fan_out(searches, take)

    desk = replace(sqlite_desk, terms=LONG)
    card = FREE if tier is FREE_TIER else PAID
    source = FakeConnector(card, says(hers()))
    trace = OrderTrace(desk.placed())
    with desk.run() as run, suppress(PermitExpired):
        desk.hold(run, [trace.order])
        desk.asker(source, fan_out=late).ask(tier, [trace], run)
    assert source.calls == calls
    assert source.provider.billed == (Decimal("0.10") if calls and card is PAID else 0)
