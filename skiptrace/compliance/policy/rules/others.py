"""Rules about asking others where a consumer is: what may be asked and said, and how often."""

from __future__ import annotations

from collections.abc import Iterator

from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.facts.contact import Medium
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.rule import Asked, Rule, Said

LOCATION = frozenset({"abode", "phone at abode", "employer"})
"""What may be asked of others: the definition of location information, 12 CFR 1006.10(a)."""
_B, _H = Severity.BLOCK, Severity.HOLD


def asks_for_the_place_only(asked: Asked) -> Iterator[Said]:
    """Others are asked for abode, its telephone and the employer, and told nothing of a debt."""
    task, contact = asked.facts.others, asked.facts.contact
    if task is None:
        return
    if beyond := sorted(task.asks - LOCATION):
        yield Said(_B, f"others are not asked for {', '.join(beyond)}")
    if contact is not None and contact.medium is Medium.POSTCARD:
        yield Said(_B, "never by postcard")
    if task.names_employer is not Truth.NO and task.employer_asked is not Truth.YES:
        yield Said(_B, "the employer of the caller is named only when asked for")
    said = {
        "names the consumer": task.names_consumer,
        "says that it confirms or corrects location": task.says_location,
    }
    for words, truth in said.items():
        if truth is not Truth.YES:
            yield Said(_B if truth is Truth.NO else _H, f"not known that the script {words}")
    if task.mentions_debt is not Truth.NO:
        severity = _B if task.mentions_debt is Truth.YES else _H
        yield Said(severity, "not known that the script says nothing of a debt")


def asks_each_once(asked: Asked) -> Iterator[Said]:
    """Each other person is asked once, unless they ask for it or there is a written basis."""
    task = asked.facts.others
    if task is None or task.they_asked is Truth.YES or task.basis.strip():
        return
    if task.asked_before is Truth.YES:
        yield Said(_B, "this person was asked before")
    elif task.asked_before is Truth.UNKNOWN:
        yield Said(_H, "whether this person was asked before is unknown")


def asks_nobody_what_is_known(asked: Asked) -> Iterator[Said]:
    """Where the location is confirmed and current nobody is asked for it."""
    task = asked.facts.others
    if task is not None and task.location_known is not Truth.NO:
        severity = _B if task.location_known is Truth.YES else _H
        yield Said(severity, "where the consumer is may be known: nobody need be asked")


def tries_the_consumer_first(asked: Asked) -> Iterator[Said]:
    """In Massachusetts others outside the household are asked after attempts on the debtor."""
    task = asked.facts.others
    if task is None or task.in_household is Truth.YES or task.tried_consumer is Truth.YES:
        return
    yield Said(_H, "no attempts to reach the debtor are logged")


_ASK = frozenset({Stage.CONTACT, Stage.REPORT, Stage.CALL})
_LAW = "12 CFR 1006.10(a)-(b); 15 USC 1692b"
RULES = (
    Rule("R02", "what others are asked", _LAW, _ASK, _B, asks_for_the_place_only),
    Rule("R03", "others are asked once", "12 CFR 1006.10(c)", _ASK, _B, asks_each_once),
    Rule(
        "R04",
        "nobody is asked what is known",
        "12 CFR 1006.6(d)(2)(i); 15 USC 1692b",
        _ASK,
        _B,
        asks_nobody_what_is_known,
    ),
    Rule(
        "R58",
        "others in Massachusetts",
        "940 CMR 7.05-7.06",
        _ASK,
        _H,
        tries_the_consumer_first,
        jurisdictions=frozenset({"MA"}),
    ),
)
