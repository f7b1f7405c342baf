"""Resolves an order's records: candidates, findings, holds, and whether the waterfall may stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from matching.rank.ranking import Limits, Search, rank_all
from matching.score.person_model import PersonModel
from skiptrace.compliance.policy.decision import Stage
from skiptrace.compliance.policy.facts.whole import facts_of
from skiptrace.compliance.policy.policy import Policy
from skiptrace.model.asset import Jurisdiction
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.judgement import Judgement
from skiptrace.model.subject import PersonName
from skiptrace.model.waterfall import Outcome, StepOutcome, Waterfall
from skiptrace.tracing.findings import FindingMaker
from skiptrace.tracing.judged import background_of
from skiptrace.tracing.land import CountyRoll, LandKnown
from skiptrace.tracing.names import all_candidates
from skiptrace.tracing.only_of_name import OnlyOfName
from skiptrace.tracing.screens import Screens
from skiptrace.tracing.several_of_name import parted
from skiptrace.tracing.state import OrderTrace, number_of_name
from skiptrace.tracing.suspected import suspected


@dataclass(frozen=True, slots=True)
class Resolver:
    """Joins what all sources said of one subject. Pure but for the trace it is given.

    `rolls` are the sources that list every parcel of their place, with that place, `land_sources`
    those that tell of land at all; `only_of_name` knows those that list every business of a state.
    """

    model: PersonModel
    limits: Limits
    maker: FindingMaker
    policy: Policy
    screens: Screens
    rolls: Mapping[str, Jurisdiction] = field(default_factory=dict)
    land_sources: frozenset[str] = frozenset()
    only_of_name: OnlyOfName = field(default_factory=OnlyOfName)

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
            subject, opened = trace.order.subject, trace.order.account.opened
            settled = self.only_of_name.settled(subject, candidates, opened, self.limits.thresholds)
            trace.ranked = trace.candidates = parted(subject, settled, opened)
            trace.fresh = False

    def resolve(
        self,
        trace: OrderTrace,
        waterfall: Waterfall,
        judgements: Sequence[Judgement],
        today: date | None = None,
    ) -> None:
        """Make the findings of the candidates under all names, take up found holds, maybe stop.

        Holds count as of `today`, by default the order's day, even where the order's is earlier.
        While a screen is silent nothing is enough.
        """
        now = today or trace.order.as_of
        trace.candidates = all_candidates(trace)
        if not trace.candidates:  # where no record came nothing is found, and nothing is enough
            trace.findings, trace.stopped = (), False
            return
        self._make_findings(trace, judgements, now)
        found = self.screens.holds_found(trace.order, trace.findings, now)
        maybe = suspected(trace.order, trace.candidates)
        if maybe is not None and not any(hold.code == maybe.code for hold in found):
            found = (*found, replace(maybe, since=min(maybe.since, now)))
        if found:
            trace.found_holds.extend(found)
            trace.order = replace(trace.order, holds=(*trace.order.holds, *found))
            self._make_findings(trace, judgements, now)
        trace.stopped = not trace.unscreened and _may_stop(trace.findings, waterfall)

    def _make_findings(
        self, trace: OrderTrace, judgements: Sequence[Judgement], today: date
    ) -> None:
        order = trace.order
        restrained = str(self.policy.evaluate(Stage.WRITE_BACK, facts_of(order, today)))
        known = background_of(order, judgements, trace.addresses)
        background = replace(known, restrained=restrained, land=self._land(trace))
        trace.findings = self.maker.findings(order, trace.candidates, background)

    def _land(self, trace: OrderTrace) -> LandKnown:
        """What is known of parcels, with the rolls that answered for the order."""
        answered = {s.connector_id for s in trace.steps if s.outcome in _ANSWERED}
        rolls = (CountyRoll(i, p) for i, p in sorted(self.rolls.items()) if i in answered)
        return replace(trace.land, rolls=tuple(rolls), also=tuple(self._also_asked(trace)))

    def _also_asked(self, trace: OrderTrace) -> Iterator[PersonName]:
        """The other names of a person by which every source of land was asked that answered."""
        own = {s.connector_id for s in trace.steps if _is_of(s, 1)} & self.land_sources
        for other in trace.others:
            told = {s.connector_id for s in trace.steps if _is_of(s, other.number)}
            if own <= told:
                yield from (step.person for step in other.steps_to if step.person)


_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})


def _is_of(step: StepOutcome, number: int) -> bool:
    """Whether a source answered under the name of that number."""
    return step.outcome in _ANSWERED and number_of_name(step.tier) == number


def _may_stop(findings: Sequence[Finding], waterfall: Waterfall) -> bool:
    reached = {
        f.kind
        for f in findings
        if f.status is FindingStatus.VERIFIED and f.probability >= waterfall.stop_probability
    }
    return bool(waterfall.stop_when) and waterfall.stop_when <= reached
