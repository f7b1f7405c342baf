"""A collector traces one account: what is shown, what is bought, why it is believed, from what."""

from __future__ import annotations

import csv
import json
import math
import stat
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.findings import findings_of
from tests.installation import DAY, Site
from tests.nights import BUREAU, WITHOUT_COURT, bill


def trace(site: Site, account: str, *more: str, code: int = 0) -> Any:
    return site.json("trace", account, "--as-of", DAY, *more, code=code)


def mail_rows(site: Site) -> list[dict[str, str]]:
    with site.mail.open(newline="") as file:
        return list(csv.DictReader(file))


def audit_events(site: Site) -> list[dict[str, Any]]:
    return [json.loads(line) for line in site.run("audit", "export").stdout.splitlines()]


@dataclass(frozen=True)
class Known:
    """What the traced site's case file holds: findings and sources by account number."""

    count: dict[str, int]
    sources: dict[str, set[str]]

    def bought(self) -> list[str]:
        """Accounts about which the bureau was asked and said something."""
        return sorted(number for number, ids in self.sources.items() if BUREAU in ids)

    def richest(self, most: int) -> list[str]:
        """Accounts with several sources, those of the most sources first; of few findings each."""
        few = [number for number, count in self.count.items() if 3 <= count <= most]
        return sorted(few, key=lambda number: (-len(self.sources[number]), number))


@pytest.fixture(scope="module")
def known(traced: Site) -> Known:
    """A view of the findings; commands on demand cost nothing but the paid source, no crawl."""
    count: dict[str, int] = defaultdict(int)
    sources: dict[str, set[str]] = defaultdict(set)
    for number, *_, origins in findings_of(traced):
        count[number] += 1
        sources[number] |= {connector_id for connector_id, _ in origins}
    traced.changed(WITHOUT_COURT)
    return Known(dict(count), dict(sources))


@pytest.fixture(scope="module")
def traces(traced: Site, known: Known) -> dict[str, Any]:
    """Two accounts whose findings rest on as many kinds of source as there are, as traced."""
    numbers = known.richest(5)[:2]
    assert len(set.union(*(known.sources[number] for number in numbers))) >= 3
    return {number: trace(traced, number) for number in numbers}


def findings_in(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return [*shown["contacts"], *shown["others"]]


def test_contacts_are_ranked_with_what_speaks_for_them(
    known: Known, traces: dict[str, Any]
) -> None:
    for number, shown in traces.items():
        found = findings_in(shown)
        assert shown["account"] == number
        assert len(found) == known.count[number]
        for one in found:
            assert 0 < one["probability"] <= 1
            assert one["sources"]
            assert one["reason"]
            assert one["value"]
            assert one["first_seen"] <= (one["last_seen"] or one["first_seen"])
        assert all(one["last_seen"] for one in shown["contacts"] if one["status"] == "verified")
        for kind in {one["kind"] for one in found}:
            alike = [one for one in found if one["kind"] == kind]
            assert [one["rank"] for one in alike] == list(range(1, len(alike) + 1))
            for status in {one["status"] for one in alike}:
                sure = [one["probability"] for one in alike if one["status"] == status]
                assert sure == sorted(sure, reverse=True)


def test_the_table_shows_what_a_person_needs_to_go_on(traced: Site, traces: dict[str, Any]) -> None:
    number, shown = next(iter(traces.items()))
    table = traced.run("trace", number, "--as-of", DAY).stdout.decode()
    for one in shown["contacts"]:
        assert one["finding_id"] in table  # whole: it is what --evidence is given


def test_a_recent_trace_is_shown_and_not_bought_again(traced: Site, known: Known) -> None:
    number = known.bought()[0]
    before = bill(traced)
    first, second = (trace(traced, number) for _ in range(2))
    assert first["order_id"] == second["order_id"]
    assert first["contacts"] == second["contacts"]
    assert bill(traced) == before


def test_again_asks_anew_and_no_question_is_on_the_bill_twice(traced: Site, known: Known) -> None:
    number = known.bought()[1]
    earlier, before = trace(traced, number), bill(traced)
    anew = trace(traced, number, "--again")
    after = bill(traced)
    assert anew["order_id"] != earlier["order_id"]
    assert len(after) == len(before) + 1
    assert len(set(after)) == len(after)
    assert Decimal(anew["cost"]) == Decimal("0.10")
    assert trace(traced, number)["order_id"] == anew["order_id"]
    assert {one["value"] for one in earlier["contacts"]} == {
        one["value"] for one in anew["contacts"]
    }


def test_a_budget_of_zero_buys_nothing(traced: Site, known: Known) -> None:
    number, before = known.bought()[2], bill(traced)
    poor = trace(traced, number, "--again", "--budget", "0")
    bought = next(step for step in poor["steps"] if step["tier"] == "paid")
    assert bought["outcome"] == "skipped"
    assert "budget" in bought["reason"]
    assert bill(traced) == before


@dataclass(frozen=True)
class Behind:
    """One finding, its explanation, and the stored answers that --evidence wrote."""

    account: str
    finding: dict[str, Any]
    explained: dict[str, Any]
    folder: Path


@pytest.fixture(scope="module")
def behind(
    traced: Site, traces: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> list[Behind]:
    """Every finding of the chosen accounts, explained, with its answers in a folder of its own."""
    root = tmp_path_factory.mktemp("evidence")

    def look(found: tuple[str, dict[str, Any]]) -> Behind:
        number, one = found
        name = one["finding_id"]
        explained = traced.json("trace", number, "--explain", name)
        traced.run("trace", number, "--evidence", name, "--out", str(root / name))
        return Behind(number, one, explained, root / name)

    return [look((n, one)) for n, s in traces.items() for one in findings_in(s)]


def test_every_finding_leads_to_the_stored_bytes(behind: list[Behind]) -> None:
    assert len(behind) >= 5
    for one in behind:
        named = {record["sha256"] for record in one.explained["records"]}
        files = sorted(one.folder.iterdir())
        assert {file.name for file in files} == named
        for file in files:
            assert sha256(file.read_bytes()).hexdigest() == file.name
            assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_without_a_folder_the_bytes_go_to_standard_output(
    traced: Site, behind: list[Behind]
) -> None:
    one = max(behind, key=lambda b: len(list(b.folder.iterdir())))
    done = traced.run("trace", one.account, "--evidence", one.finding["finding_id"])
    parts = {file.name: file.read_bytes() for file in one.folder.iterdir()}
    order = sorted(parts, key=done.stderr.decode().index)
    assert done.stdout == b"".join(parts[name] for name in order)


def is_sum(total: float, parts: list[float]) -> bool:
    """Whether the parts add up to the total, to the last digit that is shown."""
    return total == math.fsum(parts) or Decimal(repr(total)) == sum(
        Decimal(repr(part)) for part in parts
    )


def test_the_terms_sum_to_the_weight_and_the_weight_gives_the_probability(
    behind: list[Behind],
) -> None:
    for one in behind:
        assert one.explained["probability"] == one.finding["probability"]
        assert one.explained["records"]
        for record in one.explained["records"]:
            weights = [term["weight"] for term in record["terms"]]
            assert weights
            assert is_sum(record["weight"], weights)
            for place, term in enumerate(record["terms"], 1):
                assert is_sum(term["running"], weights[:place])
            odds = 2.0 ** record["weight"]
            assert record["probability"] == pytest.approx(odds / (1 + odds), abs=1e-6)
        surest = max(record["probability"] for record in one.explained["records"])
        assert one.explained["probability"] <= surest


def test_what_is_explained_was_asked_with_a_permit_of_the_audit_trail(
    traced: Site, behind: list[Behind]
) -> None:
    allowed = {e["text"] for e in audit_events(traced) if e["kind"] == "gate.allow"}
    permits = {r["permit"] for one in behind for r in one.explained["records"] if r["permit"]}
    assert permits
    assert permits <= allowed


@pytest.mark.parametrize(
    "args",
    [
        ("trace", "no-such-account"),
        ("trace", "no-such-account", "--explain", "finding_0"),
        ("trace", "no-such-account", "--evidence", "finding_0"),
    ],
)
def test_an_unknown_account_is_one_clear_line(traced: Site, args: tuple[str, ...]) -> None:
    done = traced.run(*args, code=1)
    assert done.stdout == b""
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("skiptrace: no account of that number")


@pytest.mark.parametrize("option", ["--explain", "--evidence"])
def test_a_finding_of_another_account_is_not_shown(
    traced: Site, traces: dict[str, Any], option: str
) -> None:
    one, other = traces
    foreign = traces[one]["contacts"][0]["finding_id"]
    done = traced.run("trace", other, option, foreign, code=1)
    assert done.stdout == b""
    assert done.stderr.decode().splitlines() == ["skiptrace: the account has no such finding"]


@pytest.mark.parametrize(
    "args", [(), ("1", "2"), ("1", "--budget", "much"), ("1", "--as-of", "soon"), ("1", "--cheap")]
)
def test_wrong_usage_ends_with_2(traced: Site, args: tuple[str, ...]) -> None:
    done = traced.run("trace", *args, code=2)
    assert b"Traceback" not in done.stderr


HELD = {"BK13-OPEN": "R48", "CEASE": "R07", "IDT-CLAIM": "R33", "PAID": "R19"}


@dataclass(frozen=True)
class Refused:
    """A trace of one held account: its exit code, what it showed, its audit events."""

    code: int
    shown: dict[str, Any]
    events: list[dict[str, Any]]


@pytest.fixture(scope="module")
def refused(traced: Site, known: Known) -> dict[str, Refused]:
    """By hold code, the trace of an account that the intake file puts under it."""
    rows = mail_rows(traced)
    numbers = [
        next(r["account_number"] for r in rows if r["holds"].startswith(code)) for code in HELD
    ]
    before = bill(traced)
    ended = [traced.run("trace", n, "--json", "--as-of", DAY, code=None) for n in numbers]
    assert bill(traced) == before
    events = audit_events(traced)
    shown = [json.loads(done.stdout) for done in ended]
    return {
        code: Refused(done.returncode, one, [e for e in events if e["order_id"] == one["order_id"]])
        for code, done, one in zip(HELD, ended, shown, strict=True)
    }


@pytest.mark.parametrize(("hold", "rule"), HELD.items())
def test_nothing_of_a_held_account_leaves(
    refused: dict[str, Refused], hold: str, rule: str
) -> None:
    one = refused[hold]
    assert one.shown["contacts"] == []
    asked = [step for step in one.shown["steps"] if step["outcome"] != "skipped"]
    assert {(step["outcome"], step["rule"]) for step in asked} == {("blocked", rule)}
    decisions = [e for e in one.events if e["kind"].startswith("gate.")]
    assert {e["kind"] for e in decisions} <= {"gate.refuse", "gate.hold"}
    assert {e["rule"] for e in decisions} == {rule}
    assert {e["kind"] for e in one.events} <= {"gate.refuse", "gate.hold", "trace.done"}
    assert all(e["fields"] == [] for e in one.events)


@pytest.mark.parametrize("hold", HELD)
def test_a_refusal_by_the_gate_ends_with_3(refused: dict[str, Refused], hold: str) -> None:
    assert refused[hold].code == 3


@dataclass(frozen=True)
class Purposes:
    """An account traced for a good purpose, then for an unknown one, then as at first."""

    first: dict[str, Any]
    unknown: dict[str, subprocess.CompletedProcess[bytes]]
    last: dict[str, Any]
    is_billed: bool


@pytest.fixture(scope="module")
def purposes(traced: Site, known: Known) -> Purposes:
    number, before = known.bought()[3], bill(traced)
    first = trace(traced, number)
    asked = ("trace", number, "--purpose", "NOPE", "--as-of", DAY, "--json")
    unknown = {
        "shown": traced.run(*asked, code=None),
        "anew": traced.run(*asked, "--again", code=None),
    }
    last = trace(traced, number)
    return Purposes(first, unknown, last, bill(traced) != before)


@pytest.mark.parametrize("how", ["shown", "anew"])
def test_an_unknown_purpose_is_refused(purposes: Purposes, how: str) -> None:
    done = purposes.unknown[how]
    assert "P-UNKNOWN" in done.stdout.decode()
    assert done.returncode == 3
    assert not purposes.is_billed


@pytest.mark.parametrize("how", ["shown", "anew"])
def test_an_unknown_purpose_shows_nothing_that_another_purpose_bought(
    purposes: Purposes, how: str
) -> None:
    assert purposes.first["contacts"]
    assert json.loads(purposes.unknown[how].stdout)["contacts"] == []


def test_a_refused_trace_does_not_stand_before_the_good_one(purposes: Purposes) -> None:
    assert purposes.last["order_id"] == purposes.first["order_id"]
    assert purposes.last["contacts"] == purposes.first["contacts"]


@dataclass(frozen=True)
class LateHold:
    """An account that came under a bankruptcy after it was traced."""

    number: str
    finding: str


@pytest.fixture(scope="module")
def late(traced: Site, known: Known) -> LateHold:
    number = known.bought()[4]
    finding = trace(traced, number)["contacts"][0]["finding_id"]
    row = next(r for r in mail_rows(traced) if r["account_number"] == number)
    assert row["holds"] == ""
    update = traced.folder / "update.csv"
    with update.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row | {"holds": f"BK07-OPEN@{DAY}"})
    traced.run("intake", str(update), "--yes", "--as-of", DAY)
    return LateHold(number, finding)


def test_a_hold_that_came_after_the_trace_stops_the_write_back(
    traced: Site, late: LateHold
) -> None:
    planned = json.loads(traced.run("writeback", "plan", "--as-of", DAY, "--json").stdout)
    added = {c["account_number"] for c in planned["changes"] if c["kind"] == "add"}
    assert added
    assert late.number not in added


def test_a_hold_that_came_after_the_trace_withholds_it(traced: Site, late: LateHold) -> None:
    done = traced.run("trace", late.number, "--as-of", DAY, "--json", code=None)
    shown = json.loads(done.stdout)
    assert shown["contacts"] == []
    assert any("R48" in words for words in shown["withheld"])
    assert done.returncode == 3


@pytest.mark.parametrize("option", ["--explain", "--evidence"])
def test_what_a_hold_withholds_is_not_shown_by_another_option(
    traced: Site, late: LateHold, option: str
) -> None:
    done = traced.run("trace", late.number, option, late.finding, code=None)
    assert done.stdout == b""
    assert "R48" in done.stderr.decode()
    assert done.returncode == 3
