"""The kit names what a connector breaks, so that no author has to guess the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest

from connectors.kit import check_connector
from connectors.registry import discover
from skiptrace.model.card import ConnectorCard, Cost
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer, Provenance, Reported, Snapshot, SourceRecord
from skiptrace.model.subject import EntityKind, PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import NOW, make_inquiry
from tests.tables import each

CARD = replace(
    discover(plugins=["sandbox"]).cards["sandbox_business_registry"].card,
    id="fake",
    cost=Cost(per_hit=Decimal("0.1")),
)
PAGE = Snapshot(b"[1]", "application/json", "GET /rows -> 200", NOW)
HIT, MISS = (
    make_inquiry("inq-hit", name="Ann Quillfeather"),
    make_inquiry("inq-miss", name="Bo Lee"),
)
FOUND = Provenance("fake", CARD.version, "R-1", NOW, PAGE.sha256, "$[0]", HIT.permit.id)
RECORD = SourceRecord("fake", "R-1", EntityKind.PERSON, FOUND, (PersonName("Ann", "", "Quill"),))
Change = Callable[[Answer], Sequence[Answer]]


def good(inquiry: Inquiry) -> Answer:
    if inquiry is HIT:
        return Answer(inquiry.id, Outcome.HIT, (RECORD,), (PAGE,), Decimal("0.1"))
    return Answer(inquiry.id, Outcome.NO_HIT, snapshots=(PAGE,))


@dataclass
class Fake:
    """Answers well, but for what `change` makes of each answer; `reads` for what it reads."""

    change: Change = lambda answer: [answer]
    reads: Callable[[Answer], Answer] = lambda answer: answer

    @property
    def card(self) -> ConnectorCard:
        return CARD

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        for inquiry in inquiries:
            yield from self.change(good(inquiry))

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        return self.reads(self.change(good(inquiry))[0])


def with_record(**changes: Any) -> Change:
    def change(answer: Answer) -> Sequence[Answer]:
        return [replace(answer, records=tuple(replace(r, **changes) for r in answer.records))]

    return change


def of_hits(**changes: Any) -> Change:
    return lambda a: [replace(a, **changes) if a.outcome is Outcome.HIT else a]


def of_all(**changes: Any) -> Change:
    return lambda a: [replace(a, **changes)]


def test_a_connector_that_keeps_the_contract_passes() -> None:
    assert check_connector(Fake(), [HIT, MISS]) == []


@each(
    ("change", "words"),
    [
        (lambda a: [], "inquiry inq-hit: 0 answers instead of one"),
        (lambda a: [a, a], "inquiry inq-miss: 2 answers instead of one"),
        (of_all(inquiry_id="inq-other"), "inquiry inq-other: answered and never asked"),
        (of_hits(records=()), "a hit without a record"),
        (of_all(outcome=Outcome.NO_HIT), "records with the outcome no_hit"),
        (of_all(snapshots=()), "no hit without the stored answer"),
        (of_hits(snapshots=()), "no stored answer of that hash and time"),
        (of_all(outcome=Outcome.FAILED, records=(), reason="broken"), "not `ErrorClass: words`"),
        (of_all(outcome=Outcome.FAILED, records=(), reason="KeyError: x"), "not `ErrorClass"),
        (of_all(cost=Decimal(1)), "a cost that the card does not allow"),
        (of_all(reason="Ann Quillfeather was not found"), "repeats what was asked"),
        (
            of_hits(snapshots=(replace(PAGE, request="GET /rows?last=QUILLFEATHER -> 200"),)),
            "repeats what was asked",
        ),
        (of_hits(records=(RECORD, RECORD)), "record reference 'R-1' is not unique"),
        (with_record(source="other"), "the source is not the card's id"),
        (with_record(ref="R-2"), "reference or locator is missing"),
        (with_record(names=()), "a record about nobody"),
        (with_record(phones=(Reported("x"),)), "yields phone, which the card does not name"),
        (with_record(provenance=replace(FOUND, permit_id="p")), "the permit is not the inquiry's"),
        (with_record(provenance=replace(FOUND, connector_version="0")), "the version is not"),
        (with_record(provenance=replace(FOUND, locator="")), "reference or locator is missing"),
        (with_record(provenance=replace(FOUND, snapshot_sha256="0")), "no stored answer of that"),
    ],
)
def test_a_breach_is_named(change: Change, words: str) -> None:
    found = check_connector(Fake(change), [HIT, MISS])
    assert any(words in fault for fault in found), found


@pytest.mark.parametrize(
    ("reads", "words"),
    [
        (lambda a: replace(a, records=()), "gives another answer"),
        (lambda a: replace(a, outcome=Outcome.FAILED), "gives another answer"),
        (lambda a: replace(a, cost=Decimal("0.05")), "gives another cost"),
    ],
)
def test_reading_again_must_give_the_same(reads: Callable[[Answer], Answer], words: str) -> None:
    assert any(words in fault for fault in check_connector(Fake(reads=reads), [HIT, MISS]))
