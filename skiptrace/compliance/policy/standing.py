"""What status and holds restrain: the columns of counsel's hold table, read in one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from config.compliance import CodeEffect, Column, Effect, HoldEffect, HoldTable
from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.rule import Asked, Said, Whose
from skiptrace.model.account import Hold, Reach
from skiptrace.model.actor import Role
from skiptrace.model.order import Scope

UNKNOWN = "D-UNKNOWN"
"""The rule of a code, a status or a required fact that nobody knows: it holds."""

_SEVERITIES = {
    "flag": Severity.FLAG,
    "hold": Severity.HOLD,
    "legal": Severity.LEGAL,
    "block": Severity.BLOCK,
}
_NEEDED = (
    ": legal work only; `skiptrace hold release --matter` lets an asset report of one matter pass"
)
_CO_DEBTOR = "R49"
_OF_CO_DEBTOR = (
    "the bankruptcy of another obligor, which is or may be one of chapter 12 or 13, stays whoever "
    "owes with them"
)
_ELSEWHERE = "held on another account of the same person"
_MAYBE = "held on another account that may be the same person's, for review"


def of_standing(asked: Asked) -> Iterator[tuple[str, Said]]:
    """(rule id, what it says) of the account's status and of every open hold on the subject.

    A code or a status that the table does not know restrains. What only the legal role may do
    passes for the matter that it was released for. A stay of chapter 12 or 13 is that of whoever
    owes with its debtor too.
    """
    facts, table = asked.facts, asked.law.holds
    column = column_of(asked.stage, facts.scope)
    if column is None:
        return
    yield from _of_status(facts, table, column)
    for hold in facts.holds:
        whose = asked.whose(hold)
        if not hold.is_open(facts.day) or whose is Whose.ANOTHERS:
            continue
        for rule, said in _of_hold(hold, facts, table, column):
            is_own = whose is Whose.SUBJECTS
            yield (rule, said) if is_own else (_CO_DEBTOR, replace(said, words=_OF_CO_DEBTOR))


def column_of(stage: Stage, scope: Scope) -> Column | None:
    """Which column of the hold table a stage asks; None where holds say nothing."""
    if stage is Stage.RETENTION:
        return None
    if stage is Stage.SUIT or (scope is Scope.ASSETS and stage in (Stage.CALL, Stage.REPORT)):
        return "assets"
    return "trace" if stage in (Stage.INTAKE, Stage.CALL) else "contact"


def _of_status(facts: Facts, table: HoldTable, column: Column) -> Iterator[tuple[str, Said]]:
    status = facts.account.status.strip().lower()
    effect = table.statuses.get(status)
    if effect is None:
        word = "unknown" if status else "missing"
        yield UNKNOWN, Said(Severity.HOLD, f"the account's status is {word}")
    else:
        yield from _said(effect, effect.column(column))


def _of_hold(
    hold: Hold, facts: Facts, table: HoldTable, column: Column
) -> Iterator[tuple[str, Said]]:
    effect = table.effect(hold.code)
    if effect is None:
        words = f"a hold code that no table knows{_where(hold)}"
        yield UNKNOWN, Said(Severity.HOLD, words, hold)
        return
    word = _reaching(hold, effect, _word(effect, facts, column))
    if not (word == "legal" and column == "assets" and _is_for_legal(hold, facts)):
        yield from _said(effect, word, hold)


def _word(effect: CodeEffect, facts: Facts, column: Column) -> Effect:
    """What a code restrains of these facts, with what it lets pass all the same."""
    contact, suit = facts.contact, facts.suit
    if column == "contact" and contact is not None and contact.party.value in effect.parties:
        return "flag"
    if column == "trace" and facts.purposes and facts.purposes <= set(effect.purposes):
        return "flag"
    if column == "assets" and effect.lien is not None and suit is not None:
        lien = (suit.lien_only, facts.debt.lien, facts.debt.told_discharged)
        return effect.lien if all(one is Truth.YES for one in lien) else effect.assets
    return effect.column(column)


def _is_for_legal(hold: Hold, facts: Facts) -> bool:
    """Whether the legal role may go on: for the matter that the hold was released for.

    Whose role is known to be another one may not. One of the legal role with counsel's approval of
    the matter needs no release.
    """
    matter, actor = facts.matter, facts.actor
    named = matter.id.strip()
    if actor.has(Role.LEGAL) and named and matter.approved is Truth.YES:
        return True
    may_be_legal = actor.roles is None or actor.has(Role.LEGAL)
    return may_be_legal and bool(named) and named in hold.waived_for


def _reaching(hold: Hold, effect: CodeEffect, word: Effect) -> Effect:
    """What is left of a column's word where the hold stands on another account.

    A hold of the debt stays there. One that may bind the person's other debts, and one whose
    person may be another, hold for review whatever they restrain.
    """
    if hold.is_own or word == "ok":
        return word
    if effect.binds == "debt":
        return "ok"
    if word == "flag":
        return word
    is_sure = hold.reach is Reach.SAME_PERSON and effect.binds == "person"
    return word if is_sure else "hold"


def _where(hold: Hold | None) -> str:
    if hold is None or hold.is_own:
        return ""
    words = _ELSEWHERE if hold.reach is Reach.SAME_PERSON else _MAYBE
    return f" ({words}, {hold.account_id})"


def _said(effect: HoldEffect, word: Effect, hold: Hold | None = None) -> Iterator[tuple[str, Said]]:
    if word != "ok":
        needed = _NEEDED if word == "legal" else ""
        words = f"{effect.words}{_where(hold)}{needed}"
        yield effect.rule, Said(_SEVERITIES[word], words, hold)
