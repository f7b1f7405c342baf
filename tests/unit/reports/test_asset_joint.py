"""One asset report on several obligors: each line names whose it is, exhibits are numbered once."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
from python_calamine import CalamineWorkbook

from skiptrace.model.account import ObligorRole
from skiptrace.model.subject import PersonName
from skiptrace.reports.asset_joint import build_joint_report
from skiptrace.reports.asset_report import build_asset_report
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.content import AssetReport, ReportCase
from skiptrace.reports.pdf import render_pdf
from skiptrace.reports.workbook import render_workbook

PRIMARY = "Marisol Q Featherstone (primary)"
GUARANTOR = "Devin Roe (guarantor)"
SPOUSE = "Rita Roe (non-obligor)"


def second(case: ReportCase) -> ReportCase:
    """The same account's guarantor, with one parcel and an SSN of his own."""
    subject = replace(
        case.order.subject,
        id="sub-2",
        names=(PersonName("Devin", "", "Roe"),),
        ssn="900559999",
        ssn4="9999",
        addresses=(),
    )
    order = replace(case.order, id="ord-2", subject=subject, role=ObligorRole.GUARANTOR)
    mine = [f for f in case.findings if f.value.startswith("Parcel 31")]
    findings = tuple(
        replace(f, id="f-2", subject_id="sub-2", value="Parcel of the guarantor") for f in mine
    )
    return replace(case, order=order, findings=findings, candidates={}, steps=case.steps[:1])


def joint(case: ReportCase) -> AssetReport:
    return build_joint_report([case, second(case)], [SPOUSE])


def test_one_obligor_alone_has_the_report_as_ever(case: ReportCase) -> None:
    assert build_joint_report([case]) == build_asset_report(case)
    assert not any(line.whose for s in build_asset_report(case).sections for line in s.lines)


def test_every_line_and_statement_names_whose_it_is(case: ReportCase) -> None:
    report = joint(case)
    for section in (*report.sections, report.unconfirmed):
        for line in section.lines:
            of_guarantor = line.value in ("Parcel of the guarantor", "Devin Roe", "xxx-xx-9999")
            is_shared = line.label == "Date of birth"
            assert is_shared or line.whose == (GUARANTOR if of_guarantor else PRIMARY)
        assert all(s.startswith((PRIMARY, GUARANTOR)) for s in section.statements)
    assert {row.result.split(":")[0] for row in report.searched} == {PRIMARY, GUARANTOR}
    assert {gap.why.split(":")[0] for gap in report.not_searched} == {PRIMARY, GUARANTOR}


def test_the_header_names_each_obligor_and_those_who_do_not_owe(case: ReportCase) -> None:
    header = {field.label: field.value for field in joint(case).header}
    assert header["Obligor 1"].startswith(f"{PRIMARY}, order ord-7F3A")
    assert header["Obligor 2"].startswith(f"{GUARANTOR}, order ord-2")
    assert header["Associated, not liable"] == SPOUSE
    assert header["Order"] == "ord-7F3A, ord-2"
    assert header["Spent on sources"] == "$0.10"
    assert "Subject" not in header
    assert "Rita" not in canonical_json(build_joint_report([case, second(case)]))


def test_exhibits_are_numbered_once_over_all_obligors(case: ReportCase) -> None:
    report = joint(case)
    marks = [exhibit.mark for exhibit in report.exhibits]
    assert marks == ["A", *(str(number) for number in range(1, len(marks)))]
    cited = {c.mark for s in (*report.sections, report.unconfirmed) for ln in s.lines
             for c in ln.citations}  # fmt: skip
    assert cited == set(marks)
    counts = {row.result for row in report.searched if row.result.startswith(GUARANTOR)}
    assert counts == {f"{GUARANTOR}: cited 1 time in this report"}


def test_no_obligor_s_number_is_shown_whole(case: ReportCase) -> None:
    text = canonical_json(joint(case))
    assert "900551234" not in text
    assert "900559999" not in text


def test_pdf_and_workbook_name_whose_each_line_is(case: ReportCase) -> None:
    report = joint(case)
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(report))).pages
    text = " ".join("".join(page.extract_text() for page in pages).split())
    assert "Devin Roe (guarantor)" in text
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_workbook(report)))
    head, *rows = book.get_sheet_by_name("Real property").to_python()
    whose = head.index("Obligor")
    assert {row[whose] for row in rows if row[0] != "Note"} == {PRIMARY, GUARANTOR}
    alone = CalamineWorkbook.from_filelike(io.BytesIO(render_workbook(build_asset_report(case))))
    assert "Obligor" not in alone.get_sheet_by_name("Real property").to_python()[0]
