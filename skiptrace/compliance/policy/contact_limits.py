"""What binds a contact point that is released: its limits travel with it, in words for a loader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from skiptrace.compliance.policy.call_windows import Open, window_on
from skiptrace.compliance.policy.caps import binds, counters
from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.facts.contact import (
    ContactFacts,
    Medium,
    Origin,
    Place,
    Setting,
)
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.rules.intake import collector_of_facts
from skiptrace.model.contact_check import Line

_BY_HAND = ("calls by hand", ContactFacts(Medium.VOICE))
_USES = {
    "phone": (
        _BY_HAND,
        ("dialled calls", ContactFacts(Medium.VOICE, automated=Truth.YES)),
        ("texts", ContactFacts(Medium.SMS)),
    ),
    "email": (("e-mail", ContactFacts(Medium.EMAIL)),),
    "address": (("letters", ContactFacts(Medium.MAIL)),),
    "employer": (("calls at work", ContactFacts(Medium.VOICE, setting=Setting.WORK)),),
}


@dataclass(frozen=True, slots=True)
class Point:
    """A found contact point: its kind of finding, its line where known, where it may lie."""

    kind: str
    line: Line | None = None
    places: tuple[Place, ...] = ()


def limits_of(policy: Policy, facts: Facts, point: Point) -> tuple[str, ...]:
    """What binds whoever uses the point from that day on; nothing for a kind that reaches nobody.

    The hours are those that suit every candidate place on that day, in UTC. What a rule keeps back
    is named with the rule, and so is what travels with the account, such as a dispute.
    """
    uses = _USES.get(point.kind, ())
    if not uses:
        return ()
    asked = replace(facts, contact=replace(uses[0][1], places=point.places))
    window = _window(policy, asked, uses[0][1].medium)
    found = [*_of_line(point), *_of_window(uses[0][1].medium, window)]
    for name, contact in uses:
        at = _within(window)
        traced = replace(
            contact, at=at, line=point.line, origin=Origin.THIRD_PARTY, places=point.places
        )
        found += _of_use(policy, replace(facts, contact=traced), name)
    found += _of_caps(policy, asked, uses[0][1])
    return tuple(dict.fromkeys((*found, *_of_account(policy, facts))))


def _of_line(point: Point) -> Iterator[str]:
    if point.kind == "phone":
        yield f"line {point.line.value if point.line is not None else 'unknown: as wireless'}"


def _of_window(medium: Medium, window: Open | None) -> Iterator[str]:
    if medium is Medium.MAIL:
        return
    if window is None or window.is_never:
        yield "no hour that suits every place"
    else:
        yield f"from {window.first:%Y-%m-%d %H:%M} to {window.last:%H:%M} UTC"


def _window(policy: Policy, facts: Facts, medium: Medium) -> Open | None:
    return window_on(facts.day, medium, facts.places, policy.law.limits.windows, policy.atlas)


def _within(window: Open | None) -> datetime | None:
    if window is None or window.is_never:
        return None
    return window.first + (window.last - window.first) / 2


def _of_use(policy: Policy, facts: Facts, name: str) -> Iterator[str]:
    said = policy.evaluate(Stage.CONTACT, facts).without_standing()
    if said.severity is Severity.HOLD:
        yield f"{name} wait ({said.rule})"
    elif not said.allows:
        yield f"no {name} ({said.rule})"


def _of_caps(policy: Policy, facts: Facts, contact: ContactFacts) -> Iterator[str]:
    places = policy.atlas.jurisdictions(facts.places)
    when = (facts.day, facts.account.id)
    collector = collector_of_facts(facts, policy.law)
    for one in counters(policy.law.limits.caps, places, collector, (), when):
        if binds(one.cap, contact.medium, contact.setting):
            where = f" in {one.cap.place}" if one.cap.place else ""
            per = " an account" if one.cap.per == "account" else ""
            yield f"at most {one.cap.count} in {one.cap.days} days{per}{where} ({one.cap.rule})"


def _of_account(policy: Policy, facts: Facts) -> Iterator[str]:
    for mark in policy.evaluate(Stage.WRITE_BACK, facts).marks:
        yield mark.replace(";", ",")
