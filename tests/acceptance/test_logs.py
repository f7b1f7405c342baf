"""The log tells what was done by ids and numbers: nothing of any person of the town is in it."""

from __future__ import annotations

import csv
import json
import logging
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from skiptrace.acts.runs import tier_names
from skiptrace.app.installation import Installation
from skiptrace.app.logs import logged
from skiptrace.app.sources import cards
from skiptrace.model.order import OrderState
from skiptrace.model.spans import event, span
from skiptrace.model.waterfall import Outcome
from tests.installation import DAY, Site
from tests.nights import BUREAU, faulty_night

TOWN = "[plugins.sandbox]"
LOGGED = {TOWN: '[logs]\nto = "log/work.log"\n\n' + TOWN}
PERSONAL = {
    "bureau_person": ("first", "last"),
    "bureau_address": ("street", "city"),
    "bureau_phone": ("phone",),
    "bureau_email": ("email",),
    "court_party": ("first", "last", "line"),
    "roll_property": ("owner_1",),
    "roll_dmf": ("ssn", "last", "first"),
}
MOMENTS = ("at", "pid", "ms")
"""What every line has of its own: a moment and numbers of the machine's."""


def ours(site: Site) -> frozenset[str]:
    """The names that we gave: of sources, tiers, events, levels, and of what is counted."""
    counts = {outcome.value for outcome in Outcome} | {"answers", "questions", "orders", "traced"}
    counts |= {"placed", "resumed", "run", "night", "tier", "source", "event", "level", "span"}
    counts |= {"order", "account", "state", "order.ended", *(s.value for s in OrderState)}
    counts |= {"parent", "info", "warning", *MOMENTS}
    events = {f"{n}.{p}" for n in ("run", "chunk", "tier", "source") for p in ("begins", "ends")}
    tiers = tier_names(Installation.load(site.config))
    return frozenset(counts | events | set(cards(Installation.load(site.config))) | set(tiers))


def lines(site: Site) -> list[dict[str, Any]]:
    text = (site.folder / "log" / "work.log").read_text()
    return [json.loads(line) for line in text.splitlines()]


def personal_words(site: Site) -> frozenset[str]:
    """Every word of a name, street or e-mail of the town, every phone, SSN and account number."""
    found: set[str] = set()
    with closing(sqlite3.connect(site.folder / "sandbox" / "town.sqlite")) as town:
        for table, columns in PERSONAL.items():
            for column in columns:
                for (cell,) in town.execute(f"SELECT DISTINCT {column} FROM {table}"):  # noqa: S608
                    found |= words_of(str(cell or ""))
    with site.mail.open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            for cell in row:
                found |= words_of(cell)
    return frozenset(found)


def words_of(text: str) -> set[str]:
    """The words of a text, and its digits as one number where there are as many as in a ZIP."""
    parts = {w.casefold() for w in re.findall(r"[^\W\d_]{3,}", text)}
    digits = re.sub(r"\D", "", text)
    return parts | ({digits} if len(digits) >= 5 else set())


def told_of(
    known: frozenset[str], told: Iterable[dict[str, Any]], names: frozenset[str] = frozenset()
) -> set[str]:
    """Which personal words stand in the lines, in a key or a value that is no name or id of ours.

    An id in hexadecimal holds any three letters by chance, and is nobody's name.
    """
    values = {str(value) for line in told for key, value in line.items() if key not in MOMENTS}
    values |= {key for line in told for key in line}
    said = (value for value in values - names if not re.fullmatch(r"[0-9a-f]{16,64}", value))
    return {word for value in said for word in words_of(value)} & known


def test_a_night_is_told_and_names_nobody(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site", LOGGED | {"chunk = 500": "chunk = 9"})
    summary = faulty_night(site, {BUREAU: [{"kind": "500", "every": 3}]}).summary
    told = lines(site)
    known = personal_words(site)
    assert len(known) > 1000, "the town is known"
    assert told_of(known, told, ours(site)) == set()

    events = Counter(line["event"] for line in told)
    assert events["run.begins"] == events["run.ends"] == 1
    for name in ("chunk", "tier", "source"):
        assert events[f"{name}.begins"] == events[f"{name}.ends"] > 1, name
    (run,) = site.json("runs", "list")
    night = [line for line in told if "run" in line]
    assert {line["run"] for line in night} == {run["id"]}
    assert {line["night"] for line in night} == {DAY}
    spans = {line["span"]: line["event"].split(".")[0] for line in told}
    above = defaultdict(set)
    for line in night:
        above[spans[line["span"]]].add(spans.get(line.get("parent", ""), ""))
    assert above == {
        "run": {""},
        "chunk": {"run"},
        "tier": {"chunk"},
        "source": {"tier"},
        "order": {"chunk"},
    }
    ended = [line for line in told if line["event"] == "source.ends" and line["source"] == BUREAU]
    bureau = next(s for s in summary["sources"] if s["connector_id"] == BUREAU)
    assert sum(line.get("hit", 0) for line in ended) == bureau["hits"]
    orders = [line for line in told if line["event"] == "order.ended"]
    assert Counter(line["state"] for line in orders) == summary["orders"]
    assert len({line["order"] for line in orders}) == len(orders)
    assert all(re.fullmatch(r"[a-z]+_[0-9a-f]{16}", line["account"]) for line in orders)
    traced = sum(line.get("traced", 0) for line in told if line["event"] == "chunk.ends")
    assert traced == summary["placed"]
    assert (site.folder / "log" / "work.log").stat().st_mode & 0o077 == 0


def test_a_name_in_a_line_would_be_seen(tmp_path: Path, few: Site) -> None:
    """The search above finds what it looks for."""
    known = personal_words(few)
    with closing(sqlite3.connect(few.folder / "sandbox" / "town.sqlite")) as town:
        (last, phone) = town.execute(
            "SELECT p.last, t.phone FROM bureau_person p JOIN bureau_phone t LIMIT 1"
        ).fetchone()
        (street,) = town.execute("SELECT street FROM bureau_address LIMIT 1").fetchone()
    for line in ({"order": last}, {"x": f"no answer for {last}"}, {"x": phone}, {"x": street}):
        assert told_of(known, [line]), line


def test_a_library_is_not_quoted(tmp_path: Path, few: Site, capsys: Any) -> None:
    site = few.copy(tmp_path / "site", {TOWN: '[logs]\nto = "stderr"\n\n' + TOWN})
    with logged(Installation.load(site.config)):
        logging.getLogger("some.library").warning("GET /?name=%s failed", "Wexford")
        event("order.parked", logging.WARNING, order="ord_1", why="Wexford, Ann: 555-0101")
        with pytest.raises(ValueError, match="Wexford"), span("tier", tier="t"):
            raise ValueError("no such person: Wexford")
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert "Wexford" not in json.dumps(told) and "0101" not in json.dumps(told)
    assert [line["event"] for line in told] == [
        "library", "order.parked", "tier.begins", "tier.ends",
    ]  # fmt: skip
    assert told[0]["logger"] == "some.library" and told[1]["why"] == "not an id"
    assert (told[3]["error"], told[3]["level"]) == ("ValueError", "warning")


def test_only_what_went_wrong_where_that_is_asked_for(tmp_path: Path, few: Site) -> None:
    quiet = {TOWN: '[logs]\nto = "log/work.log"\nlevel = "warning"\n\n' + TOWN}
    site = few.copy(tmp_path / "site", quiet)
    with logged(Installation.load(site.config)):
        with span("tier", tier="good"):
            event("fine")
        event("order.parked", logging.WARNING, order="ord_1")
    assert [line["event"] for line in lines(site)] == ["order.parked"]


def test_nothing_is_logged_by_default_and_a_bad_place_is_said(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site")
    assert site.run("runs", "list").stderr == b""
    wrong = few.copy(tmp_path / "wrong", {TOWN: '[logs]\nto = "data"\n\n' + TOWN})
    said = wrong.run("runs", "list", code=1).stderr.decode()
    assert "logs.to: data: Is a directory" in said


def test_a_log_that_was_rotated_away_is_begun_anew_for_its_owner_alone(
    tmp_path: Path, few: Site
) -> None:
    site = few.copy(tmp_path / "site", LOGGED)
    path = site.folder / "log" / "work.log"
    with logged(Installation.load(site.config)):
        event("one")
        path.rename(path.with_suffix(".1"))
        event("two")
    assert [line["event"] for line in lines(site)] == ["two"]
    assert path.stat().st_mode & 0o077 == 0
