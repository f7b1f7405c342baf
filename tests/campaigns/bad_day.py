"""Bad days over the town: every source in some trouble, and what came of it.

`python -m tests.campaigns.bad_day [ACCOUNTS] [SEED] [DAYS]`; 1 when anything below is broken. Each
day draws each source's trouble: 429 with and without Retry-After, outages, cut, truncated, slow and
held answers, pages instead of data, an expired key or session, a renamed column. Between the days a
person lets go on what rests; then calm nights follow until nothing is open. Held against a site in
the same town that had calm nights alone, and against what the providers themselves counted:

- no source says that it has nobody where it has somebody,
- every account has its order, none is lost or parked, and what is found in the end is the same,
- no paid question is billed twice,
- no window of any limit takes more than it may,
- the summary of the night names every source that failed an order.

tests/acceptance/test_bad_day.py is its short version.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import threading
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from connectors.sandbox.providers.messages import Request
from connectors.sandbox.serve import serving
from tests.campaigns.beside_calm import differing, jobs, steps_of
from tests.installation import DAY, LATER, Site, built_town, take_in_first
from tests.nights import SOON, Night, bill, night

REGISTRY, SALES, PARCELS = "sandbox_business_registry", "sandbox_property_sales", "sandbox_parcels"
BUREAU, DESK, COURT = "enformion_person", "sandbox_batch_bureau", "county_court"
PATHS = {
    REGISTRY: "/socrata/resource/biz1-regs",
    SALES: "/socrata/resource/prop-sale",
    PARCELS: "/arcgis/",
    "nppes": "/nppes/",
    "bop_inmates": "/bop/",
    COURT: "/court/",
    BUREAU: "/enformion/PersonSearch",
    DESK: "/batch/jobs",
}
LIMITS = {REGISTRY: 20, SALES: 20, PARCELS: 25, "nppes": 15, "bop_inmates": 15}
"""How many calls a second the settings allow: few enough to be felt."""
PASSING: Sequence[dict[str, Any]] = (
    {"kind": "429", "retry_after": 1},
    {"kind": "429", "retry_after": None},
    {"kind": "500"},
    {"kind": "503"},
    {"kind": "timeout", "seconds": 0.2},
    {"kind": "cut"},
    {"kind": "truncated"},
    {"kind": "slow", "seconds": 0.5},
)
LASTING: Sequence[dict[str, Any]] = (
    {"kind": "401"},
    {"kind": "403"},
    {"kind": "html"},
    {"kind": "challenge"},
    {"kind": "expired"},
    {"kind": "renamed_column"},
    {"kind": "429", "retry_after": 3600},
)
MOST_CALM = 5


def rules_of(chance: random.Random, rarest: int) -> dict[str, list[dict[str, Any]]]:
    """A day's trouble: of each source some that passes, an outage, or one that lasts.

    What passes strikes each fourth to `rarest` request.
    """
    rules: dict[str, list[dict[str, Any]]] = {}
    for path in PATHS.values():
        some = chance.sample(PASSING, 3)
        drawn = [one | {"every": chance.randint(4, rarest)} for one in some]
        roll = chance.random()
        if roll < 0.3:
            first = chance.randint(2, 12)
            drawn.insert(0, {"kind": "503", "span": [first, first + chance.randint(5, 30)]})
        elif roll < 0.6:
            drawn.insert(0, dict(chance.choice(LASTING)) | {"nth": chance.randint(3, 25)})
        rules[path] = drawn
    return rules


@dataclass
class Counted:
    """What the providers saw: when each source was asked, and which faults struck it."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    struck: Counter[tuple[str, str]] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def see(self, request: Request, kind: str) -> None:
        """Note a request and the kind of its fault."""
        source = next((s for s, path in PATHS.items() if request.path.startswith(path)), "")
        with self.lock:
            self.times[source].append(time.monotonic())
            if kind:
                self.struck[source, kind] += 1

    def most(self, source: str, seconds: float = 1.0) -> int:
        """The most requests to a source within so many seconds."""
        times = sorted(self.times[source])
        return max(
            (n + 1 - bisect_left(times, t - seconds) for n, t in enumerate(times)), default=0
        )


def new_site(folder: Path, town: Path, accounts: int | None = None) -> Site:
    """A site that asks every source of the town about people, within narrow limits."""
    site = Site.create(folder, town, {**SOON, LATER: ""})
    tiers = site.folder / "waterfall.toml"
    free = f'connectors = ["{REGISTRY}", "{SALES}"]'
    more = f'connectors = ["{REGISTRY}", "{SALES}", "{PARCELS}", "nppes", "bop_inmates"]'
    text = tiers.read_text().replace('"free", "paid"] }', '"free", "paid", "later"] }')
    assert free in text
    tiers.write_text(text.replace(free, more))
    lines = [one for one in site.config.read_text().splitlines() if not one.startswith("limits =")]
    for source, calls in LIMITS.items():
        place = lines.index(f"[sources.{source}]") + 1
        lines.insert(place, f"limits = [{{ calls = {calls}, seconds = 1 }}]")
    site.config.write_text("\n".join(lines) + "\n")
    take_in_first(site, accounts)
    return site


@contextmanager
def watched(site: Site, rules: dict[str, Any], counted: Counted) -> Iterator[None]:
    """The site's providers, in trouble by these rules and counting what they see."""
    book = site.folder / "faults.json"
    book.write_text(json.dumps(rules))
    before = site.config.read_text()
    with serving(site.folder / "sandbox", faults=book, seen=counted.see) as port:
        place = 'dir = "sandbox"'
        site.changed({place: f'{place}\nurl = "http://127.0.0.1:{port}"'})
        yield
    site.config.write_text(before)


def days(first: str) -> Iterator[str]:
    """A day, and every day after it."""
    on = date.fromisoformat(first)
    while True:
        yield on.isoformat()
        on += timedelta(days=1)


def resting(site: Site) -> list[str]:
    """The sources that rest, each let go on."""
    told = site.json("sources", "list")
    found = [i for i, one in told.items() if one["standing"] and one["standing"]["rests"]]
    for source in found:
        site.run("sources", "resume", source)
    return found


def unnamed(ended: Night) -> list[str]:
    """The sources that failed an order of the night and that its summary does not name."""
    named = {failure["source"] for failure in ended.summary["failures"]}
    troubled = [s for s in ended.summary["sources"] if s["failures"] or s["blocked"]]
    return [s["connector_id"] for s in troubled if s["source"] not in named]


def settled(site: Site, nights: Iterator[str], counted: Counted) -> list[str]:
    """Calm nights until nothing is open; what is still open after the last of them."""
    left: dict[str, int] = {}
    for _ in range(MOST_CALM):
        with watched(site, {}, counted):
            ended = night(site, on=next(nights))
        left = {s: n for s, n in ended.summary["orders"].items() if s not in ("done", "held")}
        resting(site)
        if not left and not ended.summary["failures"]:
            return []
    return [f"still open after {MOST_CALM} calm nights: {left}"]


def wrong_with(site: Site, calm: Site, counted: Counted) -> list[str]:
    """What is broken on a site after its bad days, beside one that had calm nights alone."""
    said: list[str] = []
    known = {key for key, outcomes in steps_of(calm).items() if "hit" in outcomes}
    denied = {k for k, outcomes in steps_of(site).items() if "no_hit" in outcomes} & known
    denied -= {k for k, outcomes in steps_of(calm).items() if "no_hit" in outcomes}
    if denied:
        said.append(f"{len(denied)} false no-hits: {Counter(k[2] for k in denied)}")
    for name, references in (("bureau", bill(site)), ("batch desk", jobs(site))):
        if twice := len(references) - len(set(references)):
            said.append(f"{name}: {twice} questions were billed twice")
    for source, calls in LIMITS.items():
        if (most := counted.most(source)) > calls:
            said.append(f"{source}: {most} requests in a second, {calls} are allowed")
    lost = {k[:2] for k in steps_of(calm)} - {k[:2] for k in steps_of(site)}
    if lost:
        said.append(f"{len(lost)} obligors were never searched")
    if apart := Counter(differing(site, calm)):
        said.append(f"findings differ: {dict(apart)}")
    if site.run("audit", "verify", code=None).returncode:
        said.append("the audit trail is broken")
    return said


def bad_days(
    site: Site, chance: random.Random, count: int, counted: Counted, rarest: int = 15
) -> list[str]:
    """So many bad days and the calm nights after them; what was wrong with their summaries."""
    said: list[str] = []
    nights = days(DAY)
    for _ in range(count):
        with watched(site, rules_of(chance, rarest), counted):
            ended = night(site, on=next(nights))
        said += [f"{one} failed and is not named" for one in unnamed(ended)]
        if ended.summary["orders"].get("parked"):
            said.append("orders were parked")
        rested = resting(site)
        orders = ", ".join(f"{n} {state}" for state, n in ended.summary["orders"].items())
        print(f"  {orders}; then rested: {', '.join(rested) or 'none'}", flush=True)
    return said + settled(site, nights, counted)


def main(accounts: str = "200", seed: str = "5", count: str = "3") -> int:
    """Print what struck, what was counted, and what was broken."""
    counted, peaceful = Counted(), Counted()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        town = built_town(folder / "town", max(1500, int(accounts) * 10), int(accounts))
        site = new_site(folder / "site", town)
        calm = site.copy(folder / "calm")
        wrong = settled(calm, days(DAY), peaceful)
        wrong += bad_days(site, random.Random(seed), int(count), counted)
        wrong += wrong_with(site, calm, counted)
        for source in PATHS:
            kinds = {k: n for (s, k), n in sorted(counted.struck.items()) if s == source}
            told = ", ".join(f"{n} {kind}" for kind, n in kinds.items()) or "none"
            limit = f" of {LIMITS[source]} allowed" if source in LIMITS else ""
            asked, most = len(counted.times[source]), counted.most(source)
            print(f"{source}: {asked:,} requests, at most {most}{limit} a second; struck: {told}")
        calls = (len(bill(site)), len(bill(calm)), len(jobs(site)), len(jobs(calm)))
        print("billed: bureau {} (calm {}), batch desk {} (calm {})".format(*calls))
    print("\n".join(wrong) or "nothing false, lost, repeated or exceeded")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
