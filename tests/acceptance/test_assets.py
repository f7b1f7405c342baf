"""The asset report for a legal matter: PDF, workbook and JSON say the same, line by line."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdf
import pytest
from python_calamine import CalamineWorkbook

from skiptrace.reports.wording import phone_words
from tests.findings import findings_of
from tests.installation import DAY, Site
from tests.nights import bill

MATTER = "M-2026-17"
CREDITOR = "A"
HEADINGS = {
    "identity": "Identity and aliases",
    "addresses": "Address history",
    "real_property": "Real property",
    "business": "Business interests",
    "liens_judgments": "Liens and judgments",
    "bankruptcies": "Bankruptcies",
}
ASSETS = {"real_property", "business_interest", "lien", "judgment", "court_case"}
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u00ad\ufeff]+")


def squeezed(text: str) -> str:
    """The text without blanks and marks that no reader sees, as a PDF may break it anywhere."""
    return _UNSEEN.sub("", text)


@dataclass(frozen=True)
class Report:
    """One asset report in its three forms, with the account's row of the intake file."""

    row: dict[str, str]
    content: dict[str, Any]
    pdf: Path
    xlsx: Path

    @property
    def account(self) -> str:
        return self.row["account_number"]

    @property
    def sections(self) -> list[dict[str, Any]]:
        return [*self.content["sections"], self.content["unconfirmed"]]

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [line for section in self.sections for line in section["lines"]]

    @cached_property
    def pdf_text(self) -> str:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(self.pdf).pages)

    def sheet(self, name: str) -> list[list[Any]]:
        return CalamineWorkbook.from_path(self.xlsx).get_sheet_by_name(name).to_python()

    def texts(self) -> Iterator[str]:
        """Everything that a reader of the three forms can read."""
        yield json.dumps(self.content, ensure_ascii=False)
        yield self.pdf_text
        for name in CalamineWorkbook.from_path(self.xlsx).sheet_names:
            yield "\n".join(str(cell) for row in self.sheet(name) for cell in row)


def mail_rows(site: Site) -> dict[str, dict[str, str]]:
    with site.mail.open(newline="") as file:
        return {row["account_number"]: row for row in csv.DictReader(file)}


def assets(site: Site, account: str, *more: str, code: int | None = 0) -> Any:
    return site.json("assets", account, "--as-of", DAY, *more, code=code)


@pytest.fixture(scope="module")
def telling(traced: Site) -> list[str]:
    """Accounts by how many kinds of verified asset indicators they have, most first."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for number, kind, _, _, status, *_ in findings_of(traced):
        if kind in ASSETS and status == "verified":
            kinds[number].add(kind)
    return sorted(kinds, key=lambda number: (-len(kinds[number]), number))


def written(site: Site, account: str) -> Report:
    pdf, xlsx = site.folder / f"{account}.pdf", site.folder / f"{account}.xlsx"
    files = ("--pdf", str(pdf), "--xlsx", str(xlsx))
    content = assets(site, account, "--matter", MATTER, *files)
    return Report(mail_rows(site)[account], content, pdf, xlsx)


@pytest.fixture(scope="module")
def reports(traced: Site, telling: list[str]) -> list[Report]:
    """The report with the most to tell, and that of a debtor whose whole SSN is known."""
    rows = mail_rows(traced)
    numbered = next(n for n in telling[1:] if len(re.sub(r"\D", "", rows[n]["ssn"])) == 9)
    return [written(traced, telling[0]), written(traced, numbered)]


def test_the_pdf_has_every_section(reports: list[Report]) -> None:
    for report in reports:
        text = squeezed(report.pdf_text)
        for title in (*HEADINGS.values(), "What was searched", "What was not searched"):
            assert squeezed(title) in text, title
        for wanted in (report.account, MATTER, "asset indicator"):
            assert squeezed(wanted).casefold() in text.casefold()


def test_the_pdf_is_tagged_for_everybody(reports: list[Report]) -> None:
    reader = pypdf.PdfReader(reports[0].pdf)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"].startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title
    assert re.search(rb"pdfuaid:part(>|=[\"'])1", root["/Metadata"].get_object().get_data())


def test_every_line_says_where_it_is_from_and_how_sure_it_is(reports: list[Report]) -> None:
    kinds = {section["code"] for section in reports[0].sections if section["lines"]}
    assert {"identity", "addresses"} < kinds
    for line in (line for report in reports for line in report.lines):
        assert line["citations"]
        for cited in line["citations"]:
            assert cited["source"]
            assert cited["record_ref"]
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", cited["retrieved"])
            if cited["mark"] != CREDITOR:
                assert 0 < cited["probability"] <= 1
        if {cited["mark"] for cited in line["citations"]} != {CREDITOR}:
            assert 0 < line["probability"] <= 1


def test_every_line_is_in_the_pdf(reports: list[Report]) -> None:
    for report in reports:
        text = squeezed(report.pdf_text)
        for line in report.lines:
            assert squeezed(phone_words(line["value"])) in text
            for cited in line["citations"]:
                assert squeezed(cited["record_ref"]) in text
                assert squeezed(cited["source"]) in text


def test_the_workbook_has_the_same_lines(reports: list[Report]) -> None:
    for report in reports:
        for section in report.sections:
            head, *rows = report.sheet(section["code"].replace("_", " ").capitalize())
            place = {name: number for number, name in enumerate(head)}
            columns = [
                place[name]
                for name in ("Kind", "What is recorded", "Source", "Record reference", "Retrieved")
            ]
            shown = Counter(tuple(row[c] for c in columns) for row in rows if row[0] != "Note")
            told = Counter(
                (
                    line["label"],
                    phone_words(line["value"]),
                    c["source"],
                    c["record_ref"],
                    c["retrieved"],
                )
                for line in section["lines"]
                for c in line["citations"]
            )
            assert shown == told
            for row in rows:
                match = row[place["Match"]]
                assert match == "" or 0 < match <= 1
            notes = [row[1] for row in rows if row[0] == "Note"]
            assert notes == section["statements"]


def test_it_says_what_was_searched_in_vain_and_what_was_not_searched(
    reports: list[Report],
) -> None:
    for report in reports:
        searched = report.content["searched"]
        assert {one["result"] for one in searched} & {"nothing found"}
        assert all(gap["why"] for gap in report.content["not_searched"])
        empty = [s for s in report.content["sections"] if not s["lines"]]
        assert empty
        assert all(section["statements"] for section in empty)


def test_a_source_that_a_line_rests_on_is_not_called_unsearched(reports: list[Report]) -> None:
    for report in reports:
        cited = {c["source"] for line in report.lines for c in line["citations"]}
        assert cited & {one["source"] for one in report.content["searched"]}
        assert not cited & {gap["source"] for gap in report.content["not_searched"]}
        for section in report.content["sections"]:
            assert not cited & {gap["source"] for gap in section["not_searched"]}


def test_it_never_says_that_somebody_owns_something(reports: list[Report]) -> None:
    for report in reports:
        for text in report.texts():
            assert not re.search(r"\bowns\b", text, re.IGNORECASE)


def test_an_ssn_is_shown_by_its_last_four_digits_only(reports: list[Report]) -> None:
    report = reports[1]
    number = re.sub(r"\D", "", report.row["ssn"])
    for text in report.texts():
        assert number not in re.sub(r"[\s.\u200b-]", "", text)
    identity = json.dumps(report.content["sections"][0])
    assert f"xxx-xx-{number[-4:]}" in identity


def test_every_exhibit_is_cited_and_names_a_stored_answer(
    traced: Site, reports: list[Report], tmp_path: Path
) -> None:
    for report in reports:
        exhibits = {one["mark"]: one for one in report.content["exhibits"]}
        marks = {c["mark"] for line in report.lines for c in line["citations"]}
        assert set(exhibits) == marks
        assert all(len(one["sha256"]) == 64 for m, one in exhibits.items() if m != CREDITOR)
    finding = next(line for line in reports[0].lines if line["finding_id"])
    shas = {
        one["sha256"]
        for one in reports[0].content["exhibits"]
        if one["mark"] in {c["mark"] for c in finding["citations"]}
    }
    name = finding["finding_id"]
    traced.run("trace", reports[0].account, "--evidence", name, "--out", str(tmp_path))
    assert {sha256(file.read_bytes()).hexdigest() for file in tmp_path.iterdir()} == shas


def order_of(content: dict[str, Any]) -> str:
    return next(field["value"] for field in content["header"] if field["label"] == "Order")


def test_the_same_report_again_is_the_same_order_and_costs_nothing(
    traced: Site, reports: list[Report]
) -> None:
    before = bill(traced)
    again = assets(traced, reports[0].account, "--matter", MATTER)
    assert order_of(again) == order_of(reports[0].content)
    assert [s["lines"] for s in again["sections"]] == [
        s["lines"] for s in reports[0].content["sections"]
    ]
    assert bill(traced) == before


def test_another_matter_is_another_order(traced: Site, reports: list[Report]) -> None:
    other = assets(traced, reports[0].account, "--matter", "M-2026-18")
    assert order_of(other) != order_of(reports[0].content)


def test_without_a_matter_it_is_wrong_usage(traced: Site, telling: list[str]) -> None:
    done = traced.run("assets", telling[0], code=2)
    assert b"--matter" in done.stderr
    assert done.stdout == b""


def test_an_unknown_account_is_one_clear_line(traced: Site) -> None:
    done = traced.run("assets", "no-such-account", "--matter", MATTER, code=1)
    assert done.stdout == b""
    assert len(done.stderr.decode().splitlines()) == 1


@pytest.mark.parametrize(("hold", "rule"), [("BK13-OPEN", "R48"), ("IDT-CLAIM", "R33")])
def test_a_held_account_is_refused_and_nothing_leaves(traced: Site, hold: str, rule: str) -> None:
    number = next(n for n, row in mail_rows(traced).items() if row["holds"].startswith(hold))
    before = bill(traced)
    done = traced.run("assets", number, "--matter", MATTER, "--as-of", DAY, "--json", code=3)
    assert done.stdout == b""
    assert rule in done.stderr.decode()
    assert bill(traced) == before
