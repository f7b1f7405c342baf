"""A parcel that was conveyed stays so on a night on which the recorder gives no answer."""

from __future__ import annotations

from dataclasses import replace

from candidates import ELM, at, seen
from fakes import FakeConnector, fails, says

from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Indicator
from skiptrace.model.waterfall import Outcome
from tests.integration.tracing.conftest import FREE, PAID, Desk, hers

PARCEL = FindingKind.REAL_PROPERTY
ROLL = hers(
    addresses=(at(ELM),),
    indicators=(Indicator(PARCEL, "parcel at 12 ELM ST", "P-7", seen("2019-05-01")),),
)
SOLD = hers(
    "D-2/grantor",
    addresses=(at(ELM, role="property"),),
    indicators=(
        Indicator(
            PARCEL,
            "named as seller in a recorded deed",
            "P-7",
            seen("2022-03-04"),
            {"document": "D-2", "document_type": "WARRANTY DEED", "party": "grantor"},
        ),
    ),
)


def test_what_was_conveyed_is_not_given_back_by_a_source_that_is_down(desk: Desk) -> None:
    roll = replace(FREE, jurisdiction="US-FL")
    recorder = replace(PAID, jurisdiction="US-FL", requires=(frozenset({"names"}),))
    first = desk.placed()
    [before] = desk.trace(
        [first], FakeConnector(roll, says(ROLL)), FakeConnector(recorder, says(SOLD))
    )
    [parcel] = [f for f in before.findings if f.kind is PARCEL]
    assert (parcel.status, "document D-2" in parcel.reason) == ("former", True)

    order = replace(first, id="order-2", as_of=first.as_of.replace(day=first.as_of.day + 1))
    with desk.case.write() as tx:
        desk.case.orders.place(tx, [order])
    down = FakeConnector(recorder, fails(Outcome.FAILED, "SourceUnavailable: down"))
    [after] = desk.trace([order], FakeConnector(roll, says(ROLL)), down)
    [parcel] = [f for f in after.findings if f.kind is PARCEL]
    assert (parcel.status, "document D-2" in parcel.reason) == ("former", True)
    with desk.case.read() as tx:
        current = desk.case.findings.current(tx, first.account.id)
    assert [f.status for f in current if f.kind is PARCEL] == ["former"]
