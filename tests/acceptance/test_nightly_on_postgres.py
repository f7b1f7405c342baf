"""The nightly batch on PostgreSQL finds what it finds on SQLite, and is as safe to start again."""

from __future__ import annotations

from pathlib import Path

from tests.findings import findings_of
from tests.installation import DAY, Site, begin_anew, take_in_first
from tests.nights import faulty_night


def test_postgres_finds_what_sqlite_finds(
    tmp_path: Path, ready: Site, traced: Site, postgres_url: str
) -> None:
    here = 'url = "sqlite:///skiptrace.db"'
    site = ready.copy(tmp_path / "postgres", {here: f'url = "{postgres_url}"'})
    begin_anew(site)
    take_in_first(site, 48)
    faulty_night(site, {})
    found = findings_of(site)
    assert len(found) > 100
    numbers = {number for number, *_ in found}
    assert found == [one for one in findings_of(traced) if one[0] in numbers]
    assert not list(site.folder.glob("*.db"))

    again = faulty_night(site, {}).summary
    assert again["sources"] == []
    assert float(again["cost"]) == 0
    assert findings_of(site) == found
    site.run("audit", "verify")

    number = found[0][0]
    assert contacts(site, number) == contacts(traced, number)


def contacts(site: Site, number: str) -> list[tuple[str, str, float]]:
    shown = site.json("trace", number, "--as-of", DAY)
    return [(one["kind"], one["value"], one["probability"]) for one in shown["contacts"]]
