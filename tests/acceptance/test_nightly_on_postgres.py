"""The nightly batch on PostgreSQL finds what it finds on SQLite, and is as safe to start again."""

from __future__ import annotations

import json
from pathlib import Path

from tests.findings import findings_of
from tests.installation import DAY, Site


def test_postgres_finds_what_sqlite_finds(
    tmp_path: Path, town: Path, traced: Site, postgres_url: str
) -> None:
    here = 'url = "sqlite:///skiptrace.db"'
    site = Site.create(tmp_path / "postgres", town, {here: f'url = "{postgres_url}"'})
    site.run("intake", str(site.mail), "--yes", "--as-of", DAY)
    first = site.run("nightly", "--as-of", DAY, "--json", code=None)
    found = findings_of(site)
    assert len(found) > 100
    assert found == findings_of(traced)
    assert not list(site.folder.glob("*.db"))
    assert b"Traceback" not in first.stderr

    again = json.loads(site.run("nightly", "--as-of", DAY, "--json").stdout)
    assert again["sources"] == []
    assert float(again["cost"]) == 0
    assert findings_of(site) == found
    site.run("audit", "verify")

    number = found[0][0]
    assert contacts(site, number) == contacts(traced, number)


def contacts(site: Site, number: str) -> list[tuple[str, str, float]]:
    shown = site.json("trace", number, "--as-of", DAY)
    return [(one["kind"], one["value"], one["probability"]) for one in shown["contacts"]]
