"""Nightly batches of an installation, calm ones and ones whose providers fail as told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from tests.findings import findings_of
from tests.installation import DAY, Site

REGISTRY, SALES = "sandbox_business_registry", "sandbox_property_sales"
COURT, BUREAU = "county_court", "enformion_person"
PATHS = {
    REGISTRY: "/socrata/resource/biz1-regs",
    SALES: "/socrata/resource/prop-sale",
    COURT: "/court/",
    BUREAU: "/enformion/PersonSearch",
}


def without(*sources: str) -> dict[str, str]:
    """Changes of settings that leave sources out."""
    return {f"[sources.{one}]": f"[sources.{one}]\nenabled = false" for one in sources}


WITHOUT_COURT = without(COURT)
"""Settings without the crawl, which takes seconds and costs nothing."""

SOON = {"[plugins.sandbox]": "[workers]\nlease = 60\nlate = 1\n\n[plugins.sandbox]"}
"""Settings by which nobody waits half a minute for a call that was given up."""

Faults = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Night:
    """One nightly batch: its exit code, its summary by source, what it said, what it found."""

    site: Site
    code: int
    summary: dict[str, Any]
    words: str

    def source(self, connector_id: str) -> dict[str, Any]:
        return next(s for s in self.summary["sources"] if s["connector_id"] == connector_id)

    def found_by(self) -> set[str]:
        """The connectors that any finding rests on."""
        return {origin[0] for *_, origins in findings_of(self.site) for origin in origins}


def night(site: Site, *more: str, on: str = DAY) -> Night:
    """A night of that day; its providers are a child process of it, as in the demo."""
    done = site.run("nightly", "--as-of", on, "--json", *more, code=None)
    words = done.stderr.decode()
    assert "Traceback" not in words
    return Night(site, done.returncode, json.loads(done.stdout), words)


def faulty_night(site: Site, faults: Faults, *more: str, on: str = DAY) -> Night:
    """A night against providers of this process that fail as told, by source or path."""
    rules = {PATHS.get(name, name): list(found) for name, found in faults.items()}
    book = site.folder / "faults.json"
    book.write_text(json.dumps(rules))
    with site.served(book):
        return night(site, *more, on=on)


def bill(site: Site) -> list[str]:
    """The references of all calls that the sandbox's bureau billed, oldest first."""
    with closing(sqlite3.connect(site.folder / "sandbox" / "bill.sqlite")) as connection:
        return [row[0] for row in connection.execute("SELECT reference FROM call ORDER BY id")]
