"""A night says what it did and left open, and earlier nights can be looked up."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from skiptrace.acts.runs import tier_names
from skiptrace.app.installation import Installation, utc_now
from skiptrace.casefile.runs import StartedRun
from skiptrace.cli.session import opened
from tests.installation import DAY, Site
from tests.nights import BUREAU, WITHOUT_COURT, faulty_night


def reasons(report: dict[str, Any], state: str) -> list[dict[str, Any]]:
    return [one for one in report["unfinished"] if one["state"] == state]


def test_a_night_reports_what_it_left_open_and_the_book_keeps_it(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site", WITHOUT_COURT)
    night = faulty_night(site, {BUREAU: [{"kind": "503", "every": 1}]})
    told = night.summary
    assert told["placed"] > 0 and told["resumed"] == 0
    assert told["orders"]["held"] > 0 and told["orders"]["incomplete"] > 0
    for one in reasons(told, "held"):
        assert one["rule"] and one["why"]
    (incomplete,) = reasons(told, "incomplete")
    assert incomplete["source"] == "EnformionGO Person Search"
    assert "SourceUnavailable" in incomplete["why"]
    assert incomplete["count"] == told["orders"]["incomplete"]

    (run,) = site.json("runs", "list")
    assert (run["state"], run["as_of"], run["report"]) == ("ended", DAY, told)
    shown = site.run("runs", "show", run["id"][:8])
    words = shown.stdout.decode()
    assert run["id"] in words
    assert f"{told['placed']} orders placed" in words
    assert "EnformionGO Person Search" in words and "Budget of the night" in words
    for one in reasons(told, "held"):
        assert one["why"] in words
    whole = site.json("runs", "show", run["id"])
    assert site.json("runs", "show") == whole, "the last one, where none is named"
    assert {name: whole[name] for name in run} == run
    assert whole["orders"] == told["orders"]
    by_source = {s["connector_id"]: s for s in told["sources"]}
    for source, one in by_source.items():
        own = [tier for tier in whole["tiers"] if tier["source"] == source]
        assert sum(tier["outcomes"].get("hit", 0) for tier in own) == one["hits"]
        assert sum(tier["outcomes"].get("refused", 0) for tier in own) == one["refusals"]
        assert sum(float(tier["cost"]) for tier in own) == float(one["cost"])
    names = tier_names(Installation.load(site.config))
    places = [names.index(tier["tier"]) for tier in whole["tiers"]]
    assert places == sorted(places) and len(set(places)) > 1, "in the waterfall's order"
    assert sorted((f["source"], f["count"]) for f in whole["failures"]) == sorted(
        (f["source"], f["count"]) for f in told["failures"]
    )
    table = site.run("runs", "list")
    assert run["id"][:12] in table.stdout.decode()
    assert not shown.stderr and not table.stderr, "it was asked for"


def test_a_night_without_money_says_which_budget(tmp_path: Path, few: Site) -> None:
    poor = {'run_budget = "1000"': 'run_budget = "0"', **WITHOUT_COURT}
    told = faulty_night(few.copy(tmp_path / "poor", poor), {}).summary
    assert {one["rule"] for one in reasons(told, "incomplete")} == {"B-RUN"}
    assert told["money"]["waiting"] == told["orders"]["incomplete"]


def test_a_run_that_was_killed_is_named_as_such(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "killed")
    assert b"no run" in site.run("runs", "list").stdout
    assert b"no run" in site.run("runs", "show", code=1).stderr
    lost = StartedRun("ab" * 16, "batch", date.fromisoformat(DAY), utc_now())
    with opened(str(site.config)) as session, session.case.write() as tx:
        session.case.runs.begin(tx, lost)
    (run,) = site.json("runs", "list")
    assert (run["state"], run["ended"], run["report"]) == ("lost", None, None)
    assert b"it was killed" in site.run("runs", "show", "abab").stdout
    site.run("audit", "verify")
    for wrong in ("", "cd", "%"):
        assert b"no run has that id" in site.run("runs", "show", wrong, code=1).stderr
