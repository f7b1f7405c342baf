"""What waits for a person, through the commands: a call in doubt is settled, never bought again."""

from __future__ import annotations

from pathlib import Path

import pytest

from skiptrace.cli.session import opened
from tests.installation import DAY, Site
from tests.nights import BUREAU, SOON, WITHOUT_COURT, Night, bill, faulty_night

ASKED = 'options = { settlement_url = "{sandbox}/enformion/sandbox/calls" }'
LOST = {BUREAU: [{"kind": "cut", "nth": 1}]}
WHY = ("--evidence", "invoice of 30 November")


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory: pytest.TempPathFactory, few: Site) -> Site:
    """A site one of whose paid calls was cut, at a bureau that cannot be asked afterwards."""
    changes = {ASKED: "", **SOON, **WITHOUT_COURT}
    ended = faulty_night(few.copy(tmp_path_factory.mktemp("cut") / "site", changes), LOST)
    assert ended.summary["orders"]["in_doubt"] == 1
    return ended.site


@pytest.fixture
def doubtful(tmp_path: Path, cut_off: Site) -> Site:
    """A copy of that site."""
    return cut_off.copy(tmp_path / "site")


@pytest.mark.parametrize(
    ("said", "more_calls"), [(("--billed", "0.10"), 0), (("--not-billed",), 1)], ids=str
)
def test_a_call_in_doubt_is_settled_by_a_person_and_only_then_goes_on(
    doubtful: Site, said: tuple[str, ...], more_calls: int
) -> None:
    before = len(bill(doubtful))
    again = faulty_night(doubtful, {}, on="2026-11-23")
    assert "in_doubt" not in again.summary["orders"]
    waits = doubtful.json("orders", "list")
    [order] = [one for one in waits["orders"] if one["state"] == "in_doubt"]
    [call] = waits["calls"]
    assert (call["order_id"], call["connector_id"]) == (order["order"], BUREAU)
    between = len(bill(doubtful))
    doubtful.run("orders", "settle", call["inquiry_id"], *said, *WHY)
    assert doubtful.json("orders", "list")["calls"] == []
    with doubtful.served():
        shown = doubtful.run("trace", order["account"], "--as-of", "2026-11-24", code=None)
    assert b"Traceback" not in shown.stderr
    assert len(bill(doubtful)) - between == more_calls
    assert between >= before
    doubtful.run("audit", "verify")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("unknown", "--not-billed", *WHY), 1),
        (("unknown", *WHY), 2),
        (("unknown", "--not-billed", "--billed", "1", *WHY), 2),
        (("unknown", "--not-billed"), 2),
        (("unknown", "--not-billed", "--evidence", " "), 2),
    ],
)
def test_nothing_is_settled_without_call_and_ground(
    doubtful: Site, args: tuple[str, ...], code: int
) -> None:
    doubtful.run("orders", "settle", *args, code=code)
    assert len(doubtful.json("orders", "list")["calls"]) == 1


def test_while_one_write_back_runs_another_is_refused(tmp_path: Path, calm: Night) -> None:
    site = calm.site.copy(tmp_path / "site")

    with opened(str(site.config)) as session, session.case.exclusively("write-back"):
        refused = site.run("writeback", "apply", "--as-of", DAY, code=1)
        assert b"another write-back is under way" in refused.stderr
        assert not list(site.folder.glob("writeback.csv"))
    site.run("writeback", "apply", "--as-of", DAY)
    rows = (site.folder / "writeback.csv").read_text().splitlines()
    assert len(rows) > 10
    assert b"nothing to write" in site.run("writeback", "apply", "--as-of", DAY).stdout
    assert (site.folder / "writeback.csv").read_text().splitlines() == rows
