"""A model of one's own: learned from what collectors found out, then used by traces."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from itertools import cycle
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.default_model import TRACE_MODEL
from connectors.sandbox.demo.found import read_found
from jobs.linkage.model_files import NOT_MEASURED
from skiptrace.app.installation import utc_now
from skiptrace.cli.exits import Exit
from skiptrace.cli.main import root
from skiptrace.cli.session import opened
from skiptrace.model.errors import MatchingError
from skiptrace.model.judgement import Judgement, Verdict
from tests.acceptance.conftest import Built
from tests.installation import DAY, Site, begin_anew, built_town
from tests.nights import COURT, REGISTRY, SALES, without

ACCOUNTS = 190
_KEY = base64.b64encode(bytes(range(32))).decode()
KEYS = {"format": "skiptrace-keys", "version": 1, "index": _KEY, "keys": {"1": _KEY}}


def run(site: Site, *args: str) -> Result:
    """A command in this process; as a process of its own each would take half a second."""
    return CliRunner().invoke(root, ["--config", str(site.config), *args], standalone_mode=False)


def matched_findings(site: Site) -> list[tuple[str, str]]:
    """Account numbers and ids of the findings that a weighed candidate is behind."""
    with opened(str(site.config)) as session:
        return [
            (entry.account.number, finding.id)
            for entry, found in read_found(session.case)
            for finding in found
            if any(evidence.candidate_id for evidence in finding.evidence)
        ]


@contextmanager
def matching(site: Site, model: str) -> Iterator[None]:
    """The site with its traces going by that model."""
    settings = site.config.read_text()
    site.config.write_text(f'{settings}\n[matching]\nmodel = "{model}"\n')
    try:
        yield
    finally:
        site.config.write_text(settings)


def shipped_text() -> str:
    return files("config").joinpath("models", f"{TRACE_MODEL}.json").read_text("utf-8")


def never_measured() -> str:
    raw = json.loads(shipped_text())
    return json.dumps({**raw, "id": "em-1", "reliability": {"of": NOT_MEASURED}})


def traced_anew(site: Site, account: str) -> bool:
    """Whether the account could be traced; many are held, some of them for what was judged."""
    return site.run("trace", account, "--as-of", DAY, "--again", code=None).returncode == 0


def models_of(site: Site) -> set[str]:
    with closing(sqlite3.connect(site.folder / "skiptrace.db")) as con:
        return {row[0] for row in con.execute("SELECT DISTINCT model FROM candidate")}


@pytest.fixture
def judged(tmp_path: Path, built_once: Built) -> Iterator[Site]:
    """An installation in which people judged all findings; every other account is the wrong party.

    Which subjects are held out follows from their ids, and these from the keys, which are fixed.
    """

    def build(folder: Path) -> None:
        town, left_out = built_town(folder, accounts=ACCOUNTS), without(COURT, REGISTRY, SALES)
        site = Site.create(folder / "site", town, left_out)
        begin_anew(site, KEYS)
        with site.served() as traced:
            traced.run("intake", str(traced.mail), "--yes", "--as-of", DAY, code=None)
            traced.run("nightly", "--as-of", DAY, code=None)
            judge_everything(traced)

    with Site(built_once("judged", build) / "site").copy(tmp_path / "site").served() as site:
        yield site


def judge_everything(traced: Site) -> None:
    """A person's word on every finding, the right party for every other account.

    The first is judged by the command, the others as the command does it, in one go.
    """
    found = matched_findings(traced)
    verdicts = cycle((Verdict.RIGHT_PARTY, Verdict.WRONG_PARTY))
    said = dict(zip(dict.fromkeys(account for account, _ in found), verdicts, strict=False))
    account, finding = found[0]
    words = ("--reason", "spoke to the person")
    done = run(traced, "judge", account, finding, said[account].value, *words)
    assert done.return_value == Exit.DONE, done.output
    with opened(str(traced.config)) as session, session.case.write() as tx:
        for account, finding in found[1:]:
            judged = session.case.findings.get(tx, finding)
            assert judged is not None
            fact = (judged.account_id, judged.kind, judged.key)
            told = Judgement(*fact, said[account], "ann", utc_now(), "spoke to the person")
            session.case.judgements.add(tx, told)


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
    accounts = dict.fromkeys(account for account, _ in matched_findings(judged))
    with matching(judged, "ours-1.json"):
        assert any(traced_anew(judged, account) for account in accounts)
        assert b"traces go by ours-1" in judged.run("doctor").stdout
        again = run(judged, "model", "train", *trained[:1], "--id", "o-2", "--out", "o-2.json")
    assert models_of(judged) == before | {"ours-1"}
    assert isinstance(again.exception, MatchingError)
    assert "outcomes are of other models than ours-1" in str(again.exception)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("gone.json", None, "matching.model: there is no file gone.json"),
        ("no.json", "{}", "model no.json: damaged"),
        ("em.json", never_measured(), "em.json was learned without labels and never measured"),
        ("same.json", shipped_text(), f"same.json has the id of a shipped model, {TRACE_MODEL}"),
    ],
)
def test_a_file_that_is_no_model_of_ones_own_is_named(
    judged: Site, name: str, text: str | None, words: str
) -> None:
    if text is not None:
        (judged.folder / name).write_text(text)
    account = matched_findings(judged)[0][0]
    with matching(judged, name):
        done = judged.run("trace", account, "--as-of", DAY, "--again", code=1)
        checked = judged.run("doctor", code=1)
    assert words in done.stderr.decode()
    assert words in checked.stdout.decode().replace("\n", " ")
