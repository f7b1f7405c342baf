"""What rolls say of a parcel: each fact by the newest roll that says it."""

from __future__ import annotations

from decimal import Decimal

from orders import SUBJECT

from skiptrace.model.asset import Money, Parcel, ParcelRef
from skiptrace.model.dates import PartialDate
from skiptrace.model.title import Holding
from skiptrace.tracing.holding import Event, Held, Move
from skiptrace.tracing.titles import TitleMaker
from tests.tables import each

REF = ParcelRef("06-0262-334", "Calusa Ferry", "FL")
MAKER = TitleMaker(SUBJECT, (), Decimal(100))


def roll(year: int | None, homestead: bool | None = None, value: int | None = None) -> Event:
    assessed = Money(Decimal(value), "USD") if value is not None else None
    parcel = Parcel(ref=REF, tax_year=year, homestead=homestead, assessed=assessed)
    as_of = PartialDate(year) if year else None
    return Event(Move.LISTED, None, f"{homestead}{value}", "roll", True, as_of, parcel)


@each(
    ("rolls", "homestead", "assessed"),
    [
        ([], None, None),
        ([roll(2026)], None, None),
        ([roll(2026, True, 100)], True, (100, 2026)),
        ([roll(2026, True, 100), roll(2026, None, 100)], True, (100, 2026)),
        ([roll(2026, None, 100), roll(2026, False)], False, (100, 2026)),
        ([roll(2026, True), roll(2026, False)], None, None),
        ([roll(2025, True, 90), roll(2026, False, 100)], False, (100, 2026)),
        ([roll(2025, True, 90), roll(2026)], True, (90, 2025)),
        ([roll(None, True), roll(2026, False)], False, None),
    ],
)
def test_a_fact_is_that_of_the_newest_roll_that_says_it(
    rolls: list[Event], homestead: bool | None, assessed: tuple[int, int] | None
) -> None:
    for events in (rolls, rolls[::-1]):
        title = MAKER.title([REF], events, Held(Holding.HELD))
        assert title.homestead is homestead
        told = (title.assessed.amount, title.tax_year) if title.assessed else None
        assert told == assessed
