"""The on-demand view: ranking, independence, explanation, note; plain off a terminal."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from skiptrace.model.errors import CaseFileError, SubjectHeld
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.model.match import Decision
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.reports.content import ReportCase, Withheld
from skiptrace.reports.explanation import explain, explanation_json, print_explanation
from skiptrace.reports.terminal import console_for
from skiptrace.reports.trace_note import write_trace_note
from skiptrace.reports.trace_report import build_trace_report, print_trace_report, trace_report_json

K = FindingKind
FindingOf = Callable[..., Finding]
EvidenceOf = Callable[..., Evidence]


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"probability": 0.99}, {"probability": 0.95}),
        ({"probability": 0.9}, {"probability": 0.99, "status": FindingStatus.CANDIDATE}),
        ({"sources": ("bureau", "corporate")}, {"sources": ("bureau",)}),
        ({"sources": ("bureau", "liens")}, {"sources": ("liens", "property_sales")}),
        ({"seen": ("2020", "2026-11")}, {"seen": ("2020", "2021-11")}),
        ({"status": FindingStatus.CANDIDATE}, {"status": FindingStatus.REJECTED}),
    ],
)
def test_contacts_are_ranked_by_status_probability_independence_and_recency(
    case: ReportCase,
    finding_of: FindingOf,
    evidence_of: EvidenceOf,
    better: dict[str, object],
    worse: dict[str, object],
) -> None:
    def made(value: str, traits: dict[str, object]) -> Finding:
        traits = dict(traits)
        seen, sources = traits.pop("seen", ("", "")), traits.pop("sources", ("bureau",))
        assert isinstance(sources, tuple)
        rows = [evidence_of(K.PHONE, source, value, seen=seen) for source in sources]
        return finding_of(K.PHONE, value, *rows, **traits)

    findings = (made("+12025550101", worse), made("+12025550199", better))
    contacts = build_trace_report(replace(case, findings=findings)).contacts
    assert [(c.rank, c.value) for c in contacts] == [(1, "+12025550199"), (2, "+12025550101")]


def test_two_sources_of_one_publisher_count_once(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    rows = [evidence_of(K.LIEN, source, "r") for source in ("liens", "property_sales")]
    report = build_trace_report(replace(case, findings=(finding_of(K.LIEN, "L", *rows),)))
    assert report.others[0].publishers == 1 and len(report.others[0].sources) == 2


def test_whom_a_broker_has_a_contact_from_is_said_with_the_broker(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    said = ("Phone Record; Utility Listing", "Utility Listing", "")
    rows = [
        evidence_of(K.PHONE, "bureau", f"r{n}", detail={"sources": text} if text else None)
        for n, text in enumerate(said)
    ]
    rows.append(evidence_of(K.PHONE, "liens", "r"))
    findings = (finding_of(K.PHONE, "+12025550199", *rows),)
    first, second = build_trace_report(replace(case, findings=findings)).contacts[0].sources
    assert first.endswith(" (from Phone Record, Utility Listing)")
    assert "from" not in second


def test_json_names_the_evidence_of_every_contact(case: ReportCase) -> None:
    data = json.loads(trace_report_json(build_trace_report(case)))
    first = data["contacts"][0]
    assert first["value"].startswith("77 Quarry Ln") and first["probability"] == 0.9987
    assert first["evidence_ids"] == [
        "ev-bureau-T-88121-address",
        "ev-property_roll-31-38-41-012-4-address",
    ]
    assert data["cost"] == "0.10"


def test_off_a_terminal_the_tables_are_plain_and_nothing_is_cut(case: ReportCase) -> None:
    stream = io.StringIO()
    print_trace_report(build_trace_report(case), console_for(stream))
    text = stream.getvalue()
    assert "\x1b" not in text and "─" not in text and "…" not in text
    for wanted in ("77 Quarry Ln, Unit 4, Harbor City, FL 34994", "99.87%", "R51"):
        assert wanted in text


def test_what_the_debtor_does_business_as_and_who_takes_its_mail_is_said(case: ReportCase) -> None:
    subject = replace(case.order.subject, trade_names=("Granite Counters",), care_of=("Ann Roe",))
    stream = io.StringIO()
    report = build_trace_report(replace(case, order=replace(case.order, subject=subject)))
    print_trace_report(report, console_for(stream))
    for words in ("does business as Granite Counters", "mail goes care of Ann Roe"):
        assert f"By the creditor: {words}" in stream.getvalue()
        assert words in json.loads(trace_report_json(report))["also"]
    barred = {FindingKind.ADDRESS: Withheld("R54", "an address program")}
    kept = replace(case, order=replace(case.order, subject=subject), barred=barred)
    assert build_trace_report(kept).also == ("does business as Granite Counters",)


def test_on_a_terminal_no_value_can_act_on_it(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    value = "[bold red]x[/] \x1b]0;title\x07 [link=http://example.com]y[/link] :smile:"
    finding = finding_of(K.EMAIL, value, evidence_of(K.EMAIL, "bureau", "r"))
    screen = Screen()
    report = build_trace_report(replace(case, findings=(finding,)))
    print_trace_report(report, console_for(screen))
    text = screen.getvalue()
    assert "\x1b]0;" not in text and "\x07" not in text and "\x1b]8;" not in text
    shown = "".join(text.split())  # cells may be broken over lines
    assert all(part in shown for part in ("[bo", "ld", "mile"))


def test_a_withheld_finding_is_named_by_kind_only(case: ReportCase) -> None:
    home = case.findings[0]
    held = replace(case, withheld={home.id: Withheld("R54", "protected address")})
    text = trace_report_json(build_trace_report(held))
    assert "77 Quarry Ln, Unit 4, Harbor" not in text
    assert "Address: withheld by rule R54: protected address" in text
    with pytest.raises(SubjectHeld, match="R54"):
        explain(held, home.id)


def test_an_explanation_adds_up_to_the_weight_and_leads_to_the_bytes(case: ReportCase) -> None:
    explanation = explain(case, case.findings[0].id)
    assert len(explanation.records) == 2
    for record in explanation.records:
        assert record.weight is not None
        assert record.terms[-1].running == record.weight == sum(t.weight for t in record.terms)
        assert record.probability == pytest.approx(1 / (1 + 2**-record.weight))
        assert len(record.sha256) == 64 and record.locator and record.evidence_ids
    assert json.loads(explanation_json(explanation))["finding_id"] == case.findings[0].id


def test_an_explanation_says_missing_data_weighs_nothing(case: ReportCase) -> None:
    stream = io.StringIO()
    print_explanation(explain(case, case.findings[0].id), console_for(stream))
    text = stream.getvalue()
    assert "not known on one side: date of birth" in text and "+9.50" in text
    assert "decision accept by model model-1" in text


def test_an_explanation_of_an_unknown_finding_is_an_error(case: ReportCase) -> None:
    with pytest.raises(CaseFileError, match="no finding f-none"):
        explain(case, "f-none")


def test_an_explanation_without_its_candidate_still_names_the_stored_answer(
    case: ReportCase,
) -> None:
    record = explain(replace(case, candidates={}), case.findings[0].id).records[0]
    assert record.terms == () and record.weight is None and record.sha256


def test_the_note_says_who_why_what_at_what_cost_and_what_was_refused(case: ReportCase) -> None:
    note = write_trace_note(case)
    for wanted in (
        "asked by p.ortega (legal) on 2026-11-22 23:30 UTC",
        "purpose: GLB-1 enforce a transaction, PUB public record; reason: full trace",
        "- Enformion person search: records found, $0.10",
        "- Clerk's lien index: nothing found, $0.00",
        "- 6 answers, $0.10 billed in all",
        "- 2 address verified: ",
        f"finding {case.findings[0].id}",
        "- Death master file: refused by rule R51: no live certification on file",
        "- State vessel register: failed: SourceUnavailable: no answer within 30 s",
        "- Professional licence board: skipped: budget: $5.00 reached",
    ):
        assert wanted in note, wanted


def test_the_note_says_what_came_back_and_what_was_never_taken_in(case: ReportCase) -> None:
    rejected = {
        key: replace(one, decision=Decision.REJECT, veto="social security numbers contradict")
        for key, one in case.candidates.items()
    }
    subject = replace(case.order.subject, left_out=("a care-of name beside the name",))
    order = replace(case.order, subject=subject)
    note = write_trace_note(replace(case, candidates=rejected, order=order))
    words = "records came back, none was taken as the subject's: social security numbers contradict"
    assert f"- Enformion person search: {words}" in note
    assert "- Not taken from the creditor's row: a care-of name beside the name" in note
    assert "Came back and was not taken:\n- nothing" in write_trace_note(
        replace(case, steps=(), candidates={})
    )
    report = build_trace_report(replace(case, candidates=rejected, order=order))
    assert report.left_out == ("a care-of name beside the name",)
    reasons = {step.source: step.reason for step in report.steps}
    assert reasons["Enformion person search"] == words
    stream = io.StringIO()
    print_trace_report(report, console_for(stream))
    assert "Not taken from the creditor's row: a care-of name beside the name" in stream.getvalue()


def test_the_note_of_an_empty_trace_says_nothing_was_found(bare_case: ReportCase) -> None:
    note = write_trace_note(bare_case)
    assert "Found:\n- nothing\n" in note and "Refused:\n- nothing\n" in note
    assert "- 0 answers, $0.00 billed in all" in note


def test_the_note_counts_what_a_failed_call_cost(case: ReportCase) -> None:
    failed = StepOutcome("o", "paid", "bureau", Outcome.FAILED, Decimal("0.10"), "SourceChanged: x")
    assert "- 0 answers, $0.10 billed in all" in write_trace_note(replace(case, steps=(failed,)))


def test_the_note_holds_no_social_security_number(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    leaky = finding_of(
        K.EMPLOYER, "Acme 900-55-1234\nFound:\n- forged", evidence_of(K.EMPLOYER, "bureau", "r")
    )
    note = write_trace_note(replace(case, findings=(leaky,)))
    assert "900-55-1234" not in note and "xxx-xx-1234" in note
    assert note.count("Found:\n") == 1
