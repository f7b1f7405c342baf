"""What is said of a checked contact point, and where: with the day and the source, never a no."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

from skiptrace.model.contact_check import (
    CHECKS,
    Checked,
    CheckedAddress,
    CheckedPhone,
    CheckedPoints,
    ContactCheck,
    Delivery,
    Line,
    Reassigned,
)
from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import PostalAddress
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.reports.asset_report import build_asset_report
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.checked import said_words
from skiptrace.reports.content import ReportCase
from skiptrace.reports.explanation import explain, print_explanation
from skiptrace.reports.terminal import console_for
from skiptrace.reports.trace_report import build_trace_report, print_trace_report
from tests.tables import each

AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
HOME = PostalAddress("77 QUARRY LN", "HARBOR CITY", "FL", "34994", "1234")


@each(
    ("said", "words"),
    [
        (None, []),
        (CheckedPhone(), []),
        (CheckedPhone(line=Line.WIRELESS, word="mobile"), ["wireless (mobile)"]),
        (CheckedPhone(line=Line.LANDLINE, word="landline"), ["landline"]),
        (CheckedPhone(word="personal"), ["kind of line unknown (personal)"]),
        (CheckedPhone(in_service=False, carrier="Harbour"), ["not in service", "Harbour"]),
        (CheckedPhone(in_service=True, activity=70), ["in service", "activity 70 of 100"]),
        (CheckedPhone(assigned=False), ["in a block that no carrier holds"]),
        (
            CheckedPhone(reassigned=Reassigned.YES),
            ["permanently disconnected, and maybe another's now"],
        ),
        (
            CheckedPhone(reassigned=Reassigned.NO_DATA),
            ["no data whether it was given up"],
        ),
        (CheckedPhone(rate_centre="ELM", ocn="9999"), ["rate centre ELM", "OCN 9999"]),
        (CheckedAddress(delivery=Delivery.CONFIRMED, vacant=True), ["deliverable", "vacant"]),
        (CheckedAddress(vacant=False, cmra=False, business=False, no_stat=False), []),
        (
            CheckedAddress(cmra=True, standard=HOME),
            [
                "a commercial mail receiving agency",
                "written 77 QUARRY LN, HARBOR CITY, FL 34994-1234",
            ],
        ),
        (
            CheckedAddress(county="Martin", county_code="12085", latitude="27.1", longitude="-80"),
            ["county Martin (12085)", "at 27.1, -80"],
        ),
        (CheckedAddress(county_code="12085", footnotes="AABB"), ["county 12085", "footnotes AABB"]),
    ],
)
def test_what_is_known_is_said_and_what_is_not_is_left_out(
    said: Checked | None, words: list[str]
) -> None:
    assert list(said_words(said)) == words


def checked(case: ReportCase) -> ReportCase:
    """The case with its first finding, an address, checked and found vacant."""
    home = case.findings[0]
    assert home.kind is FindingKind.ADDRESS
    said = CheckedAddress(delivery=Delivery.CONFIRMED, vacant=True)
    about = ("check_1", home.account_id, home.order_id, home.kind, home.key)
    one = ContactCheck(*about, "postal", "1", AT, "inq", "permit", said)
    step = StepOutcome(case.order.id, CHECKS, "postal", Outcome.FAILED, reason="SourceRefused: no")
    return replace(case, checks=CheckedPoints((one,)), steps=(*case.steps, step))


WORDS = "deliverable; vacant, checked on 2026-11-20 by postal"


def test_report_explanation_and_asset_report_say_what_was_checked(case: ReportCase) -> None:
    told = checked(case)
    report = build_trace_report(told)
    assert [r.checks for r in report.contacts if r.checks] == [(WORDS,)]
    stream = io.StringIO()
    print_trace_report(report, console_for(stream))
    print_explanation(explain(told, told.findings[0].id), console_for(stream))
    assert stream.getvalue().count("checked on 2026-11-20") == 2
    assert WORDS in canonical_json(build_asset_report(told))


def test_a_check_is_no_search_and_changes_no_probability(case: ReportCase) -> None:
    plain, told = build_trace_report(case), build_trace_report(checked(case))
    assert told.not_searched == plain.not_searched
    assert [(r.probability, r.status) for r in told.contacts] == [
        (r.probability, r.status) for r in plain.contacts
    ]
    assert [s.tier for s in told.steps if s.source == "postal"] == [CHECKS]
