"""`skiptrace trace --explain --chart`: where the chart goes, and what is wrong usage."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from skiptrace.cli import trace_view
from skiptrace.cli.exits import Exit
from skiptrace.cli.main import root
from skiptrace.cli.session import people, tables
from skiptrace.reports.content import ReportCase
from skiptrace.reports.explanation import explain, explanation_svg


def shown(case: ReportCase, as_json: bool, chart: Path | None) -> int:
    why = explain(case, case.findings[0].id)
    return trace_view.print_explained(why, as_json, chart, (tables(), people()))


@pytest.mark.parametrize("as_json", [True, False])
def test_the_chart_is_written_for_its_owner_beside_the_explanation(
    case: ReportCase,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    as_json: bool,
) -> None:
    chart, finding = tmp_path / "new" / "why.svg", case.findings[0].id
    assert shown(case, as_json, chart) == Exit.DONE
    body = chart.read_bytes()
    assert body.decode() == explanation_svg(explain(case, finding))
    assert ElementTree.fromstring(body).get("width") == "800"  # noqa: S314 (our own text)
    assert chart.stat().st_mode & 0o777 == 0o600
    said = capsys.readouterr()
    assert "chart written to" in said.err
    assert (
        (json.loads(said.out)["finding_id"] == finding)
        if as_json
        else case.findings[0].value in said.out
    )


def test_without_a_chart_nothing_is_written(
    case: ReportCase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown(case, False, None)
    assert list(tmp_path.iterdir()) == [] and "chart" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "args",
    [
        ("--chart", "why.svg"),
        ("--notes", "--chart", "why.svg"),
        ("--evidence", "f-1", "--chart", "why.svg"),
        ("--explain", "f-1", "--chart", "skiptrace.toml"),
        ("--explain", "f-1", "--chart", "why"),
    ],
)
def test_a_chart_of_nothing_or_over_another_file_is_wrong_usage(args: tuple[str, ...]) -> None:
    done = CliRunner().invoke(root, ["trace", "10001", *args])
    assert done.exit_code == Exit.USAGE
    assert "--chart a name that ends in .svg, together with --explain" in done.output


def test_help_says_what_the_chart_is() -> None:
    shown = " ".join(CliRunner().invoke(root, ["trace", "--help"], obj="none.toml").output.split())
    assert "--chart FILE.svg" in shown and "one for each record" in shown
