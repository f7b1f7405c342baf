"""What changes in law between two days, and what that does to accounts that stand alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from skiptrace.compliance.policy.decision import Stage
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.policy import Policy
from skiptrace.model.account import Account, Hold
from skiptrace.model.order import Scope

Profile = tuple[str, tuple[str, ...], str]
"""Status, own open hold codes, and state (empty is unknown) of accounts that stand alike."""
_STAGES = (
    (Stage.INTAKE, Scope.LOCATE),
    (Stage.CALL, Scope.LOCATE),
    (Stage.CALL, Scope.ASSETS),
    (Stage.WRITE_BACK, Scope.LOCATE),
    (Stage.REPORT, Scope.LOCATE),
    (Stage.REPORT, Scope.ASSETS),
)
_PURPOSES = frozenset({"PUB"})


@dataclass(frozen=True, slots=True)
class LawChange:
    """One thing that is law, or no longer law, from a day on; `place` is empty everywhere."""

    on: date
    rule: str
    what: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """How many accounts are decided otherwise at a stage: by which rule before, and after."""

    stage: Stage
    scope: Scope
    before: str
    after: str
    accounts: int


def law_changes(policy: Policy, first: date, last: date) -> list[LawChange]:
    """What begins or ends after the first day and up to the last, in order of day and rule."""
    found = [c for c in _all_changes(policy) if first < c.on <= last]
    return sorted(dict.fromkeys(found), key=lambda c: (c.on, c.rule, c.place, c.what))


def _all_changes(policy: Policy) -> Iterator[LawChange]:
    for rule in policy.rules:
        where = ", ".join(sorted(rule.jurisdictions))
        yield LawChange(rule.effective, rule.id, f"{rule.title} begins (v{rule.version})", where)
        if rule.ends is not None:
            yield LawChange(rule.ends, rule.id, f"{rule.title} ends (v{rule.version})", where)
    law = policy.law
    for cap in law.limits.caps:
        what = f"{cap.count} in {cap.days} days ({', '.join(cap.media)})"
        yield from _row(cap.rule, cap.place, what, (cap.first, cap.ends))
    for window in law.limits.windows:
        what = f"{window.opens:%H:%M} to {window.closes:%H:%M} ({', '.join(window.media)})"
        yield from _row(window.rule, window.place, what, (window.first, window.ends))
    switches = law.settings.switches
    yield LawChange(switches.revoke_all_until, "R26", "consent taken back once is gone for all")
    yield LawChange(switches.platform_from, "R60", "the deletion platform is answered", "CA")
    for state, day in law.settings.data_level.items():
        yield LawChange(day, "R60", "the GLBA exempts data, no longer the firm", state)
    for place, licence in law.licences.held.items():
        yield LawChange(_after(licence.expires), "R56", "the licence has run out", place)
    for vendor_id, vendor in law.vendor_table.vendors.items():
        what = f"the certification to {vendor_id} has run out"
        yield LawChange(_after(vendor.certified_until), "R62", what)
    if law.settings.deaths.certified_until is not None:
        what = "the certification for limited-access deaths has run out"
        yield LawChange(_after(law.settings.deaths.certified_until), "R51", what)


def _row(rule: str, place: str, what: str, days: tuple[date, date | None]) -> Iterator[LawChange]:
    first, ends = days
    yield LawChange(first, rule, f"{what} begins", place)
    if ends is not None:
        yield LawChange(ends, rule, f"{what} ends", place)


def _after(day: date) -> date:
    return date.max if day == date.max else date.fromordinal(day.toordinal() + 1)


def decision_changes(
    policy: Policy, found: Mapping[Profile, int], first: date, last: date
) -> list[DecisionChange]:
    """What the accounts of each profile meet on the first day and on the last; each judged once.

    Holds that stand open on the first day are taken to stand open on the last. Only the rules that
    change where an account lies are asked of its profile; the others say on both days the same.
    """
    changing_in = _changing(policy, first, last, {state for _, _, state in found})
    changed: Counter[tuple[Stage, Scope, str, str]] = Counter()
    for profile, count in found.items():
        changing, stages = changing_in[profile[2]]
        if not stages:
            continue
        early = _facts(profile, first)
        late = replace(early, today=last)
        for stage, scope in stages:
            if policy.checked(changing, stage, early) == policy.checked(changing, stage, late):
                continue
            before = _verdict(policy, stage, replace(early, scope=scope))
            after = _verdict(policy, stage, replace(late, scope=scope))
            if before != after:
                changed[stage, scope, before, after] += count
    ordered = sorted(changed.items(), key=lambda one: (list(Stage).index(one[0][0]), -one[1], one))
    return [DecisionChange(*key, count) for key, count in ordered]


def _changing(
    policy: Policy, first: date, last: date, states: Iterable[str]
) -> dict[str, tuple[frozenset[str], tuple[tuple[Stage, Scope], ...]]]:
    """By state: the rules that change where it lies, and the stages that are asked at which."""
    changes = law_changes(policy, first, last)
    cities = {name: city.state for name, city in policy.law.places.cities.items()}
    found = {}
    for state in states:
        ids = frozenset(change.rule for change in changes if _lies_in(state, change, cities))
        acting = {stage for rule in policy.rules if rule.id in ids for stage in rule.stages}
        found[state] = ids, tuple(one for one in _STAGES if one[0] in acting)
    return found


def _facts(profile: Profile, on: date) -> Facts:
    status, codes, state = profile
    holds = tuple(Hold("", code, date.min, "") for code in codes)
    account = Account("alike", "", status=status, state=state)
    return Facts(on, account, holds, purposes=_PURPOSES)


def _verdict(policy: Policy, stage: Stage, facts: Facts) -> str:
    said = policy.evaluate(stage, facts)
    flags = {f"{r.rule} flag" for r in said.flags}
    held = {f"{r.rule} {r.severity.name.lower()}" for r in said.restraints}
    return ", ".join(sorted(held | flags)) or "allowed"


def touched(change: LawChange, found: Mapping[Profile, int], atlas_of: Mapping[str, str]) -> int:
    """How many accounts lie where the change is law; a city counts its whole state."""
    return sum(n for (_, _, state), n in found.items() if _lies_in(state, change, atlas_of))


def _lies_in(state: str, change: LawChange, atlas_of: Mapping[str, str]) -> bool:
    """Whether the change may be law in a state; one that nobody knows may be any."""
    if not change.place or not state:
        return True
    return state in {atlas_of.get(place, place) for place in change.place.split(", ")}
