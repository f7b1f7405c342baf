"""A source that is asked by files, through the command line: night after night, each a new process.

The bureau is a real SFTP server; what it billed is the judge.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from connectors.engine.transport import sftp
from connectors.kit.sftp_server import LoopbackServer, serving_sftp
from connectors.sandbox.demo.installation import by_files
from connectors.sandbox.providers.exchange_desk import BILL, PASSWORD, USER
from tests.installation import DAY, Site
from tests.nights import BUREAU, WITHOUT_COURT, night, without
from tests.unit.connectors_files.bureau import CARD, Bureau

TWIN = "sandbox_file_bureau"
PIN = f"SHA256:{'A' * 43}"
NIGHTS = (DAY, "2026-11-23", "2026-11-24")
TABLE = """
[sources.{card}]
base_url = "{url}"
secrets = {{ user = "file:sftp.user", password = "file:sftp.secret" }}
options = {{ host_key = "{pin}", layout = "layout.toml" }}
"""


@dataclass
class Exchanged:
    """A site that buys at a bureau by files and nowhere else, and that bureau."""

    site: Site
    bureau: Bureau
    server: LoopbackServer


@contextmanager
def exchanging(few: Site, folder: Path) -> Iterator[Exchanged]:
    site = few.copy(folder / "site", {**WITHOUT_COURT, **without(BUREAU)})
    (box := folder / "box").mkdir()
    with serving_sftp(LoopbackServer(box)) as server:
        table = TABLE.format(card=CARD, url=server.url, pin=server.pin)
        with asking_by_files(site, table, server.user, server.password).served():
            yield Exchanged(site, Bureau(box), server)


def asking_by_files(site: Site, table: str, user: str, password: str) -> Site:
    """The site, with the bureau that is asked by files in the place of the other one."""
    tiers = site.folder / "waterfall.toml"
    tiers.write_text(tiers.read_text().replace(BUREAU, CARD))
    (site.folder / "sftp.user").write_text(user)
    (site.folder / "sftp.secret").write_text(password)
    (site.folder / "layout.toml").write_text("answer_minutes = 0\nagain_minutes = 0\n")
    site.config.write_text(f"{site.config.read_text()}{table}")
    return site


@pytest.fixture
def exchanged(tmp_path: Path, few: Site) -> Iterator[Exchanged]:
    with exchanging(few, tmp_path) as running:
        yield running


def test_one_account_is_pending_and_a_later_night_writes_its_finding(exchanged: Exchanged) -> None:
    site, bureau = exchanged.site, exchanged.bureau
    accounts = site.json("accounts", "list", "--as-of", DAY, "--limit", "24")["accounts"]
    for one in accounts[:8]:
        site.run("trace", one["account"], "--as-of", DAY, code=None)
    awaited = site.json("orders", "list")["awaited"]
    assert {one["connector_id"] for one in awaited} == {CARD}
    assert len(bureau.requests()) == len(awaited) > 0
    bureau.answer()
    done = night(site, on=NIGHTS[1])
    assert done.source(CARD)["hits"] >= len(awaited)
    assert CARD in done.found_by()
    assert set(bureau.billed.values()) == {1}
    site.run("audit", "verify")


def test_a_night_is_one_file_for_all_its_accounts(exchanged: Exchanged) -> None:
    site, bureau = exchanged.site, exchanged.bureau
    first = night(site, on=NIGHTS[0])
    waiting = first.source(CARD)["pending"]
    [request] = bureau.requests()
    assert waiting == len(bureau.rows(request)) > 3
    again = night(site, on=NIGHTS[1])
    assert again.summary["orders"]["awaiting"] == waiting
    assert bureau.requests() == [request]
    bureau.answer()
    last = night(site, on=NIGHTS[2])
    assert last.source(CARD)["hits"] == waiting
    assert "awaiting" not in last.summary["orders"]
    assert bureau.requests() == [request] and set(bureau.billed.values()) == {1}


def test_the_town_has_such_a_bureau(tmp_path: Path, few: Site) -> None:
    """At the address of its other providers; each night has a new process."""
    site = few.copy(tmp_path / "site", {**WITHOUT_COURT, **without(BUREAU)})
    by_files(site.folder)
    tiers = site.folder / "waterfall.toml"
    names = {BUREAU: TWIN, TWIN: BUREAU}  # it is asked where the other, who is out, would be
    either = re.compile("|".join(names))
    tiers.write_text(either.sub(lambda found: names[found[0]], tiers.read_text()))
    first = night(site, on=NIGHTS[0])
    waiting = first.source(TWIN)["pending"]
    assert waiting > 3 and first.summary["orders"]["awaiting"] == waiting
    second = night(site, on=NIGHTS[1])
    told = second.source(TWIN)
    assert told["hits"] + told["no_hits"] == waiting and told["hits"] > 0
    assert TWIN in second.found_by() and "awaiting" not in second.summary["orders"]
    with closing(sqlite3.connect(site.folder / "sandbox" / BILL)) as bill:
        billed = Counter(row[0] for row in bill.execute("SELECT reference FROM call"))
    assert len(billed) == waiting and set(billed.values()) == {1}
    proved = site.run("sources", "check", TWIN).stderr.decode()
    assert "its host key is the pinned one, and it took our credentials" in proved
    assert "a file can be put where requests go" in proved


LACKING = (
    ('host_key = "{pin}", ', "", "options.host_key: not set"),
    (', password = "file:sftp.secret"', "", "neither the secret password nor private_key is set"),
    ('layout = "layout.toml"', 'layout = "absent.toml"', "options.layout: absent.toml: cannot be"),
)


@pytest.mark.parametrize("old, new, words", LACKING)
def test_what_lacks_is_named_by_the_doctor(
    tmp_path: Path, few: Site, old: str, new: str, words: str
) -> None:
    site = few.copy(tmp_path / "site", {**WITHOUT_COURT, **without(BUREAU)})
    table = TABLE.replace(old, new).format(card=CARD, url="sftp://{sandbox.place}", pin=PIN)
    asking_by_files(site, table, USER, PASSWORD)
    told = site.json("doctor", "--ready", code=None)
    [found] = [c for c in told if c["name"] == "sources"]
    assert f"sources.{CARD}" in found["words"] and words in found["words"]


def test_without_its_package_the_doctor_says_what_to_install(
    tmp_path: Path, few: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = few.copy(tmp_path / "site", {**WITHOUT_COURT, **without(BUREAU)})
    table = TABLE.format(card=CARD, url="sftp://{sandbox.place}", pin=PIN)
    asking_by_files(site, table, USER, PASSWORD)
    monkeypatch.setattr(sftp, "is_installed", lambda: False)
    told = site.json("doctor", "--ready", code=None)
    [found] = [c for c in told if c["name"] == "sources"]
    assert "pip install 'skiptrace[sftp]'" in found["words"]


def test_what_a_source_by_files_needs_is_shown(few: Site) -> None:
    told = json.loads(few.run("sources", "show", CARD).stdout)
    assert told["to_set"]["options"] == ["host_key"]
    assert told["to_set"]["secrets"] == ["user"]
    assert "private_key" in told["to_set"]["optional_secrets"]
