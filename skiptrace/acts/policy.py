"""The law as an installation has it: its rules and tables, what it says of an account, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from skiptrace.acts.office import Office
from skiptrace.casefile.account_reading import AccountEntry
from skiptrace.casefile.profiles import placed_profiles, profiles
from skiptrace.compliance.policy.changes import (
    DecisionChange,
    LawChange,
    decision_changes,
    law_changes,
    touched,
)
from skiptrace.compliance.policy.decision import Decision, Reason, Stage
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.out_of_scope import OUT_OF_SCOPE
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.rule import Rule
from skiptrace.model.account import ObligorRole
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.order import Scope

_ASKED = (
    (Stage.INTAKE, Scope.LOCATE),
    (Stage.CALL, Scope.LOCATE),
    (Stage.CALL, Scope.ASSETS),
    (Stage.WRITE_BACK, Scope.LOCATE),
    (Stage.REPORT, Scope.LOCATE),
    (Stage.REPORT, Scope.ASSETS),
    (Stage.CONTACT, Scope.LOCATE),
    (Stage.SUIT, Scope.ASSETS),
)


@dataclass(frozen=True, slots=True)
class RuleView:
    """One part of a rule; `ends` is the first day on which it holds no longer."""

    id: str
    version: int
    title: str
    severity: str
    stages: tuple[str, ...]
    places: tuple[str, ...]
    effective: date
    ends: date | None
    citation: str


@dataclass(frozen=True, slots=True)
class TableView:
    """One table of counsel's: its file, who signed it off and when; nobody for a shipped one."""

    file: str
    signed_by: str
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class PolicyView:
    """Every rule, what is out of scope and why, every table."""

    rules: tuple[RuleView, ...]
    out_of_scope: tuple[tuple[str, str], ...]
    tables: tuple[TableView, ...]


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One reason, with where its rule comes from; `due` is the day by which a duty is done."""

    rule: str
    severity: str
    words: str
    hold: str
    since: date | None
    due: date | None
    citation: str


@dataclass(frozen=True, slots=True)
class StageView:
    """What the law says of one obligor at one stage; `verdict` is that of the first reason."""

    stage: str
    scope: str
    verdict: str
    rule: str
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True)
class LawOfObligor:
    """One obligor of the account by number and role, and every stage."""

    number: int
    role: ObligorRole
    stages: tuple[StageView, ...]


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What changes in law, with the accounts where it is law, and which decisions change."""

    law: tuple[tuple[LawChange, int], ...]
    decisions: tuple[DecisionChange, ...]
    accounts: int


def list_policy(policy: Policy) -> PolicyView:
    """The register of rules as it is, with counsel's tables."""
    tables = (
        TableView(file, t.signed.by if t.signed else "", t.signed.on if t.signed else None)
        for file, t in policy.law.files.items()
    )
    rules = tuple(map(_rule, policy.rules))
    return PolicyView(rules, tuple(OUT_OF_SCOPE.items()), tuple(tables))


def _rule(rule: Rule) -> RuleView:
    return RuleView(
        rule.id,
        rule.version,
        rule.title,
        rule.severity.name.lower(),
        tuple(stage.value for stage in Stage if stage in rule.stages),
        tuple(sorted(rule.jurisdictions)),
        rule.effective,
        rule.ends,
        rule.citation,
    )


def explain_account(
    office: Office, actor: Actor, policy: Policy, asked: tuple[str, date, frozenset[str]]
) -> tuple[LawOfObligor, ...]:
    """What the law says of (number, day, purposes) at every stage, for each obligor.

    No source is asked about: what a card, a contact or a suit would add is not in it. Raises
    NotAllowed, and CaseFileError when there is no such account.
    """
    number, on, purposes = asked
    with office.doing(actor, Act.EXPLAIN_LAW) as done:
        everybody = done.about(number)
    return tuple(
        LawOfObligor(n, one.role, tuple(_stages(policy, one, on, purposes)))
        for n, one in enumerate(everybody, start=1)
    )


def _stages(
    policy: Policy, entry: AccountEntry, on: date, purposes: frozenset[str]
) -> Iterator[StageView]:
    holds = tuple(entry.holds)
    for stage, scope in _ASKED:
        facts = Facts(
            today=on,
            account=entry.account,
            holds=holds,
            subject=entry.subject,
            role=entry.role,
            scope=scope,
            purposes=purposes,
        )
        yield _stage(policy, policy.evaluate(stage, facts), scope)


def _stage(policy: Policy, said: Decision, scope: Scope) -> StageView:
    severity = said.severity.name.lower() if not said.allows else "allowed"
    reasons = tuple(_reason(policy, reason) for reason in said.reasons)
    return StageView(said.stage.value, scope.value, severity, said.rule, reasons)


def _reason(policy: Policy, reason: Reason) -> ReasonView:
    hold = reason.hold
    return ReasonView(
        rule=f"{reason.rule}v{reason.version}",
        severity=reason.severity.name.lower(),
        words=reason.words,
        hold=hold.code if hold is not None else "",
        since=hold.since if hold is not None else None,
        due=reason.due,
        citation=policy.citation(reason.rule),
    )


def show_changes(
    office: Office, actor: Actor, policy: Policy, first: date, last: date
) -> ChangesView:
    """What changes in law after the first day and up to the last, and for how many open accounts.

    Accounts that stand alike are judged once. Their states are read only where a change is law in
    some places alone. Nobody waits while they are counted. Raises NotAllowed.
    """
    with office.doing(actor, Act.FORESEE_LAW):
        pass
    found = law_changes(policy, first, last)
    closed = policy.law.holds.closing
    with office.case.read() as tx:
        if any(change.place for change in found):
            counted = placed_profiles(tx, office.keyring, first, closed)
        else:
            counted = profiles(tx, first)
    alike = {p: n for p, n in counted.items() if p[0].strip().lower() not in closed}
    cities = {name: city.state for name, city in policy.law.places.cities.items()}
    law = tuple((change, touched(change, alike, cities)) for change in found)
    decisions = tuple(decision_changes(policy, alike, first, last))
    return ChangesView(law, decisions, sum(alike.values()))
