"""How sources stand, through the command line: what rests, until when, and a person who ends it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.installation import DAY, Site
from tests.nights import BUREAU, PATHS, REGISTRY, WITHOUT_COURT, Night, night

DAYS = (DAY, "2026-11-23", "2026-11-24")
BUDGET = {f"[sources.{BUREAU}]": f'[sources.{BUREAU}]\nday_budget = "0.30"', **WITHOUT_COURT}


def standing(site: Site, source: str) -> Any:
    return site.json("sources", "list")[source]["standing"]


def reasons(ended: Night) -> str:
    """What the bureau said, in the summary."""
    told = [f["reason"] for f in ended.summary["failures"] if "Enformion" in f["source"]]
    assert told
    return "; ".join(told)


def test_a_source_that_refused_rests_for_the_next_nights_until_a_person_resumes_it(
    tmp_path: Path, few: Site
) -> None:
    site = few.copy(tmp_path / "site", WITHOUT_COURT)
    book = tmp_path / "faults.json"
    book.write_text(json.dumps({PATHS[BUREAU]: [{"kind": "401", "every": 1}]}))
    assert standing(site, BUREAU)["rests"] is None
    with site.served(book):
        first = night(site, on=DAYS[0])
        assert "not asked before" not in reasons(first)
        rests = standing(site, BUREAU)["rests"]
        assert rests["why"].startswith("SourceRefused")
        second = night(site, on=DAYS[1])
        assert "not asked before" in reasons(second)
        assert "SourceRefused" in site.run("sources", "list").stdout.decode()
        site.run("sources", "resume", BUREAU)
        site.run("sources", "resume", BUREAU, code=1)
        assert "not asked before" not in reasons(night(site, on=DAYS[2]))
    site.run("audit", "verify")


def test_the_money_of_a_day_and_what_is_used_of_a_limit_are_told(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site", BUDGET)
    with site.served():
        ended = night(site)
    found = standing(site, BUREAU)
    assert (found["spent_today"], found["day_budget"]) == ("0.30", "0.30")
    assert float(ended.summary["cost"]) == pytest.approx(0.30)
    left = [u for u in ended.summary["unfinished"] if u["rule"] == "B-SOURCE"]
    assert left and left[0]["state"] == "incomplete"
    [limit] = standing(site, REGISTRY)["limits"]
    assert (limit["calls"], limit["seconds"]) == (800, 1.0)
    assert 0 <= limit["used"] <= 800
    assert site.json("sources", "list")["death_master_file"]["standing"]["limits"] == []
