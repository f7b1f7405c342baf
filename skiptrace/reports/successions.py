"""How a business's other names were reached: each step once, by the record that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from skiptrace.model.card import ConnectorCard
from skiptrace.model.finding import Finding
from skiptrace.model.succession import Succession, is_another
from skiptrace.reports.content import ReportCase
from skiptrace.reports.wording import source_title


def successions(case: ReportCase) -> tuple[str, ...]:
    """The steps that led to records of the case, in words; in the order in which they lead on."""
    told: dict[Succession, None] = {}
    chains = {c.record.provenance.followed for c in case.candidates.values()}
    for chain in sorted(chains, key=lambda steps: (len(steps), [s.name for s in steps])):
        told |= dict.fromkeys(chain)
    return tuple(step_words(step, case.cards) for step in told)


def step_words(step: Succession, cards: Mapping[str, ConnectorCard]) -> str:
    """One step in words, with the title of the source that says so."""
    return replace(step, source=source_title(cards, step.source)).in_words


def is_of_successor(finding: Finding) -> bool:
    """Whether all that stands behind it is of an organisation into which the debtor merged."""
    rows = finding.evidence
    return bool(rows) and all(is_another(row.provenance.followed) for row in rows)
