"""A model of one's own: learned from what collectors found out, then used by traces."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from itertools import cycle

import pytest
from click.testing import CliRunner, Result
from installation import DAY, Site

from config.default_model import TRACE_MODEL
from skiptrace.app.demo import _all_findings
from skiptrace.cli.exits import Exit
from skiptrace.cli.main import root
from skiptrace.cli.session import opened

JUDGED = 400


def run(site: Site, *args: str) -> Result:
    """A command in this process; as a process of its own each would take half a second."""
    return CliRunner().invoke(root, ["--config", str(site.config), *args], standalone_mode=False)


def matched_findings(site: Site) -> list[tuple[str, str]]:
    """Account numbers and ids of the findings that a weighed candidate is behind."""
    with opened(str(site.config)) as session:
        return [
            (entry.account.number, finding.id)
            for entry, found in _all_findings(session.case)
            for finding in found
            if any(evidence.candidate_id for evidence in finding.evidence)
        ]


def models_of(site: Site) -> set[str]:
    with closing(sqlite3.connect(site.folder / "skiptrace.db")) as con:
        return {row[0] for row in con.execute("SELECT DISTINCT model FROM candidate")}


@pytest.fixture(scope="module")
def judged(traced: Site) -> Site:
    """An installation in which people judged findings; every other account was the wrong party."""
    found = matched_findings(traced)[:JUDGED]
    verdicts = cycle(("right_party", "wrong_party"))
    said = dict(zip(dict.fromkeys(account for account, _ in found), verdicts, strict=False))
    for account, finding in found:
        words = ("--actor", "ann", "--reason", "spoke to the person")
        done = run(traced, "judge", account, finding, said[account], *words)
        assert done.return_value == Exit.DONE, done.output
    return traced


def test_what_people_judged_becomes_a_model_that_traces_go_by(judged: Site) -> None:
    target = judged.folder / "ours-1.json"
    trained = ("--from-casefile", "--id", "ours-1", "--out", str(target), "--as-of", DAY, "--json")
    made = run(judged, "model", "train", *trained)
    assert made.return_value == Exit.DONE, made.output
    told = json.loads(made.stdout)["training"]
    assert (told["method"], told["base"]) == ("recorded outcomes", TRACE_MODEL)
    assert told["outcomes"] > 60
    assert told["right_parties"] >= 30 <= told["outcomes"] - told["right_parties"]
    before = models_of(judged)
    settings = judged.config.read_text()
    judged.config.write_text(settings + '\n[matching]\nmodel = "ours-1.json"\n')
    account = matched_findings(judged)[0][0]
    judged.run("trace", account, "--as-of", DAY, "--again")
    judged.config.write_text(settings)
    assert models_of(judged) == before | {"ours-1"}


def test_a_model_file_that_is_not_there_is_named(judged: Site) -> None:
    settings = judged.config.read_text()
    judged.config.write_text(settings + '\n[matching]\nmodel = "gone.json"\n')
    account = matched_findings(judged)[0][0]
    done = judged.run("trace", account, "--as-of", DAY, "--again", code=None)
    judged.config.write_text(settings)
    assert done.returncode == 1
    assert b"matching.model: there is no file gone.json" in done.stderr
