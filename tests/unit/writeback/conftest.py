"""Builders for write-back tests: findings, changes, receipts in memory, a stepping clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from skiptrace.model.dates import PartialDate
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.model.receipt import Change, ChangeKind, Receipt
from skiptrace.model.record import Provenance

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass
class SteppingClock:
    """Tells a time that is one second later at every call."""

    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class MemoryReceipts:
    """A receipt store in memory."""

    stored: list[Receipt] = field(default_factory=list)

    def add(self, receipts: Sequence[Receipt]) -> None:
        self.stored += receipts

    def batch(self, batch_id: str) -> Sequence[Receipt]:
        return [receipt for receipt in self.stored if receipt.batch_id == batch_id]

    def undo(self, batch_id: str, at: datetime) -> None:
        self.stored = [replace(r, undone=at) if r.batch_id == batch_id else r for r in self.stored]

    def standing(self) -> tuple[Receipt, ...]:
        return tuple(receipt for receipt in self.stored if receipt.undone is None)


def make_finding(
    kind: FindingKind,
    value: str,
    *,
    probability: float = 0.99,
    status: FindingStatus = FindingStatus.VERIFIED,
    sources: tuple[str, ...] = ("bureau",),
    last_seen: str = "2026-10",
) -> Finding:
    rows = tuple(
        Evidence(
            id=f"e-{source}",
            kind=kind,
            value=value,
            original=value,
            provenance=Provenance(source, "1", "r", START, "0" * 64, "$", "p"),
            probability=probability,
            candidate_id="c",
            last_seen=PartialDate.parse(last_seen) if last_seen else None,
        )
        for source in sources
    )
    key = value.casefold()
    return Finding(
        f"f-{kind.value}-{key}", "o", "a", "s", kind, key, value, probability, status, "", rows
    )


def make_change(value: str = "12 Elm St, Harbor City, FL 34990", **traits: object) -> Change:
    given: dict[str, object] = {
        "account_number": "10001",
        "kind": ChangeKind.ADD,
        "fact": "address",
        "value": value,
        "probability": 0.9912345678901234,
        "sources": ("bureau", "property_roll"),
        "as_of": "2026-10",
        "finding_id": "f-1",
        "role": "guarantor",
        "obligor": "Ann Lee",
    }
    return Change(**{**given, **traits})  # type: ignore[arg-type]


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def receipts() -> MemoryReceipts:
    return MemoryReceipts()


@pytest.fixture
def finding_of() -> Callable[..., Finding]:
    return make_finding


@pytest.fixture
def change_of() -> Callable[..., Change]:
    return make_change
