"""What a case of a rule is: facts at a stage, and how severely the rule speaks of them, or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from orders import ACCOUNT, SUBJECT, make_card, make_hold

from config.counsel import CounselTables
from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.facts.contact import AskOthers, ContactFacts, Medium, Place
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.facts.whole import CallFacts, Facts
from skiptrace.model.card import ConnectorCard, Recipient
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.subject import KnownContact, PostalAddress, Subject

RUN = date(2026, 11, 23)
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
FLAG, HOLD, LEGAL, BLOCK = Severity.FLAG, Severity.HOLD, Severity.LEGAL, Severity.BLOCK
NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
"""Noon in New York, 9 in Los Angeles."""


@dataclass(frozen=True, slots=True)
class Case:
    """Facts, how severely the rule speaks (None: it is silent), at which stage, by which data."""

    facts: Facts
    severity: Severity | None
    stage: Stage | None = None
    law: CounselTables | None = None


def living_in(state: str, zip5: str = "", area: str = "") -> Subject:
    """The subject at one address in a state, with no other place."""
    phones = (KnownContact(f"{area}5550142"),) if area else ()
    home = KnownContact(PostalAddress("12 ELM ST", "LARKSPUR", state, zip5))
    return replace(SUBJECT, addresses=(home,) if state else (), phones=phones)


def facts(*codes: str, state: str = "OH", zip5: str = "", **changes: Any) -> Facts:
    """A consumer account in one state, held by these codes since a month ago, with changes."""
    base = Facts(
        RUN,
        replace(ACCOUNT, state=state),
        tuple(map(make_hold, codes)),
        living_in(state, zip5),
        purposes=frozenset({"GLB-1", "PUB"}),
    )
    return replace(base, **changes)


def call(card: ConnectorCard | None = None, *codes: str, **changes: Any) -> Facts:
    """A question to a source; `of` are traits of the question itself."""
    of = {"fields": SearchFields(names=SUBJECT.names), **changes.pop("of", {})}
    asked = CallFacts(card or make_card(), **of)
    return facts(*codes, call=asked, **changes)


def bureau(**changes: Any) -> ConnectorCard:
    """A consumer reporting agency's card."""
    traits = {
        "recipient": Recipient.CONSUMER_REPORTING_AGENCY,
        "purposes": frozenset({"FCRA-3A-COLL", "FCRA-3A-JUDG", "GLB-1"}),
    }
    return make_card(**{**traits, **changes})


def contact(*codes: str, medium: Medium = Medium.VOICE, **traits: Any) -> Facts:
    """A contact of the consumer at noon; `more` changes the facts themselves."""
    more, state = traits.pop("more", {}), traits.pop("state", "OH")
    traits.setdefault("at", NOON)
    traits.setdefault("places", (Place(state),))
    return facts(*codes, state=state, contact=ContactFacts(medium, **traits), **more)


def ask_others(*codes: str, state: str = "OH", **traits: Any) -> Facts:
    """A task to ask a neighbour, lawful in every way, with changes."""
    lawful: dict[str, Any] = {
        "asks": frozenset({"abode"}),
        "names_consumer": YES,
        "says_location": YES,
        "mentions_debt": NO,
        "asked_before": NO,
        "in_household": NO,
        "tried_consumer": YES,
    }
    return facts(*codes, state=state, others=AskOthers(**{**lawful, **traits}))


def hour(text: str) -> time:
    """A local hour, as HH:MM."""
    return time.fromisoformat(text)
