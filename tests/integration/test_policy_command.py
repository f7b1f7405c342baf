"""`skiptrace policy` in one process: what is printed, what fails, what counsel's folder changes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from orders import ACCOUNT, SUBJECT

from config.loader import shipped_text
from skiptrace.app.setup import create_installation, starting_settings
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.cli.main import root
from skiptrace.cli.session import opened
from skiptrace.model.account import Hold
from skiptrace.model.errors import ConfigError

SIGNED = 'signed = { by = "A. Counsel", on = 2026-11-01 }\n'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An installation with one account, 10001, of a debtor in Texas who has an attorney."""
    create_installation(tmp_path, starting_settings())
    with opened(str(tmp_path / "skiptrace.toml")) as session, session.case.write() as tx:
        entry = AccountEntry(ACCOUNT, SUBJECT)
        session.case.accounts.add(tx, [entry])
        found = session.case.accounts.find(tx, "10001")
        assert found is not None
        attorney = Hold(found.account.id, "ATTY", date(2026, 1, 2), "letter")
        session.case.accounts.add_holds(tx, [attorney])
    return tmp_path


def run(site: Path, *words: str, code: int = 0) -> Result:
    said = CliRunner().invoke(
        root, ["--config", str(site / "skiptrace.toml"), "policy", *words], standalone_mode=False
    )
    if said.exception is not None and not isinstance(said.exception, SystemExit):
        raise said.exception
    assert (said.return_value or 0) == code, said.output
    return said


def counsel(site: Path, name: str, text: str) -> None:
    """Give the installation a folder of counsel's with one table."""
    (site / "counsel").mkdir(exist_ok=True)
    (site / "counsel" / name).write_text(SIGNED + text)
    settings = (site / "skiptrace.toml").read_text()
    if 'policy = "counsel"\n' not in settings:
        (site / "skiptrace.toml").write_text(f'policy = "counsel"\n{settings}')


def test_an_account_is_explained_with_rule_hold_and_source(site: Path) -> None:
    told = run(site, "explain", "10001", "--on", "2026-11-23").output
    assert "call (contacts): hold, decided by R06" in told
    assert "call (assets): legal, decided by R06" in told
    assert "ATTY since 2026-01-02 [12 CFR 1006.6(b)(2)" in told
    assert "HOLLOWAY" not in told
    before = json.loads(run(site, "explain", "10001", "--on", "2026-01-01", "--json").output)
    assert {s["verdict"] for s in before[0]["stages"] if s["stage"] != "suit"} == {"allowed"}


def test_the_list_says_what_is_out_of_scope_and_who_signed_what(site: Path) -> None:
    told = run(site, "list").output
    assert "R38  16 CFR 314.4" in told
    assert "holds.toml  shipped, signed off by nobody" in told
    counsel(site, "holds.toml", shipped_text("holds.toml"))
    assert "holds.toml  signed off by A. Counsel on 2026-11-01" in run(site, "list").output
    rules = json.loads(run(site, "list", "--json").output)["rules"]
    assert {rule["id"] for rule in rules} >= {"R05", "R48", "R67"}


def test_counsels_cases_fail_when_a_table_was_softened(site: Path) -> None:
    assert "cases are as expected" in run(site, "test").output
    softened = shipped_text("holds.toml").replace(
        '"ATTY" = { rule = "R06", binds = "review", restrains = "obligor", trace = "hold"',
        '"ATTY" = { rule = "R06", binds = "review", restrains = "obligor", trace = "ok"',
    )
    counsel(site, "holds.toml", softened)
    told = run(site, "test", code=1).output
    assert "an attorney holds a trace: expected R06 hold, the law says nothing restrains" in told


def test_a_change_is_told_with_its_day_and_a_day_that_is_not_later_is_wrong(site: Path) -> None:
    told = run(site, "changes", "--from", "2026-11-23", "--to", "2027-02-01").output
    assert "1 open accounts" in told
    assert "2027-01-31" in told and "R26" in told
    assert "no open account is decided otherwise" in told
    with pytest.raises(Exception, match="expected a later day"):
        run(site, "changes", "--from", "2026-11-23", "--to", "2026-11-23")


def test_a_table_that_nobody_signed_stops_every_command(site: Path) -> None:
    counsel(site, "voter.toml", shipped_text("voter.toml"))
    (site / "counsel" / "voter.toml").write_text(shipped_text("voter.toml"))
    with pytest.raises(ConfigError, match=r"voter\.toml: signed: expected who"):
        run(site, "list")
