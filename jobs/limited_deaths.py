"""Deaths that only a certified house is told of: of any other, findings say `verify deceased`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from skiptrace.compliance.policy.decision import Stage
from skiptrace.compliance.policy.facts.actor import ActorFacts
from skiptrace.compliance.policy.facts.data import Act, DatumFacts, Tag
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.rules.report import LIMITED_DEATHS
from skiptrace.model.account import Account
from skiptrace.model.card import ConnectorCard
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import Finding
from skiptrace.model.kinds import FindingKind
from skiptrace.reports.content import Withheld


def kept_deaths(
    policy: Policy,
    findings: Iterable[Finding],
    cards: Mapping[str, ConnectorCard],
    facts: tuple[Account, date],
) -> dict[str, Withheld]:
    """The findings of deaths that a house without a live certification may not show, by id.

    `facts` are the account and the day. A source is one of limited access by its purposes; one
    whose card is gone may be. 42 USC 1306c; 15 CFR 1110.102.
    """
    account, today = facts
    until = policy.law.settings.deaths.certified_until
    sees = Truth.YES if until is not None and today <= until else Truth.NO
    actor = ActorFacts(sees_deaths=sees)
    kept: dict[str, Withheld] = {}
    for finding in findings:
        for died in _limited(finding, cards):
            datum = DatumFacts(Act.USE, Tag.LADMF, finding.kind.value, died=died)
            asked = Facts(today, account, actor=actor, datum=datum)
            for said in policy.checked({LIMITED_DEATHS}, Stage.REPORT, asked):
                kept[finding.id] = Withheld(said.rule, said.words)
    return kept


def _limited(finding: Finding, cards: Mapping[str, ConnectorCard]) -> list[date | None]:
    """The days of death by the finding's sources of limited access; None is unknown."""
    if finding.kind is not FindingKind.DECEASED:
        return []
    return [_day(one) for one in finding.evidence if _is_limited(one, cards)]


def _is_limited(evidence: Evidence, cards: Mapping[str, ConnectorCard]) -> bool:
    card = cards.get(evidence.provenance.connector_id)
    return card is None or any(code.startswith("DMF-") for code in card.purposes)


def _day(evidence: Evidence) -> date | None:
    return evidence.first_seen.latest() if evidence.first_seen is not None else None
