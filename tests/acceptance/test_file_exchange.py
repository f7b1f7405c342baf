"""A source that is asked by files, through the command line: night after night, each a new process.

The bureau is a real SFTP server; what it billed is the judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.loader import shipped_text
from connectors.kit.sftp_server import LoopbackServer, serving_sftp
from tests.installation import DAY, Site
from tests.nights import BUREAU, WITHOUT_COURT, night, without
from tests.unit.connectors_files.bureau import CARD, Bureau

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
        tiers = shipped_text("waterfall.toml").replace(BUREAU, CARD)
        (site.folder / "waterfall.toml").write_text(tiers)
        (site.folder / "sftp.user").write_text(server.user)
        (site.folder / "sftp.secret").write_text(server.password)
        (site.folder / "layout.toml").write_text("answer_minutes = 0\nagain_minutes = 0\n")
        table = TABLE.format(card=CARD, url=server.url, pin=server.pin)
        site.config.write_text(f'waterfall = "waterfall.toml"\n{site.config.read_text()}{table}')
        with site.served():
            yield Exchanged(site, Bureau(box), server)


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
