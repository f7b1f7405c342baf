"""What was spent is told from the ledger, and held against the bureau's own bill."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from skiptrace.cli.session import opened
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.installation import Site, begin_anew, take_in_first
from tests.nights import BUREAU, WITHOUT_COURT, faulty_night

Line = tuple[str, str, Decimal]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def billed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site with a traced night, on each engine; one of its bureau's calls is in doubt."""
    ready: Site = request.getfixturevalue("ready")
    changes = dict(WITHOUT_COURT)
    if request.param == "postgres":
        from tests.postgres import database

        with database(request.getfixturevalue("postgres_server")) as url:
            changes['url = "sqlite:///skiptrace.db"'] = f'url = "{url}"'
            yield traced_anew(ready.copy(tmp_path_factory.mktemp("pg") / "site", changes))
        return
    yield traced_anew(ready.copy(tmp_path_factory.mktemp("lite") / "site", changes))


def traced_anew(site: Site) -> Site:
    begin_anew(site)
    take_in_first(site, 24)
    faulty_night(site, {})
    return site


def bill(site: Site) -> list[Line]:
    """The bureau's own bill: reference, day and amount of each call."""
    with closing(sqlite3.connect(site.folder / "sandbox" / "bill.sqlite")) as connection:
        rows = connection.execute("SELECT reference, at, amount FROM call ORDER BY id").fetchall()
    return [(reference, at[:10], Decimal(amount)) for reference, at, amount in rows]


def invoice(site: Site, lines: Sequence[Sequence[Any]], head: str = "Reference,Date,Amount") -> str:
    path = site.folder / "invoice.csv"
    path.write_text("\n".join([head, *(",".join(map(str, line)) for line in lines)]) + "\n")
    return str(path)


def held(site: Site, lines: Sequence[Sequence[Any]], code: int = 4, *more: str) -> Any:
    """The reconciliation of an invoice with these lines."""
    path = invoice(site, lines)
    return site.json("costs", "--invoice", path, "--source", BUREAU, *more, code=code)


def verdicts(found: Any) -> dict[str, int]:
    return {total["verdict"]: total["count"] for total in found["totals"]}


def test_the_ledger_comes_to_what_the_bureau_billed(billed: Site) -> None:
    whole = bill(billed)
    by_source = {line["source"]: line for line in billed.json("costs")["lines"]}
    bureau = by_source[BUREAU]
    assert Decimal(bureau["spent"]) == sum(amount for *_, amount in whole) > 0
    assert bureau["calls"] == bureau["paid"] == len(whole)
    assert bureau["hits"] == len([amount for *_, amount in whole if amount])
    assert {s for s, line in by_source.items() if Decimal(line["spent"])} == {BUREAU}
    days = billed.json("costs", "--by", "day,source")["lines"]
    of_bureau = {line["day"]: Decimal(line["spent"]) for line in days if line["source"] == BUREAU}
    told = {day: sum(a for _, d, a in whole if d == day) for _, day, _ in whole}
    assert of_bureau == told
    accounts = billed.json("costs", "--by", "account")
    assert sum(Decimal(a["spent"]) for a in accounts["lines"]) == Decimal(bureau["spent"])
    numbers = {one["account"] for one in billed.json("accounts", "list")["accounts"]}
    assert {line["account"] for line in accounts["lines"]} <= numbers
    assert Decimal(accounts["total"]["spent"]) == Decimal(bureau["spent"])


def test_the_same_is_said_as_a_table_and_as_csv(billed: Site) -> None:
    words = billed.run("costs").stdout.decode()
    assert BUREAU in words and "In all" in words and "(UTC)" in words
    table = billed.run("costs", "--by", "account,day", "--csv").stdout.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    told = billed.json("costs", "--by", "account,day")["lines"]
    assert [(r["account"], r["day"], r["spent"]) for r in rows] == [
        (line["account"], line["day"], line["spent"]) for line in told
    ]


def test_days_are_bounds_and_nothing_beside_them_counts(billed: Site) -> None:
    first, *_, last = sorted({day for _, day, _ in bill(billed)} | {bill(billed)[0][1]}) * 2
    before = datetime.fromisoformat(first).date() - timedelta(days=1)
    assert billed.json("costs", "--to", str(before))["lines"] == []
    whole = billed.json("costs", "--from", first, "--to", last)["total"]
    assert whole == billed.json("costs")["total"]
    wrong = billed.run("costs", "--from", last, "--to", str(before), code=2)
    assert b"--to" in wrong.stderr


def test_the_bill_of_the_bureau_agrees_call_by_call(billed: Site) -> None:
    whole = bill(billed)
    found = held(billed, whole, 0)
    assert verdicts(found) == {"matched": len(whole)}
    assert found["apart"] == found["rejects"] == []


def test_what_is_apart_is_told_by_what_it_is(billed: Site) -> None:
    """One line left out, one too dear, one billed twice, one unknown, two that cannot be read."""
    hits = [line for line in bill(billed) if line[2]]
    gone, dear, twice, *rest = hits
    day, price = dear[1], dear[2]
    lines: list[Sequence[Any]] = [
        *rest,
        (dear[0], day, price + 1),
        twice,
        twice,
        ("nobody-knows-1", day, price),
        ("x-2", "yesterday", price),
        ("", day, "a lot"),
    ]
    found = held(billed, lines)
    assert verdicts(found) == {
        "matched": len(rest),
        "amount differs": 2,
        "billed, not in our ledger": 1,
        "in our ledger, not billed": 1,
    }
    apart = {one["reference"]: one for one in found["apart"]}
    assert apart[gone[0]]["verdict"] == "in our ledger, not billed"
    assert Decimal(apart[gone[0]]["ours"]) == gone[2] and apart[gone[0]]["billed"] is None
    assert Decimal(apart[dear[0]]["billed"]) - Decimal(apart[dear[0]]["ours"]) == 1
    assert len(apart[twice[0]]["rows"]) == 2
    assert Decimal(apart[twice[0]]["billed"]) == 2 * twice[2]
    assert apart["nobody-knows-1"]["sent"] is None
    first = len(lines)
    assert [(one["row"], one["reasons"].split(":")[0]) for one in found["rejects"]] == [
        (first, "day"),
        (first + 1, "reference"),
    ]
    assert "expected an amount in US dollars" in found["rejects"][1]["reasons"]
    words = billed.run(
        "costs", "--invoice", invoice(billed, lines), "--source", BUREAU, code=4
    ).stdout.decode()
    assert gone[0] in words and f"row {first}: not read" in words
    table = billed.run(
        "costs", "--invoice", invoice(billed, lines), "--source", BUREAU, "--csv", code=4
    ).stdout.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == len(found["apart"]) + 2
    assert [row["reasons"] != "" for row in rows[-2:]] == [True, True]


def test_a_call_in_doubt_stands_apart_at_its_ceiling(billed: Site) -> None:
    """And what the invoice says of it is told as what helps to settle it."""
    *rest, doubted = [line for line in bill(billed) if line[2]]
    before = billed.json("costs")["total"]
    with opened(str(billed.config)) as session, session.case.write() as tx:
        unsure = Answer("", Outcome.IN_DOUBT, reason="InDoubt: a test")
        session.case.ledger.settle(tx, doubted[0], unsure, session.office.clock())
    try:
        total = billed.json("costs")["total"]
        assert (total["in_doubt"], before["in_doubt"]) == (1, 0)
        assert Decimal(total["spent"]) == Decimal(before["spent"]) - doubted[2]
        assert Decimal(total["ceiling"]) >= doubted[2]
        free = [line for line in bill(billed) if not line[2]]
        assert verdicts(held(billed, [*rest, *free, doubted]))["in doubt here, billed"] == 1
        assert verdicts(held(billed, [*rest, *free]))["in doubt here, not billed"] == 1
    finally:
        with opened(str(billed.config)) as session, session.case.write() as tx:
            paid = Answer("", Outcome.HIT, cost=doubted[2])
            session.case.ledger.settle(tx, doubted[0], paid, session.office.clock())


def test_columns_are_claimed_and_asked_for(billed: Site) -> None:
    whole = bill(billed)
    for number, (head, told, words) in enumerate(
        [
            ("Client Ref,Transaction Date,Charge", [], ""),
            ("Ref No,Usage Date,Net Amount", [], ""),
            ("a,b,c", ["reference=a", "day=b", "amount=c"], ""),
            ("a,Date,Amount", [], "reference: no column is known to be it"),
            ("Reference,Date,Price", ["amount=Amount"], "amount: no column Amount"),
        ]
    ):
        path = invoice(billed, whole, head)
        asked = [part for one in told for part in ("--map", one)]
        done = billed.run("costs", "--invoice", path, "--source", BUREAU, *asked, code=None)
        assert done.returncode == (1 if words else 0), (number, done.stderr)
        assert words in done.stderr.decode()
    two = invoice(billed, [(*line, 0) for line in whole], "Reference,Date,Amount,Cost")
    done = billed.run("costs", "--invoice", two, "--source", BUREAU, code=1)
    assert b"several columns may be it (Amount, Cost)" in done.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--by", "weather"), "expected some of source, day, account"),
        (("--by", "day,day"), "expected some of"),
        (("--json", "--csv"), "--json or --csv"),
        (("--source", BUREAU), "go with --invoice"),
        (("--invoice", "FILE"), "--source"),
        (("--invoice", "FILE", "--source", "nobody"), "no connector has the id nobody"),
        (("--invoice", "FILE", "--source", BUREAU, "--map", "colour=a"), "expected one of"),
    ],
)
def test_wrong_usage_is_told(billed: Site, args: tuple[str, ...], words: str) -> None:
    path = invoice(billed, [])
    given = [path if arg == "FILE" else arg for arg in args]
    assert words in billed.run("costs", *given, code=2).stderr.decode()


def test_that_somebody_looked_is_in_the_record(billed: Site) -> None:
    billed.run("costs", "--by", "day")
    last = billed.run("audit", "export").stdout.splitlines()[-2]
    assert b"costs.show: by day from the first to the last" in last
