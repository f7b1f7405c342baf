"""A permit has a life: what the gate allowed long ago is not asked for any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
from fakes import FakeConnector, inline_fan_out, says

from skiptrace.compliance.gate import PERMIT_LIFE
from skiptrace.model.errors import PermitExpired
from skiptrace.model.record import Answer
from skiptrace.tracing.budget import RunBudget
from skiptrace.tracing.state import OrderTrace
from tests.integration.tracing.conftest import FREE, FREE_TIER, PAID, PAID_TIER, Desk, hers

SECOND = timedelta(seconds=1)
Searches = Mapping[str, Callable[[], Iterator[Answer]]]


@pytest.mark.parametrize("tier", [FREE_TIER, PAID_TIER], ids=["free", "paid"])
@pytest.mark.parametrize(
    ("waited", "calls"), [(PERMIT_LIFE - SECOND, 1), (PERMIT_LIFE, 0), (PERMIT_LIFE + SECOND, 0)]
)
def test_nothing_is_asked_on_a_permit_that_ran_out(
    sqlite_desk: Desk, tier: object, waited: timedelta, calls: int
) -> None:
    def late(searches: Searches) -> Iterator[Sequence[tuple[str, Answer]]]:
        sqlite_desk.clock.move(waited)
        yield from inline_fan_out(searches)

    card = FREE if tier is FREE_TIER else PAID
    source = FakeConnector(card, says(hers()))
    trace = OrderTrace(sqlite_desk.placed())
    with suppress(PermitExpired):
        sqlite_desk.asker(source, fan_out=late).ask(tier, [trace], RunBudget(Decimal(9)))  # type: ignore[arg-type]
    assert source.calls == calls
    assert source.provider.billed == (Decimal("0.10") if calls and card is PAID else 0)
