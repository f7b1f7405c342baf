"""Before a suit: what the law says of one by the facts of the report, the strictest first."""

from __future__ import annotations

from skiptrace.model.subject import EntityKind
from skiptrace.reports.content import ReportCase, Section, SuitWord

TITLE = "Before a suit"
_FREE = "Nothing that is known keeps a suit back on {}; settle it again on the day of filing."
_NOT_ASKED = "What the law says of a suit was not asked."
_STATED = (
    "Accrual, last payment, tolling{} the place of the contract{} are no facts of this report: "
    "`skiptrace suit check` takes them and judges by them."
)
_OF_KIND = {
    EntityKind.PERSON: (",", " and a certificate of military service"),
    EntityKind.ORGANIZATION: (" and", ""),
}
"""A business serves in no army."""


def suit_section(case: ReportCase) -> Section:
    """What holds a suit back and what travels with it; what nobody knows holds, and is said."""
    if case.suit is None:
        return Section("suit", TITLE, (), (_NOT_ASKED,), (), ())
    day = case.prepared.date()
    restraints = [word for word in case.suit if word.severity != "flag"]
    lead = [] if restraints else [_FREE.format(day)]
    stated = _STATED.format(*_OF_KIND[case.order.subject.kind])
    words = (*lead, *map(suit_words, case.suit), stated)
    return Section("suit", TITLE, (), tuple(words), (), ())


def suit_words(word: SuitWord) -> str:
    """One word in a line: `HOLD (R20): residences conflict: venue is open.`"""
    lead = "Told" if word.severity == "flag" else word.severity.upper()
    due = f", by {word.due}" if word.due is not None else ""
    return f"{lead} ({word.rule}): {word.words}{due}."
