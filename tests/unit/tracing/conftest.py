"""What the tracing tests share: shipped reliability, and sources of one lineage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256

import pytest

from config.reliability import shipped_reliability
from connectors.sandbox.fiction import NUMBERS
from matching.parse.phone.read import PhonePolicy
from skiptrace.model.finding import Finding
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate
from skiptrace.model.order import TraceOrder
from skiptrace.tracing.confidence import Confidence
from skiptrace.tracing.facts import FactReader
from skiptrace.tracing.findings import Background, FindingMaker, FindingPolicy

LINEAGES = {"reseller": "broker", "county": "county", "tax_roll": "county"}
PLACES = {"county": "US-TX-COLLIN", "tax_roll": "US-TX-COLLIN", "court": "US-TX"}


@pytest.fixture
def confidence() -> Confidence:
    """Shipped shares; `broker` and `reseller` are one lineage, `county` and `tax_roll` another."""
    return Confidence(shipped_reliability(), LINEAGES)


@pytest.fixture
def maker(confidence: Confidence) -> FindingMaker:
    """Verified from 0.90, fresh for three years, synthetic phones count."""
    return make_maker(confidence, NUMBERS.phones)


def make_maker(confidence: Confidence, phones: PhonePolicy) -> FindingMaker:
    return FindingMaker(
        FactReader(phones, PLACES),
        confidence,
        FindingPolicy(verified=0.90, fresh_years=3),
        lambda data: sha256(data).hexdigest(),
    )


@pytest.fixture
def found(maker: FindingMaker) -> Callable[..., tuple[Finding, ...]]:
    """The findings of these candidates against what is known bad and a restraint."""

    def make(
        order: TraceOrder,
        *candidates: Candidate,
        bad: Mapping[tuple[FindingKind, str], str] | None = None,
        restrained: str = "",
    ) -> tuple[Finding, ...]:
        return maker.findings(order, candidates, Background(bad or {}, restrained))

    return make
