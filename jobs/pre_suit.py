"""What a suit would rest on: the case file's findings and screens, and what a person states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matching.parse.address.read import normalize_address
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.listing import orders_of
from skiptrace.casefile.statements import Tx
from skiptrace.compliance.policy.decision import Decision, Stage
from skiptrace.compliance.policy.facts.debt import ClaimKind, DebtFacts, Period
from skiptrace.compliance.policy.facts.suit import Residence, Service, SuitFacts
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.policy import Policy
from skiptrace.model.card import ConnectorCard
from skiptrace.model.finding import Finding
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import Scope
from skiptrace.model.subject import PostalAddress
from skiptrace.model.waterfall import Outcome
from skiptrace.reports.asset_lines import last_seen
from skiptrace.reports.asset_places import county_name, residences
from skiptrace.reports.asset_sections import is_confirmed
from skiptrace.reports.content import SuitWord

_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})
_JUDGMENT = "judgment"
_SERVES = {"SCRA-AD": Service.ON_DUTY, "SCRA-UNK": Service.INCONCLUSIVE}


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person states of the claim, on papers that skiptrace has not; None is unknown.

    `state` is where suit would be brought, by default where the debtor lives. `tolled` are the
    periods that do not count, none for an empty tuple. `certificate` is the day of the certificate
    of military service and `service` what it says. `affidavit` asks about a default affidavit,
    `lien_only` about nothing but a lien.
    """

    state: str = ""
    claim: ClaimKind | None = None
    accrued: date | None = None
    last_payment: date | None = None
    tolled: tuple[Period, ...] | None = None
    contract_place: str = ""
    certificate: date | None = None
    service: Service | None = None
    affidavit: bool = False
    lien_only: bool = False
    lien: Truth = Truth.UNKNOWN
    told_discharged: Truth = Truth.UNKNOWN


NOTHING_STATED = Stated()


def before_suit(
    policy: Policy,
    base: Facts,
    known: tuple[Sequence[Finding], date | None],
    stated: Stated = NOTHING_STATED,
) -> Decision:
    """What the law says of a suit, by findings, the day of the last docket screen, and statements.

    `base` says of whom: the account with its holds, subject, role, matter and actor.
    """
    findings, screened = known
    homes = _homes(findings)
    states = {home.state for home in homes}
    suit = SuitFacts(
        state=stated.state or (next(iter(states)) if len(states) == 1 else ""),
        residences=homes,
        contract_place=stated.contract_place,
        certificate=stated.certificate,
        service=_service(base, stated),
        bankruptcy_checked=screened,
        affidavit=stated.affidavit,
        lien_only=Truth.YES if stated.lien_only else Truth.NO,
    )
    is_judgment = base.account.status.strip().lower() == _JUDGMENT
    debt = DebtFacts(
        claim=ClaimKind.JUDGMENT if is_judgment else stated.claim,
        accrued=stated.accrued,
        last_payment=stated.last_payment,
        tolled=stated.tolled,
        lien=stated.lien,
        told_discharged=stated.told_discharged,
    )
    return policy.evaluate(Stage.SUIT, replace(base, scope=Scope.ASSETS, suit=suit, debt=debt))


def suit_words_of(said: Decision) -> tuple[SuitWord, ...]:
    """The decision as reports print it, the strictest first."""
    return tuple(
        SuitWord(reason.severity.name.lower(), reason.rule, reason.words, reason.due)
        for reason in said.reasons
    )


def last_screened(
    case: CaseFile, tx: Tx, about: tuple[str, str], cards: Mapping[str, ConnectorCard]
) -> date | None:
    """The last day on which a source of bankruptcies answered for (account id, subject id).

    A source whose no match leaves it open screens nobody: a case may stand in what it lacks.
    """
    account_id, subject_id = about
    screens = {i for i, card in cards.items() if _is_docket_screen(card)}
    days = [
        placed.created.date()
        for placed in orders_of(tx, account_id)
        if placed.subject_id == subject_id
        and any(
            step.connector_id in screens and step.outcome in _ANSWERED
            for step in case.steps.for_order(tx, placed.id)
        )
    ]
    return max(days, default=None)


def _is_docket_screen(card: ConnectorCard) -> bool:
    return FindingKind.BANKRUPTCY.value in card.yields and not card.of_no_match


def _homes(findings: Iterable[Finding]) -> tuple[Residence, ...]:
    """Where the debtor lives, or may: the latest confirmed dwelling and those that rival it."""
    confirmed = [f for f in findings if is_confirmed(f)]
    parcels = [f for f in confirmed if f.kind is FindingKind.REAL_PROPERTY]
    return tuple(
        Residence(
            state=normalize_address(PostalAddress(original=home.value)).state,
            county=county_name(PostalAddress(original=home.value), parcels),
            on=last_seen(home),
            sources=len({row.provenance.connector_id for row in home.evidence}),
        )
        for home in residences([f for f in confirmed if f.kind is FindingKind.ADDRESS])
    )


def _service(base: Facts, stated: Stated) -> Service | None:
    """What is known of military service: a hold that says so outranks a statement."""
    codes = [h.code for h in base.holds if h.is_open(base.day)]
    return next((said for code, said in _SERVES.items() if code in codes), stated.service)
