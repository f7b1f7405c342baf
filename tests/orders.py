"""Synthetic orders and cards for the gate's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from skiptrace.model.account import Account, Hold, ObligorRole
from skiptrace.model.card import ConnectorCard, ConnectorKind, Cost, Recipient, Verification
from skiptrace.model.dates import PartialDate
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.subject import KnownContact, PersonName, PostalAddress, Subject

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)

ACCOUNT = Account("acc_1", "10001", creditor="Prairie Card Bank", status="open", state="TX")
SUBJECT = Subject(
    id="sub_1",
    names=(PersonName("DANA", "Q", "HOLLOWAY"),),
    dob=PartialDate(1980, 5, 17),
    ssn="900112233",
    addresses=(KnownContact(PostalAddress("12 ELM ST", "LARKSPUR", "TX", "75001")),),
    phones=(KnownContact("2145550142"),),
    emails=(KnownContact("dana@example.com"),),
)


def make_order(**changes: Any) -> TraceOrder:
    """A permitted locate order, with the changes given."""
    order = TraceOrder(
        id="order_1",
        account=ACCOUNT,
        subject=SUBJECT,
        role=ObligorRole.PRIMARY,
        scope=Scope.LOCATE,
        purposes=frozenset({"GLB-3", "PUB"}),
        budget=Decimal("1.00"),
        requester="collector-7",
        as_of=TODAY,
        created=NOW,
    )
    return replace(order, **changes)


def make_hold(code: str, **changes: Any) -> Hold:
    """A hold that opened a month ago."""
    return replace(Hold("acc_1", code, date(2026, 10, 22), "system of record"), **changes)


def make_card(**changes: Any) -> ConnectorCard:
    """A data broker's card that takes every field."""
    card = ConnectorCard(
        id="broker",
        version="1",
        title="A broker",
        publisher="A broker",
        jurisdiction="US",
        kind=ConnectorKind.BUREAU,
        recipient=Recipient.DATA_BROKER,
        lineage="broker",
        accepts=frozenset(
            {"names", "dob", "ssn", "ssn4", "addresses", "phones", "emails", "organization"}
        ),
        requires=(frozenset({"names", "addresses"}),),
        yields=frozenset({"address"}),
        purposes=frozenset({"GLB-1", "GLB-3"}),
        verified=Verification.SHAPE,
        cost=Cost(per_hit=Decimal("0.10")),
    )
    return replace(card, **changes)
