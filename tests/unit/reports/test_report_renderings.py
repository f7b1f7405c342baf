"""PDF and workbook: every line arrives, nothing in the data acts, the bytes are reproducible."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pypdf
import pytest
import python_calamine

from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import Finding, FindingKind
from skiptrace.reports.asset_report import build_asset_report
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.content import AssetReport, ReportCase
from skiptrace.reports.pdf import drawn, render_pages, render_pdf
from skiptrace.reports.wording import phone_words
from skiptrace.reports.workbook import render_workbook

FindingOf = Callable[..., Finding]
EvidenceOf = Callable[..., Evidence]

HOSTILE = (
    '=HYPERLINK("http://example.com","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "#eval(1) *bold* _it_ $x^2$ <label> @ref [link] `raw` // note",
    '#panic("x") \\ ~ -- --- "quotes"',
    "{=1+1}",
    "https://example.com/x",
    "0123",
    "line\nbreak",
    "A" * 300,
)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pdf_text(made: bytes) -> str:
    return squeezed(
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    )


def with_value(case: ReportCase, *findings: Finding) -> AssetReport:
    return build_asset_report(replace(case, findings=findings))


def cells(made: bytes) -> dict[str, list[list[object]]]:
    book = python_calamine.load_workbook(io.BytesIO(made))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_phone_is_printed_as_people_write_it_and_stays_as_it_is_in_json(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    number, written = "+17725550103", "(772) 555-0103"
    row = evidence_of(FindingKind.PHONE, "bureau", number)
    report = with_value(case, finding_of(FindingKind.PHONE, number, row))
    assert number in canonical_json(report)
    assert squeezed(written) in pdf_text(render_pdf(report))
    printed = {cell for rows in cells(render_workbook(report)).values() for r in rows for cell in r}
    assert written in printed


def test_the_pdf_holds_every_line_with_source_reference_date_and_exhibit(case: ReportCase) -> None:
    report = build_asset_report(case)
    text = pdf_text(render_pdf(report))
    for section in (*report.sections, report.unconfirmed):
        assert squeezed(section.title) in text
        for statement in section.statements:
            assert squeezed(statement) in text, statement
        for line in section.lines:
            assert squeezed(phone_words(line.value)) in text
            for cited in line.citations:
                expected = f"[{cited.mark}]{cited.source}ref.{cited.record_ref}"
                assert squeezed(expected) in text, expected
    for exhibit in report.exhibits:
        assert exhibit.sha256 in text
    for gap in report.not_searched:
        assert squeezed(gap.why) in text


def test_ids_and_hashes_stand_whole_in_the_pdf(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    reference = "2026-" + "0123456789ABCDEF" * 4
    lien = finding_of(
        FindingKind.LIEN, reference, evidence_of(FindingKind.LIEN, "liens", reference)
    )
    report = build_asset_report(replace(case, findings=(lien, *case.findings)))
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(report))).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert not [char for char in text if unicodedata.category(char) == "Cf"]
    hashes = [exhibit.sha256 for exhibit in report.exhibits if exhibit.sha256]
    assert hashes and all(f"\n{digest}\n" in text for digest in hashes)
    assert text.replace("\n", "").count(reference) >= 3


def test_the_pdf_is_tagged_titled_and_declares_pdf_ua_and_pdf_a(case: ReportCase) -> None:
    made = render_pdf(build_asset_report(case))
    reader = pypdf.PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-US"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "10001" in str(reader.metadata.title if reader.metadata else "")
    described = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part>1<", described)
    assert re.search(r"pdfaid:part>2<", described)


def test_the_pdf_and_the_workbook_are_the_same_bytes_every_time(case: ReportCase) -> None:
    report = build_asset_report(case)
    assert render_pdf(report) == render_pdf(report)
    assert render_workbook(report) == render_workbook(report)


def test_pages_are_numbered_and_carry_account_and_matter(case: ReportCase) -> None:
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(build_asset_report(case)))).pages
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert f"Page {number} of {len(pages)}" in text
        assert "Account 10001" in text and "Matter 26-CV-118" in text


def test_a_report_of_nothing_still_renders(bare_case: ReportCase) -> None:
    text = pdf_text(render_pdf(build_asset_report(bare_case)))
    assert squeezed("No source has answered for this order.") in text
    assert squeezed("Military service: unable to determine.") in text


def test_hostile_text_stays_text_in_the_pdf(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    liens = [
        finding_of(FindingKind.LIEN, value, evidence_of(FindingKind.LIEN, "liens", value))
        for value in HOSTILE
    ]
    text = pdf_text(render_pdf(with_value(case, *liens)))
    assert [value for value in HOSTILE if squeezed(value) not in text] == []


DRAWN = [
    ("Łukasz Ångström-O\u2019Neil", "Łukasz Ångström-O\u2019Neil"),
    ("李 小龙", "[U+674E] [U+5C0F][U+9F99]"),
    ("evil\u202egnp", "evil[U+202E]gnp"),
    ("JO\u200bHN", "JOHN"),
    ("JO\u00adHN \ufeffDOE\u200d", "JOHN DOE"),
    ("\u2066JOHN\u2069", "[U+2066]JOHN[U+2069]"),
    ("DOE\ufe0f\u034f\u3164\U000e0100\U000e0041", "DOE"),
    ("A\u0600B", "A[U+0600]B"),
    ("nul\x00bell\x07", "nul[U+0000]bell[U+0007]"),
    ("smile 😀", "smile [U+1F600]"),
    ("e\u0301", "é"),
    ("soft\u00adhyphen", "softhyphen"),
]


def test_what_the_font_cannot_draw_is_printed_as_its_code(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    """Each value has its place in the table behind it, since some are a part of others."""
    assert [drawn(value) for value, _ in DRAWN] == [printed for _, printed in DRAWN]
    liens = [
        finding_of(
            FindingKind.LIEN, f"{value} ({n})", evidence_of(FindingKind.LIEN, "liens", f"{n}")
        )
        for n, (value, _) in enumerate(DRAWN)
    ]
    text = pdf_text(render_pdf(with_value(case, *liens)))
    wanted = [squeezed(f"{printed} ({n})") for n, (_, printed) in enumerate(DRAWN)]
    assert [one for one in wanted if one not in text] == []


def test_every_character_said_to_be_drawable_is_drawn(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    codes = (chr(code) for code in range(0x20, 0x2200) if drawn(chr(code)) == chr(code))
    value = " ".join(codes)
    lien = finding_of(FindingKind.LIEN, value, evidence_of(FindingKind.LIEN, "liens", "L-1"))
    assert render_pdf(with_value(case, lien)).startswith(b"%PDF")


def test_a_line_of_many_records_runs_over_pages(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    rows = [evidence_of(FindingKind.LIEN, "liens", f"L-{n:03}") for n in range(120)]
    text = pdf_text(render_pdf(with_value(case, finding_of(FindingKind.LIEN, "Lien", *rows))))
    assert all(f"ref.L-{n:03}" in text for n in range(120))


def test_the_preview_gives_one_picture_a_page(case: ReportCase) -> None:
    report = build_asset_report(case)
    pages = render_pages(report, 20)
    assert len(pages) == len(pypdf.PdfReader(io.BytesIO(render_pdf(report))).pages)
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_the_workbook_has_a_sheet_for_each_section_and_a_row_for_each_cited_record(
    case: ReportCase,
) -> None:
    report = build_asset_report(case)
    sheets = cells(render_workbook(report))
    assert len(sheets) == len(report.sections) + 5
    for section in report.sections:
        rows = sheets[section.code.replace("_", " ").capitalize()]
        cited = [
            (phone_words(line.value), c.source, c.record_ref)
            for line in section.lines
            for c in line.citations
        ]
        assert [(r[1], r[7], r[8]) for r in rows[1 : len(cited) + 1]] == cited
        notes = [row[1] for row in rows if row[0] == "Note"]
        assert notes == list(section.statements)
    assert len(sheets["Exhibits"]) == len(report.exhibits) + 1
    assert len(sheets["Not searched"]) == len(report.not_searched) + 1


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_is_a_text_cell_in_the_workbook(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf, value: str
) -> None:
    lien = finding_of(FindingKind.LIEN, value, evidence_of(FindingKind.LIEN, "liens", value))
    made = render_workbook(with_value(case, lien))
    row = cells(made)["Liens judgments"][1]
    assert squeezed(str(row[1])) == squeezed(value) and isinstance(row[1], str)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        text = b"".join(parts.read(name) for name in parts.namelist())
    assert b"<f>" not in text and b"<hyperlink" not in text


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(
    case: ReportCase, finding_of: FindingOf, evidence_of: EvidenceOf
) -> None:
    long = "x" * 40_000
    lien = finding_of(FindingKind.LIEN, long, evidence_of(FindingKind.LIEN, "liens", "L-1"))
    cell = str(cells(render_workbook(with_value(case, lien)))["Liens judgments"][1][1])
    assert len(cell) == 32_767 and cell.endswith("whole in the JSON]")
