"""The creditor's file and the ACS file: they agree with what really happened."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from connectors.sandbox.build import TownSummary
from connectors.sandbox.town.creditor import COLUMNS

Query = Callable[..., list[tuple[str, ...]]]
Row = dict[str, str]


@pytest.fixture(scope="module")
def every_row(town: TownSummary) -> list[Row]:
    with (town.folder / "intake/returned_mail.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def scenarios(truth: Query) -> dict[str, str]:
    return dict(truth("SELECT account_number, scenario FROM truth_account WHERE part = 'consumer'"))


@pytest.fixture(scope="module")
def rows(every_row: list[Row], scenarios: dict[str, str]) -> list[Row]:
    """The rows of consumers."""
    return [row for row in every_row if row["account_number"] in scenarios]


def test_columns_and_numbers(every_row: list[Row], rows: list[Row]) -> None:
    assert tuple(every_row[0]) == COLUMNS
    assert len({row["account_number"] for row in every_row}) == 300
    assert len({row["account_number"] for row in rows}) == len(rows) == 240


@pytest.mark.parametrize(
    ("column", "pattern"),
    [
        ("account_number", r"\d{8}"),
        ("balance", r"\d+\.\d\d"),
        ("last_name", r"[A-Za-z' -]+"),
        ("opened", r"\d{4}-\d\d-\d\d"),
        ("role", "primary|co_obligor|guarantor"),
        ("debt_origin", "credit|involuntary"),
        ("dob", r"(\d{4}(-\d\d-\d\d)?)?"),
        ("ssn", r"((9\d\d|666|000)\d{6}|\d{4})?"),
        ("zip", r"\d{5}(-\d{4})?"),
        ("phone", r"(\(\d{3}\) 555-01\d\d|\d{3}-555-01\d\d)?"),
        ("return_code_list", "ACS|NIXIE|NCOALINK|DPV"),
        ("holds", r"([A-Z0-9-]+@\d{4}-\d\d-\d\d(;[A-Z0-9-]+@\d{4}-\d\d-\d\d)*)?"),
    ],
)
def test_column_forms(rows: list[Row], column: str, pattern: str) -> None:
    assert [row[column] for row in rows if not re.fullmatch(pattern, row[column])] == []


@pytest.mark.parametrize(
    ("name", "low", "high", "counts"),
    [
        ("dob present", 0.50, 0.70, lambda r: bool(r["dob"])),
        ("full ssn", 0.18, 0.33, lambda r: len(r["ssn"]) == 9),
        ("last four", 0.27, 0.43, lambda r: len(r["ssn"]) == 4),
        ("phone", 0.5, 0.8, lambda r: bool(r["phone"])),
        ("former surname", 0.005, 0.12, lambda r: bool(r["former_last_name"])),
        ("holds", 0.08, 0.22, lambda r: bool(r["holds"])),
        ("forward address", 0.08, 0.35, lambda r: bool(r["forward_address"])),
    ],
)
def test_shares(
    rows: list[Row], name: str, low: float, high: float, counts: Callable[[Row], bool]
) -> None:
    assert low < sum(map(counts, rows)) / len(rows) < high, name


def test_codes_agree_with_what_happened(rows: list[Row], scenarios: dict[str, str]) -> None:
    allowed = {
        "deceased": {"P", "A", "U", "Q"},
        "forwarded": {"A", "", "91", "92"},
        "mangled": {"I", "N", "S", "D", "N1", "M1", "M3"},
        "still_there": {"R", "U", "B", "L", "M", "W", "E", "D", "I", "N", "S", "M3"},
    }
    for row in rows:
        scenario = scenarios[row["account_number"]]
        if scenario in allowed:
            assert row["return_code"] in allowed[scenario], scenario
        assert bool(row["forward_address"]) == (scenario == "forwarded")
        assert row["opened"] < row["return_date"] <= "2026-11-22"
    assert set(scenarios.values()) >= {"deceased", "forwarded", "mangled", "moved", "still_there"}


def test_six_in_a_hundred_are_dead_and_four_bankrupt(
    served: Query, truth: Query, scenarios: dict[str, str]
) -> None:
    assert 0.04 < Counter(scenarios.values())["deceased"] / len(scenarios) < 0.08
    cases = {c for (c,) in served("SELECT case_id FROM court_case WHERE status = 'OPEN'")}
    bankrupt = {
        number
        for number, case in truth(
            "SELECT account_number, reference FROM truth_account JOIN truth_asset "
            "USING (person_id) WHERE kind = 'bankruptcy'"
        )
        if case in cases
    }
    assert len(bankrupt) >= 6


def test_a_bankruptcy_hold_is_of_a_real_open_case(rows: list[Row], truth: Query) -> None:
    held = {
        number
        for (number,) in truth(
            "SELECT account_number FROM truth_account JOIN truth_asset USING (person_id) "
            "WHERE kind = 'bankruptcy' AND \"to\" = '' AND held = 1"
        )
    }
    claimed = {r["account_number"] for r in rows if "-OPEN" in r["holds"]}
    assert claimed
    assert claimed <= held


def test_the_old_address_was_the_debtors_home_when_the_account_was_opened(
    rows: list[Row], truth: Query, scenarios: dict[str, str]
) -> None:
    zips = {}
    for number, code in truth(
        "SELECT account_number, zip5 FROM truth_account JOIN truth_address USING (person_id)"
    ):
        zips.setdefault(number, set()).add(code)
    assert all(row["zip"][:5] in zips[row["account_number"]] for row in rows)
    moved = [r for r in rows if scenarios[r["account_number"]] == "moved"]
    homes = dict(
        truth("SELECT account_number, line FROM truth_account JOIN person USING (person_id)")
    )
    stale = [r for r in moved if r["address"].upper() != homes[r["account_number"]]]
    assert len(stale) > 0.95 * len(moved)


def test_some_debtors_are_in_no_source_at_all(truth: Query) -> None:
    (unknown,) = truth("SELECT count(*) FROM truth_account WHERE known = 0")[0]
    assert int(unknown) >= 2
    assert (
        truth(
            "SELECT * FROM truth_account WHERE known = 0 AND findable = 1 "
            "AND scenario <> 'forwarded'"
        )
        == []
    )


def test_acs_file_is_700_bytes_a_record_with_a_header(
    town: TownSummary, every_row: list[Row]
) -> None:
    raw = (town.folder / "intake/acs.txt").read_bytes()
    assert raw.endswith(b"\r\n")
    lines = raw.decode("ascii").split("\r\n")[:-1]
    assert {len(line) for line in lines} == {700}
    header, records = lines[0], lines[1:]
    over_acs = [r for r in every_row if r["return_code_list"] == "ACS"]
    assert header[:3] == "H02"
    assert header[9:17] == "20261122"
    assert int(header[27:36]) == len(records) == len(over_acs)
    assert int(header[36:45]) + int(header[45:54]) == len(records)
    for number, line in enumerate(records, 1):
        assert int(line[3:11]) == number
        row = over_acs[number - 1]
        assert line[20:36].strip() == row["account_number"]
        assert line[45].strip() == row["return_code"]
        assert line[215:220] == row["zip"][:5]


def test_acs_change_of_address_and_nixie_records(town: TownSummary, every_row: list[Row]) -> None:
    records = (town.folder / "intake/acs.txt").read_text(encoding="ascii").splitlines()[1:]
    over_acs = [row for row in every_row if row["return_code_list"] == "ACS"]
    new, nixie = 0, 0
    for line, row in zip(records, over_acs, strict=True):
        if line[544] == "N":
            nixie += 1
            assert line[45] in "ABDEILMNPQRSUV"
            assert line[49:97].strip() == "", "a nixie has no name"
        else:
            assert line[45] in " GKW"
            organization = row["organization"].upper()
            end = 84 if organization else 69
            name = organization or row["last_name"].upper()
            assert line[49:end].rstrip() == name[: end - 49].rstrip()
            assert (line[44] == "B") == bool(row["organization"])
            date.fromisoformat(f"{line[36:40]}-{line[40:42]}-{line[42:44]}")
        has_new = bool(line[347:352].strip())
        assert has_new == (line[45] == " ")
        if has_new:
            new += 1
            assert line[347:352] == row["forward_zip"][:5]
            assert line[317:345].strip() == row["forward_city"].upper()
    assert new > 3
    assert nixie > 10
