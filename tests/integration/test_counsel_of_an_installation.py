"""Counsel's folder of an installation: everything goes by it, and no setting stands beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.loader import shipped_text
from connectors.registry import discover
from skiptrace.app.fiction import Scene
from skiptrace.app.installation import Installation
from skiptrace.app.policy import policy_of
from skiptrace.app.sources import connector_of
from skiptrace.app.take_in import take_in_of
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.crypto import Keyring
from skiptrace.compliance.policy.decision import Stage
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.intake.mapping import Mapping
from skiptrace.intake.parsers import parsers_for
from skiptrace.model.account import Account, Hold
from skiptrace.model.errors import ConfigError

SIGNED = 'signed = { by = "A. Counsel", on = 2026-11-01 }\n'
DEATHS = "[sources.death_master_file]\noptions = {}\n"


def installed(tmp_path: Path, settings: str = "", **tables: str) -> Installation:
    (tmp_path / "counsel").mkdir()
    for name, text in tables.items():
        (tmp_path / "counsel" / f"{name}.toml").write_text(SIGNED + text)
    file = tmp_path / "skiptrace.toml"
    file.write_text(f'policy = "counsel"\n{settings}')
    return Installation.load(file)


def test_a_hold_that_counsel_hardened_is_hard_for_this_installation(tmp_path: Path) -> None:
    text = shipped_text("holds.toml").replace(
        '"ATTY" = { rule = "R06", binds = "review", restrains = "obligor", trace = "hold"',
        '"ATTY" = { rule = "R06", binds = "review", restrains = "obligor", trace = "block"',
    )
    policy = policy_of(installed(tmp_path, holds=text))
    hold = Hold("acc", "ATTY", date(2026, 11, 1), "letter")
    account = Account("acc", "1", status="open")
    said = policy.evaluate(Stage.INTAKE, Facts(date(2026, 11, 23), account, (hold,)))
    assert (said.rule, said.severity.name) == ("R06", "BLOCK")


def test_the_certification_for_deaths_is_counsels(tmp_path: Path) -> None:
    text = shipped_text("policy.toml").replace("# certified_until", "certified_until")
    connector = connector_of(
        installed(tmp_path, DEATHS, policy=text), discover(), "death_master_file", Scene()
    )
    assert vars(connector)["_certified_until"] == date(2027, 3, 31)


def test_without_a_certification_there_is_none(tmp_path: Path) -> None:
    connector = connector_of(installed(tmp_path, DEATHS), discover(), "death_master_file", Scene())
    assert vars(connector)["_certified_until"] is None


def test_a_certification_beside_counsels_table_is_refused(tmp_path: Path) -> None:
    settings = DEATHS.replace("{}", '{ ladmf_certified_until = "2027-03-31" }')
    with pytest.raises(ConfigError, match=r"ladmf_certified_until: expected in policy\.toml"):
        connector_of(installed(tmp_path, settings), discover(), "death_master_file", Scene())


def test_a_status_that_counsel_made_hold_is_read_so_at_intake(
    tmp_path: Path, case: CaseFile
) -> None:
    text = shipped_text("holds.toml").replace(
        '"judgment" = { rule = "R27", trace = "ok"', '"judgment" = { rule = "R27", trace = "hold"'
    )
    installation = installed(tmp_path, holds=text)
    intake = take_in_of(installation, case, Keyring.generate(), date(2026, 11, 23), dry_run=True)
    table = intake.settings.holds
    assert not table.statuses["judgment"].lets("trace")
    made = parsers_for(
        Mapping(columns={"account_number": "n", "last_name": "l", "address": "a"}),
        intake.settings,
        date(1899, 12, 30),
    )
    assert "judgment" not in made.harmless
    assert "open" in made.harmless
