"""A signed inquiry is what the gate permitted, to the letter; anything else is forged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from skiptrace.model.contact_check import ContactPoint
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import PermitForged
from skiptrace.model.inquiry import Inquiry, PointInquiry
from skiptrace.model.kinds import FindingKind
from skiptrace.model.signature import PermitSigner, nothing_leaves
from skiptrace.model.subject import EntityKind, PersonName
from tests.inquiries import NOW, SIGNER, make_address, make_inquiry, signed

SIGNED = signed(
    make_inquiry(
        connector_id="broker",
        name="Ann Q Lee",
        dob=PartialDate(1961, 3),
        ssn="900110001",
        addresses=(make_address("1 Elm St", "Salem", "OR", "97301"),),
        phones=("5035550101",),
    )
)


def asking(**changes: Any) -> Inquiry:
    return replace(SIGNED, fields=replace(SIGNED.fields, **changes))


def permitting(**changes: Any) -> Inquiry:
    return replace(SIGNED, permit=replace(SIGNED.permit, **changes))


FORGED: dict[str, Inquiry] = {
    "no signature": permitting(signature=""),
    "another's signature": permitting(signature=signed(make_inquiry()).permit.signature),
    "another question's id": replace(SIGNED, id="inq-2"),
    "another kind of subject": replace(SIGNED, entity=EntityKind.ORGANIZATION),
    "another name": asking(names=(PersonName("Ann", "", "Lea"),)),
    "one more name": asking(names=(*SIGNED.fields.names, PersonName("Bo", "", "Lee"))),
    "a name moved from one part to another": asking(names=(PersonName("Ann Q", "", "Lee"),)),
    "a day of birth where a month was": asking(dob=PartialDate(1961, 3, 1)),
    "no date of birth": asking(dob=None),
    "another SSN": asking(ssn="900110002"),
    "the SSN as its last four": asking(ssn="", ssn4="0001"),
    "another ZIP code": asking(addresses=(make_address("1 Elm St", "Salem", "OR", "97302"),)),
    "the phone as an e-mail": asking(phones=(), emails=("5035550101",)),
    "one more purpose": permitting(purposes=("PUB", "GLB-1", "FCRA-3")),
    "two purposes as one": permitting(purposes=("PUB,GLB-1",)),
    "another order": permitting(order_id="order-2"),
    "a longer life": permitting(expires=SIGNED.permit.expires + timedelta(seconds=1)),
    "given later": permitting(granted=NOW + timedelta(seconds=1)),
    "another contract": permitting(contract="subscriber 2"),
    "another code": permitting(codes=("3",)),
    "fewer rules": permitting(rules=()),
}


@pytest.mark.parametrize("inquiry", FORGED.values(), ids=FORGED.keys())
def test_what_differs_from_what_was_permitted_is_forged(inquiry: Inquiry) -> None:
    with pytest.raises(PermitForged, match="not one that the gate permitted"):
        SIGNER.check(inquiry, "broker")


def test_what_was_permitted_may_leave_to_its_source_and_no_other() -> None:
    SIGNER.check(SIGNED, "broker")
    with pytest.raises(PermitForged, match="for another source"):
        SIGNER.check(SIGNED, "other_broker")
    with pytest.raises(PermitForged, match="without the case file's keys"):
        nothing_leaves(SIGNED, "broker")


def test_another_key_signs_otherwise_and_no_signature_shows() -> None:
    other: Callable[[bytes], bytes] = lambda data: SIGNER.digest(b"x" + data)  # noqa: E731
    with pytest.raises(PermitForged):
        PermitSigner(other).check(SIGNED, "broker")
    assert SIGNED.permit.signature not in repr(SIGNED)


def test_the_point_of_a_check_is_signed_too() -> None:
    bare = make_inquiry(connector_id="lookup", phones=("5035550101",))
    asked = (bare.id, bare.entity, bare.fields)
    point = ContactPoint(FindingKind.PHONE, "+15035550101", "5035550101", date(2024, 5, 1))
    permit = SIGNER.signed(bare.permit, (*asked, point))
    SIGNER.check(PointInquiry(*asked, permit, point), "lookup")
    others = (replace(point, key="+15035550102"), replace(point, since=date(2024, 5, 2)))
    forgeries = [PointInquiry(*asked, permit, other) for other in others]
    for forged in (*forgeries, Inquiry(*asked, permit)):
        with pytest.raises(PermitForged):
            SIGNER.check(forged, "lookup")
