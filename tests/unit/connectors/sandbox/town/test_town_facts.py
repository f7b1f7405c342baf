"""What the town must be like: nothing in it can be real, and it holds the traps of real life."""

from __future__ import annotations

import csv
import itertools
import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date

import phonenumbers
import pytest
import zipcodes

from connectors.sandbox.build import TownSummary
from connectors.sandbox.town.tables import read_csv, read_toml

Query = Callable[..., list[tuple[str, ...]]]
_TODAY = "2026-11-22"
_TEN_AGO = "2016-11-22"


def _phones(served: Query, truth: Query) -> list[str]:
    shown = [f"+1{re.sub(r'[^0-9]', '', p)}" for (p,) in served("SELECT phone FROM bureau_phone")]
    return shown + [p for (p,) in truth("SELECT e164 FROM truth_phone")]


def test_every_phone_is_fictional_with_an_area_code_in_use(served: Query, truth: Query) -> None:
    phones = _phones(served, truth)
    assert len(phones) > 1500
    assert all(re.fullmatch(r"\+1\d{3}55501\d{2}", phone) for phone in phones)
    codes = {phone[2:5] for phone in phones}
    assert len(codes) > 50
    for code in codes:
        number = phonenumbers.parse(f"+1{code}5550100")
        assert phonenumbers.is_valid_number_for_region(number, "US"), code


def test_every_social_security_number_is_of_an_area_never_issued(
    served: Query, truth: Query, town: TownSummary
) -> None:
    numbers = [n for (n,) in truth("SELECT ssn FROM person")]
    numbers += [n for (n,) in served("SELECT ssn FROM roll_dmf")]
    assert len(set(numbers)) >= town.people
    assert all(re.fullmatch(r"(9\d\d|666|000)\d{6}", n) for n in numbers)
    own = truth("SELECT ssn FROM person")
    assert all("01" <= n[3:5] <= "49" for (n,) in own), "an ITIN has a group of 50 or more"


def test_zip_codes_lie_in_their_state_and_belong_to_no_place() -> None:
    real = {place["zip_code"] for place in zipcodes.list_all()}
    names = {place["city"].upper() for place in zipcodes.list_all()}
    prefixes = {"FL": range(320, 350), "GA": [*range(300, 320), 398, 399]}
    for town in read_toml("places.toml")["towns"]:
        assert town["name"].upper() not in names
        for code in town["zips"]:
            assert code not in real
            assert int(code[:3]) in prefixes[town["state"]]


def test_every_served_zip_code_is_of_the_county_or_its_neighbours(served: Query) -> None:
    fictional = {z for town in read_toml("places.toml")["towns"] for z in town["zips"]}
    columns = [("bureau_address", "zip"), ("roll_property", "mail_zip"), ("court_party", "zip")]
    columns += [("property_sales", "mailing_zip"), ("business_registry", "principal_zip")]
    for table, column in columns:
        seen = {z for (z,) in served(f"SELECT DISTINCT {column} FROM {table}")} - {""}  # noqa: S608
        assert seen
        assert seen <= fictional


def test_every_email_is_at_an_example_domain(served: Query) -> None:
    emails = [e for (e,) in served("SELECT email FROM bureau_email")]
    assert emails
    assert all(re.fullmatch(r"[a-z0-9.'-]+@example\.(com|net|org)", e) for e in emails)


def test_area_code_table_names_real_states() -> None:
    rows = read_csv("area_codes.csv")
    assert len(rows) * 100 >= 25_000
    assert len({row["state"] for row in rows}) == 51


def test_adults_move_as_often_as_real_ones(truth: Query) -> None:
    adults = truth(
        'SELECT person_id, max("from") FROM truth_address JOIN person USING (person_id) '
        "WHERE deceased = '' AND dob < '2008-11-22' AND role = 'home' GROUP BY person_id"
    )
    share = sum(last > _TEN_AGO for _, last in adults) / len(adults)
    assert 0.33 < share < 0.50


def test_debtors_moved_more_often_than_others(truth: Query) -> None:
    lately = "2023-11-22"
    sql = (
        "SELECT person_id, max(\"from\") FROM truth_address WHERE role = 'home' AND person_id {} "
        "(SELECT person_id FROM truth_account) GROUP BY person_id"
    )
    debtors, others = truth(sql.format("IN")), truth(sql.format("NOT IN"))
    shares = [sum(day > lately for _, day in rows) / len(rows) for rows in (debtors, others)]
    assert shares[0] > 2 * shares[1]


def test_namesakes_juniors_and_twins_live_in_the_county(truth: Query) -> None:
    people = truth("SELECT given, surname, suffix, dob, mother_id FROM person")
    names = Counter((given, surname) for given, surname, *_ in people)
    assert sum(count for count in names.values() if count > 1) > 10
    assert sum(suffix in ("JR", "III") for _, _, suffix, *_ in people) >= 3
    births = Counter((dob, mother) for *_, dob, mother in people if mother)
    assert any(count == 2 for count in births.values())


def test_a_junior_bears_his_fathers_name(truth: Query) -> None:
    pairs = truth(
        "SELECT c.given, f.given, c.dob, f.dob FROM person c JOIN person f "
        "ON c.father_id = f.person_id WHERE c.suffix = 'JR'"
    )
    assert pairs
    assert all(child == father and born > earlier for child, father, born, earlier in pairs)


def test_surnames_change_and_some_are_double(truth: Query) -> None:
    changed = truth("SELECT person_id FROM truth_name GROUP BY person_id HAVING count(*) > 1")
    assert len(changed) > 100
    surnames = [s for (s,) in truth("SELECT DISTINCT surname FROM truth_name")]
    assert any(" " in s for s in surnames)
    assert any("-" in s for s in surnames)


def test_a_number_given_up_goes_to_a_stranger_after_a_rest(truth: Query) -> None:
    spells = truth('SELECT DISTINCT e164, "from", "to" FROM truth_phone ORDER BY 1, 2')
    recycled = 0
    for one, two in itertools.pairwise(spells):
        if one[0] == two[0]:
            recycled += 1
            assert one[2], "a number in use was given to somebody else"
            rest = date.fromisoformat(two[1]) - date.fromisoformat(one[2])
            assert rest.days >= 45
    assert recycled > 50


def test_lives_hang_together(truth: Query) -> None:
    spells = truth(
        'SELECT person_id, "from", "to", dob, deceased FROM truth_address '
        'JOIN person USING (person_id) WHERE role = \'home\' ORDER BY person_id, "from", "to"'
    )
    for person, since, until, born, died in spells:
        assert born <= since <= (until or _TODAY), person
        assert not died or (until or "9") <= died, person
    for one, two in itertools.pairwise(spells):
        if one[0] == two[0]:
            assert one[2] == two[1], "homes follow each other without a gap"
    last = {row[0]: row for row in spells}
    assert all(bool(row[2]) == bool(row[4]) for row in last.values())


def test_streets_have_apartments_boxes_and_many_suffixes(truth: Query) -> None:
    lines = [line for (line,) in truth("SELECT DISTINCT line FROM truth_address")]
    assert sum(" APT " in line for line in lines) > 20
    assert sum(line.startswith("PO BOX ") for line in lines) > 10
    suffixes = {s["suffix"] for s in read_csv("street_suffixes.csv")}
    assert len({word for line in lines for word in line.split() if word in suffixes}) > 10


@pytest.mark.parametrize(
    ("name", "least"), [("property_roll.csv", 300), ("dmf.txt", 40), ("sunbiz.txt", 40)]
)
def test_bulk_files_hold_the_rows_of_their_table(
    town: TownSummary, served: Query, name: str, least: int
) -> None:
    tables = {"property_roll.csv": "roll_property", "dmf.txt": "roll_dmf"}
    table = tables.get(name, "roll_sunbiz")
    lines = (town.folder / "files" / name).read_text(encoding="latin-1").splitlines()
    lengths = {"dmf.txt": 100, "sunbiz.txt": 1440}
    if name in lengths:
        assert {len(line) for line in lines} == {lengths[name]}
    rows = lines[1:] if name.endswith("csv") else lines
    assert len(rows) == served(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608
    assert len(rows) >= least


def test_fixed_records_keep_every_field_at_its_place(town: TownSummary, served: Query) -> None:
    dmf = (town.folder / "files/dmf.txt").read_text(encoding="ascii").splitlines()
    rows = served("SELECT ssn, last, death, birth FROM roll_dmf ORDER BY rowid")
    for line, (ssn, last, death, birth) in zip(dmf, rows, strict=True):
        assert (line[1:10], line[10:30].rstrip()) == (ssn, last[:20])
        assert (line[65:73], line[73:81]) == (death, birth)
    corporate = (town.folder / "files/sunbiz.txt").read_text(encoding="latin-1").splitlines()
    sql = """SELECT docno, status, filed, formed_in, agent_name, agent_zip, officers,
             report_1, report_2, report_3 FROM roll_sunbiz ORDER BY rowid"""
    for line, row in zip(corporate, served(sql), strict=True):
        docno, status, filed, formed_in, agent, agent_zip, officers, *reports = row
        assert line[503:505] == formed_in
        assert [line[at : at + 8].strip() for at in (510, 523, 536)] == reports
        assert (line[:12], line[204], line[472:480]) == (docno.ljust(12), status, filed)
        assert (line[544:586].rstrip(), line[659:668].rstrip()) == (agent[:42], agent_zip)
        first = json.loads(officers)[0]
        assert (line[672], line[673:715].rstrip()) == (first["type"], first["name"][:42].rstrip())


def test_roll_csv_has_the_columns_of_its_table(town: TownSummary) -> None:
    with (town.folder / "files/property_roll.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0].keys() >= {"parcel_id", "owner_1", "mail_line", "situs_line", "homestead"}
    away = [r for r in rows if r["mail_line"] != r["situs_line"] and r["homestead"] == "N"]
    assert len(away) > 20, "owners who live elsewhere"
