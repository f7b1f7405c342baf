"""Why a finding is believed: the match weight of each record behind it, term by term."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.term_once import told_once
from skiptrace.model.errors import CaseFileError, SubjectHeld
from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.model.match import Candidate
from skiptrace.model.record import Provenance
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.checked import finding_checks
from skiptrace.reports.content import ReportCase
from skiptrace.reports.explanation_met import ExplainedMet, met_in
from skiptrace.reports.explanation_steps import (
    Steps,
    by_group,
    chance,
    decimals_of,
    grouped,
    probability_of,
    steps_of,
    written,
)
from skiptrace.reports.ssn_mask import SsnMask
from skiptrace.reports.successions import step_words
from skiptrace.reports.terminal import add_row, print_line, print_table, table_for
from skiptrace.reports.waterfall_chart import ChartedMatch, waterfalls_svg
from skiptrace.reports.wording import KIND_WORDS, percent, phone_words, source_title

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """One addend of the weight with the sum so far; weights are log2 Bayes factors."""

    name: str
    level: str
    words: str
    weight: float
    running: float


@dataclass(frozen=True, slots=True)
class ExplainedSuccession:
    """One step from a name of a business to the next, and the stored record that says so."""

    words: str
    source: str
    record_ref: str
    retrieved: str
    sha256: str
    locator: str


@dataclass(frozen=True, slots=True)
class ExplainedRecord:
    """One source record behind a finding: how it was matched, and where its bytes are stored.

    `followed` are the steps to the name under which it was asked for, where that is not the
    subject's own; `asked_as` is the trade name by which the source was asked, as the creditor has
    it. `terms` is empty when the candidate itself was not given to the report; each is
    told once. `met` are the values that they are about, `untold` says what is not told of these.
    """

    source: str
    record_ref: str
    retrieved: str
    sha256: str
    locator: str
    permit: str
    evidence_ids: tuple[str, ...]
    decision: str
    model: str
    veto: str
    weight: float | None
    probability: float
    terms: tuple[ExplainedTerm, ...]
    met: tuple[ExplainedMet, ...] = ()
    untold: tuple[str, ...] = ()
    followed: tuple[ExplainedSuccession, ...] = ()
    asked_as: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A finding with every record behind it.

    `superseded_by` is the id of the finding that took its place, if one did. `checks` say what the
    contact point is, by sources that name nobody; they enter no weight.
    """

    finding_id: str
    kind: str
    value: str
    status: str
    reason: str
    probability: float
    records: tuple[ExplainedRecord, ...]
    superseded_by: str = ""
    checks: tuple[str, ...] = ()


def explain(case: ReportCase, finding_id: str) -> Explanation:
    """The explanation of one finding.

    Raises CaseFileError when the case has no such finding or a rule withholds it.
    """
    finding = next((f for f in case.findings if f.id == finding_id), None)
    if finding is None:
        raise CaseFileError(f"order {case.order.id} has no finding {finding_id}")
    if finding_id in case.withheld:
        bar = case.withheld[finding_id]
        raise SubjectHeld(f"finding {finding_id} is withheld by rule {bar.rule}: {bar.reason}")
    mask = SsnMask.of(case)
    return Explanation(
        finding_id=finding.id,
        kind=KIND_WORDS[finding.kind],
        value=mask.text(finding.value),
        status=finding.status.value,
        reason=mask.text(finding.reason),
        probability=finding.probability,
        records=tuple(_records(finding, case, mask)),
        superseded_by=_heir(finding, case),
        checks=finding_checks(finding, case.checks, case.cards),
    )


def _heir(finding: Finding, case: ReportCase) -> str:
    """The finding that stands in the place of a superseded one; empty when none does."""
    if finding.status is not FindingStatus.SUPERSEDED:
        return ""
    heirs = (f.id for f in case.findings if f.slot == finding.slot and f.id != finding.id)
    return next(heirs, "")


def explanation_json(explanation: Explanation) -> str:
    """The explanation as canonical JSON."""
    return canonical_json(explanation)


def print_explanation(explanation: Explanation, console: Console) -> None:
    """The explanation as one table for each record: groups of terms with the running sum."""
    is_phone = explanation.kind == KIND_WORDS[FindingKind.PHONE]
    value = phone_words(explanation.value) if is_phone else explanation.value
    head = f"{explanation.kind}: {value}"
    print_line(console, f"{head} ({percent(explanation.probability)})", "bold")
    print_line(console, f"{explanation.status}: {explanation.reason}")
    for words in explanation.checks:
        print_line(console, words)
    if explanation.superseded_by:
        print_line(console, f"finding {explanation.superseded_by} of a later order stands instead")
    for record in explanation.records:
        _print_record(record, console)


def explanation_svg(explanation: Explanation) -> str:
    """One SVG text with a waterfall chart of each record's weight, the likeliest record on top.

    It names the sources, and says of the person only what the words of the terms say. Raises
    CaseFileError when the match of no record was loaded.
    """
    charted = sorted(
        (record for record in explanation.records if record.weight is not None),
        key=lambda record: -record.probability,
    )
    if not charted:
        raise CaseFileError(f"no match behind finding {explanation.finding_id} is stored")
    return waterfalls_svg(
        [
            ChartedMatch(
                title=f"{explanation.kind}, record {number} of {len(charted)}: {record.source}",
                terms=record.terms,
                weight=record.weight or 0.0,
                veto=record.veto,
            )
            for number, record in enumerate(charted, 1)
        ]
    )


def _print_record(record: ExplainedRecord, console: Console) -> None:
    if record.asked_as:
        print_line(console, f"asked by a trade name that the creditor has: {record.asked_as}")
    for step in record.followed:
        print_line(console, f"asked under another name: {step.words}")
        print_line(console, f"  stored answer {step.sha256} at {step.locator}")
    title = f"{record.source}, record {record.record_ref}: {percent(record.probability)}"
    if record.weight is None:
        print_line(console, f"{title} (the match of this record was not loaded)")
    else:
        _print_steps(steps_of(record.terms, record.weight), title, console)
        for line in (*(one.line for one in record.met), *record.untold):
            print_line(console, line)
    verdict = f"decision {record.decision} by model {record.model}" if record.decision else ""
    veto = f", veto: {record.veto}" if record.veto else ""
    if verdict:
        print_line(console, verdict + veto)
    print_line(console, f"stored answer {record.sha256} at {record.locator}")
    print_line(console, f"retrieved {record.retrieved} under permit {record.permit}")


def _print_steps(told: Steps, title: str, console: Console) -> None:
    table = table_for(console, title, ("Comparison", ">Weight", ">Sum", ">Probability", "In words"))
    whole, places = by_group(told), decimals_of(told)
    column = written(whole, places)
    numbers = zip(column.weights, column.sums, map(probability_of, whole.sums), strict=True)
    for group, (weight, running, likely) in zip(grouped(told), numbers, strict=True):
        is_alone = len(group.steps) == 1
        label, words = (group.step.label, group.step.words) if is_alone else (group.label, "")
        add_row(table, (label, weight, running, chance(likely), words))
        members = written(Steps(group.steps, ()), places).weights if not is_alone else ()
        for step, part in zip(group.steps, members, strict=False):
            add_row(table, (f"  {step.label}", part, "", "", step.words), "dim")
    last = column.sums[-1] if column.sums else ""
    final = chance(probability_of(told.total))
    add_row(table, ("final weight", "", last, final, "all terms together"), "bold")
    print_table(console, table)
    if told.not_known:
        print_line(console, f"not known on one side: {', '.join(told.not_known)}")


def _records(finding: Finding, case: ReportCase, mask: SsnMask) -> Iterable[ExplainedRecord]:
    groups: dict[tuple[str, str], list[str]] = {}
    for row in finding.evidence:
        key = (row.candidate_id, row.provenance.snapshot_sha256)
        groups.setdefault(key, []).append(row.id)
    first = {row.id: row for row in finding.evidence}
    for (candidate_id, _), ids in groups.items():
        row = first[ids[0]]
        origin, candidate = row.provenance, case.candidates.get(candidate_id)
        told = met_in(case, candidate_id, mask)
        yield ExplainedRecord(
            source=source_title(case.cards, origin.connector_id),
            record_ref=mask.reference(origin.record_ref),
            retrieved=origin.retrieved.isoformat(timespec="seconds"),
            sha256=origin.snapshot_sha256,
            locator=mask.reference(origin.locator),
            permit=origin.permit_id,
            evidence_ids=tuple(ids),
            decision=candidate.decision.value if candidate else "",
            model=candidate.model if candidate else "",
            veto=candidate.veto if candidate else "",
            weight=candidate.weight if candidate else None,
            probability=candidate.probability if candidate else row.probability,
            terms=tuple(_terms(candidate)) if candidate else (),
            met=told.met,
            untold=told.untold,
            followed=tuple(_successions(origin, case, mask)),
            asked_as=mask.text(origin.asked_as),
        )


def _successions(
    origin: Provenance, case: ReportCase, mask: SsnMask
) -> Iterable[ExplainedSuccession]:
    for step in origin.followed:
        yield ExplainedSuccession(
            words=mask.text(step_words(step, case.cards)),
            source=source_title(case.cards, step.source),
            record_ref=mask.reference(step.record_ref),
            retrieved=step.retrieved.isoformat(timespec="seconds"),
            sha256=step.snapshot_sha256,
            locator=mask.reference(step.locator),
        )


def _terms(candidate: Candidate) -> Iterable[ExplainedTerm]:
    running = 0.0
    for term in told_once(candidate.terms):
        running += term.weight
        yield ExplainedTerm(term.name, term.level, term.words, term.weight, running)
