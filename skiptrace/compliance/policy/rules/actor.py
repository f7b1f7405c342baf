"""Rules about who asks, and for what use: nobody snoops, nothing serves eligibility."""

from __future__ import annotations

from collections.abc import Iterator

from skiptrace.compliance.policy.decision import SNOOPING, Severity, Stage
from skiptrace.compliance.policy.facts.data import Output
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.rule import Asked, Rule, Said
from skiptrace.model.actor import Role

_PRIVILEGED = (Role.COMPLIANCE, Role.LEGAL)


def nobody_snoops(asked: Asked) -> Iterator[Said]:
    """Nobody searches themselves, a colleague, or anybody without an account assigned to them.

    Who is assigned is asked where an act begins; here it may be unknown.
    """
    actor = asked.facts.actor
    if not asked.facts.account.id:
        yield Said(Severity.BLOCK, "a search needs an account")
    if actor.assigned is Truth.NO:
        yield Said(Severity.BLOCK, "the account is not assigned to the actor")
    if actor.is_subject is Truth.YES:
        yield Said(Severity.BLOCK, "the actor is the subject")
    if actor.is_coworker is Truth.YES and not actor.has(*_PRIVILEGED):
        yield Said(Severity.BLOCK, "the subject is a colleague")


def serves_no_eligibility(asked: Asked) -> Iterator[Said]:
    """Nothing found serves credit, employment, tenancy, insurance, or tells of character."""
    report = asked.facts.report
    if report is None or report.output is Output.COLLECTION:
        return
    if report.output is None:
        yield Said(Severity.HOLD, "what the output is used for is unknown")
    else:
        yield Said(Severity.BLOCK, f"never for {report.output.value}")


RULES = (
    Rule(
        SNOOPING,
        "nobody snoops",
        "15 USC 1681q, 1681r, 1681n(b)",
        frozenset({Stage.CALL, Stage.REPORT, Stage.SUIT}),
        Severity.BLOCK,
        nobody_snoops,
    ),
    Rule(
        "R30",
        "no use for eligibility",
        "15 USC 1681a(d), 1681b, 1681d",
        frozenset({Stage.CALL, Stage.REPORT}),
        Severity.BLOCK,
        serves_no_eligibility,
    ),
)
