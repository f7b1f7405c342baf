"""What the screens of a debtor's last trace said, and when: what is released waits for them.

A screen that did not answer, was kept back by a rule of its own, or answered long ago may know what
forbids the release. The day is the one on which the order ended, not the one that it counts as.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from config.waterfall import Waterfalls
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx, owned_rows
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.compliance.gate import NOT_FOR_IT
from skiptrace.compliance.policy.facts.screened import Screened, ScreenKind
from skiptrace.compliance.policy.rules.purchase import WITHHELD
from skiptrace.compliance.policy.rules.screens import UNSCREENED
from skiptrace.model.card import ConnectorCard
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import Scope
from skiptrace.model.waterfall import Outcome, StepOutcome

Screens = Mapping[str, ScreenKind]
"""The sources that screen, and what each looks for."""
Debtor = tuple[str, str]
"""An account's id and a subject's."""
_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})
_NOTHING_TO_ASK = frozenset({"", *NOT_FOR_IT})
_KINDS = {
    FindingKind.BANKRUPTCY: ScreenKind.BANKRUPTCY,
    FindingKind.DECEASED: ScreenKind.DEATH,
    FindingKind.MILITARY: ScreenKind.MILITARY,
    FindingKind.SANCTION: ScreenKind.SANCTIONS,
}


def screens_of(waterfalls: Waterfalls, cards: Mapping[str, ConnectorCard]) -> Screens:
    """The sources of the tiers that screen where somebody is located."""
    tiers = waterfalls.by_scope[Scope.LOCATE].tiers
    sources = {source for tier in tiers if tier.screens for source in tier.connectors}
    return {source: _kind(cards[source]) for source in sources if source in cards}


def _kind(card: ConnectorCard) -> ScreenKind:
    looked_for = (_KINDS[kind] for kind in _KINDS if kind.value in card.yields)
    return next(looked_for, ScreenKind.OTHER)


def screened(
    case: CaseFile, tx: Tx, account_ids: Sequence[str], screens: Screens
) -> dict[Debtor, tuple[Screened, ...]]:
    """What each screen of the last ended order of each debtor said.

    Raises CaseFileError when an order or a step was changed, added or deleted by hand.
    """
    last = {}
    for rows in owned_rows(tx, trace_order, account_ids).values():
        for row in rows:
            if row["finished"] is not None:
                last[row["account_id"], row["subject_id"]] = row
    steps = case.steps.for_orders(tx, [row["id"] for row in last.values()])
    return {
        debtor: tuple(
            Screened(screens[source], row["finished"].date() if answered else None)
            for source, answered in _said(steps[row["id"]], screens)
        )
        for debtor, row in last.items()
    }


def _said(steps: Sequence[StepOutcome], screens: Screens) -> Iterator[tuple[str, bool]]:
    """The screens that had something to answer in an order, and whether each did.

    Under whichever name of the subject it was asked: one that is silent leaves something unknown.
    A source that kept back what it has on record answered, and a hold says so, unless the order
    itself waited for it.
    """
    waited = any(one.rule == UNSCREENED for one in steps)
    for source in sorted(screens):
        mine = [one for one in steps if one.connector_id == source]
        asked = [one for one in mine if not _had_nothing(one)]
        if asked:
            yield source, all(_is_answered(one, waited) for one in asked)


def _is_answered(step: StepOutcome, waited: bool) -> bool:
    withheld = step.outcome is Outcome.BLOCKED and step.rule in WITHHELD and not waited
    return step.outcome in _ANSWERED or withheld


def _had_nothing(step: StepOutcome) -> bool:
    return step.outcome is Outcome.SKIPPED and step.rule in _NOTHING_TO_ASK
