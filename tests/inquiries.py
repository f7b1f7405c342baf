"""Inquiries for tests: in the package only the compliance gate makes one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import ContactPoint
from skiptrace.model.inquiry import Inquiry, Permit, PointInquiry, SearchFields
from skiptrace.model.signature import PermitSigner
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
SIGNER = PermitSigner(lambda data: sha256(data).digest())
"""Signs where no case file is."""


def clock() -> datetime:
    """A clock that stands still."""
    return NOW


def make_inquiry(
    inquiry_id: str = "inq-1",
    connector_id: str = "sandbox",
    entity: EntityKind = EntityKind.PERSON,
    point: ContactPoint | None = None,
    permit: Permit | None = None,
    **fields: Any,
) -> Inquiry:
    """A permitted inquiry with these search fields; `name="Ann Lee"` is short for one name.

    With a `point` it is about that; `permit` stands in the place of the usual one.
    """
    if text := fields.pop("name", ""):
        given, _, surname = text.rpartition(" ")
        given, _, middle = given.partition(" ")
        fields["names"] = (PersonName(given, middle, surname, original=text),)
    permit = permit or Permit(
        id=f"permit-{inquiry_id}",
        order_id="order-1",
        connector_id=connector_id,
        purposes=("PUB", "GLB-1"),
        rules=("test",),
        granted=NOW,
        expires=NOW.replace(year=NOW.year + 1),
    )
    asked = (inquiry_id, entity, SearchFields(**fields), permit)
    return Inquiry(*asked) if point is None else PointInquiry(*asked, point)


def signed(inquiry: Inquiry, signer: PermitSigner = SIGNER) -> Inquiry:
    """The inquiry as the gate of that signer would have permitted it."""
    asked = (inquiry.id, inquiry.entity, inquiry.fields)
    return Inquiry(*asked, signer.signed(inquiry.permit, asked))


def certified_for(card: ConnectorCard, inquiry: Inquiry) -> Inquiry:
    """The inquiry on purposes that the source has codes for, as the gate would permit it."""
    if not card.certify:
        return inquiry
    known = dict(card.codes)
    mine = sorted(p for p in card.purposes if p.partition("-")[0] in card.certify)
    purposes = [purpose for purpose in mine if purpose in known or not known]
    codes = tuple(known.get(purpose, f"code of {purpose}") for purpose in purposes)
    return replace(inquiry, permit=replace(inquiry.permit, purposes=tuple(purposes), codes=codes))


def make_address(line: str, city: str = "", state: str = "", zip5: str = "") -> PostalAddress:
    """An address in parts."""
    return PostalAddress(line, city, state, zip5)
