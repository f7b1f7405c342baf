"""Resolves an order's records: candidates, findings, holds, and whether the waterfall may stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matching.compare.address.relate import AddressVerdict, compare_addresses
from matching.parse.address.read import normalize_address
from matching.parse.email.read import read_email
from matching.parse.phone.read import read_phones
from matching.rank.ranking import Limits, Search, rank_all
from matching.score.person_model import PersonModel
from skiptrace.compliance.use import UseRules
from skiptrace.model.account import NextAction
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.judgement import Judgement, Verdict
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import TraceOrder
from skiptrace.model.subject import ContactStatus, PostalAddress
from skiptrace.model.waterfall import Waterfall
from skiptrace.tracing.facts import Fact
from skiptrace.tracing.findings import Background, FindingMaker
from skiptrace.tracing.screens import Screens
from skiptrace.tracing.state import OrderTrace

_SAME_OR_UNSURE = frozenset({AddressVerdict.SAME_DELIVERY_POINT, AddressVerdict.UNCERTAIN})
_MAY_BE_RETURNED = "may be the address that mail came back from, in another spelling"


@dataclass(frozen=True, slots=True)
class Resolver:
    """Joins what all sources said of one subject. Pure but for the trace it is given."""

    model: PersonModel
    limits: Limits
    maker: FindingMaker
    rules: UseRules
    screens: Screens

    def rank(self, traces: Sequence[OrderTrace]) -> None:
        """Rank the records of every trace that got new ones; all of them at once.

        A trace whose records cannot be ranked is parked, and the others are ranked without it.
        """
        fresh = [trace for trace in traces if trace.fresh and not trace.fault]
        searches = [Search(t.order.subject, t.records, t.order.as_of) for t in fresh]
        try:
            ranked = rank_all(searches, self.model, self.limits)
        except Exception as error:  # noqa: BLE001  one order's fault is that order's
            if len(fresh) == 1:
                fresh[0].park(error, "ranked")
                return
            for trace in fresh:
                self.rank([trace])
            return
        for trace, candidates in zip(fresh, ranked, strict=True):
            trace.candidates = candidates
            trace.fresh = False

    def resolve(
        self,
        trace: OrderTrace,
        waterfall: Waterfall,
        judgements: Sequence[Judgement],
        today: date | None = None,
    ) -> None:
        """Make the findings of the trace's candidates, take up found holds, maybe stop.

        Holds count as of `today`, by default the order's day, even where the order's is earlier.
        """
        now = today or trace.order.as_of
        self._make_findings(trace, judgements, now)
        found = self.screens.holds_found(trace.order, trace.findings, now)
        if found:
            trace.found_holds.extend(found)
            trace.order = replace(trace.order, holds=(*trace.order.holds, *found))
            self._make_findings(trace, judgements, now)
        trace.stopped = _may_stop(trace.findings, waterfall)

    def _make_findings(
        self, trace: OrderTrace, judgements: Sequence[Judgement], today: date
    ) -> None:
        order = trace.order
        on = max(order.as_of, today)
        background = Background(
            {**known_bad_of(order), **judged_bad(judgements)},
            str(self.rules.contact(order.account, order.holds, on) or ""),
            doubts_of(order),
            confirmed(judgements),
            trace.deeds,
        )
        trace.findings = self.maker.findings(order, trace.candidates, background)


def known_bad_of(order: TraceOrder) -> Mapping[tuple[FindingKind, str], str]:
    """The addresses, phones and e-mails that the creditor already knows to be bad."""
    bad: dict[tuple[FindingKind, str], str] = {}
    for address in order.subject.addresses:
        if address.status is ContactStatus.BAD:
            key = normalize_address(address.value).key
            bad[FindingKind.ADDRESS, key] = "mail to this address came back"
    for phone in order.subject.phones:
        if phone.status is ContactStatus.BAD:
            for number in read_phones(phone.value):
                bad[FindingKind.PHONE, number.e164] = "the number is known to be bad"
    for known in order.subject.emails:
        email = read_email(known.value)
        if known.status is ContactStatus.BAD and email is not None:
            bad[FindingKind.EMAIL, email.key] = "the address is known to be bad"
    return bad


def doubts_of(order: TraceOrder) -> Callable[[Fact], str]:
    """Why an address may be the returned one in another spelling.

    Where the returned address was only insufficient, a fuller spelling of it is what is wanted.
    """
    if order.action is NextAction.REPAIR_ADDRESS:
        return lambda fact: ""
    bad = [
        normalize_address(known.value)
        for known in order.subject.addresses
        if known.status is ContactStatus.BAD
    ]

    def doubtful(fact: Fact) -> str:
        if fact.kind is not FindingKind.ADDRESS or not bad:
            return ""
        found = normalize_address(PostalAddress(original=fact.value))
        relations = {compare_addresses(found, one).relation for one in bad}
        return _MAY_BE_RETURNED if relations & _SAME_OR_UNSURE else ""

    return doubtful


def judged_bad(judgements: Sequence[Judgement]) -> Mapping[tuple[FindingKind, str], str]:
    """The facts that a person judged to be bad or somebody else's."""
    return {
        (j.kind, j.key): f"judged {j.verdict} on {j.at.date()}"
        for j in judgements
        if j.verdict in (Verdict.BAD, Verdict.WRONG_PARTY)
    }


def confirmed(judgements: Sequence[Judgement]) -> Mapping[tuple[FindingKind, str], str]:
    """The facts that a person confirmed to be the subject's."""
    return {
        (j.kind, j.key): f"confirmed by {j.actor} on {j.at.date()}"
        for j in judgements
        if j.verdict is Verdict.RIGHT_PARTY
    }


def _may_stop(findings: Sequence[Finding], waterfall: Waterfall) -> bool:
    reached = {
        f.kind
        for f in findings
        if f.status is FindingStatus.VERIFIED and f.probability >= waterfall.stop_probability
    }
    return bool(waterfall.stop_when) and waterfall.stop_when <= reached
