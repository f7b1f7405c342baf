"""People from tables: columns in parts and whole, several values a person, what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import duckdb
import numpy as np
import pytest

from matching.encode.batch import NOT_KNOWN, PersonBatch, Words
from matching.encode.layout import PLAIN, Layout, NameColumns, PlaceColumns
from matching.encode.tabular import COLUMNS, Reading, Rows, batch_of_table, read_rows

Row = dict[str, str | None]


WORDS = Words()


def table(rows: Sequence[Row], columns: Sequence[str]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    fields = ", ".join(f'"{name}" VARCHAR' for name in columns)
    con.execute(f"CREATE TABLE t (no BIGINT, {fields})")
    for no, row in enumerate(rows):
        con.table("t").insert([no, *(row.get(name) for name in columns)])
    return con


def reading(rows: Sequence[Row], layout: Layout) -> Reading:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return read_rows(table(rows, columns), Rows("t", layout, range(len(rows))), WORDS)


def plain(*rows: Row) -> PersonBatch:
    return batch_of_table(table(rows, COLUMNS), "t", WORDS)


def named(people: PersonBatch) -> list[tuple[str, ...]]:
    """Given, middle and surname of every name."""
    words, names = WORDS.names.words, people.names
    columns = (names.given, names.middle, names.surname)
    return [tuple(words[code] for code in row) for row in zip(*columns, strict=True)]


def placed(people: PersonBatch) -> list[tuple[str, ...]]:
    """House, core, street, unit, city and state of every address."""
    words, p = WORDS, people.places
    columns = (
        (words.houses, p.house), (words.cores, p.core), (words.streets, p.street),
        (words.units, p.unit), (words.cities, p.city), (words.cities, p.state),
    )  # fmt: skip
    read = [
        [" ".join(re.findall(r"[^\x1e\x1f ]+", vocabulary.words[code])) for code in codes]
        for vocabulary, codes in columns
    ]
    return list(zip(*read, strict=True))


def test_an_empty_table_has_no_people() -> None:
    assert len(plain()) == 0


def test_a_row_without_anything_has_one_empty_name_and_place() -> None:
    people = plain({}, {"first_name": "  "})
    assert people.names.start.tolist() == [0, 1, 2]
    assert named(people) == [("", "", "")] * 2
    assert people.phones.start.tolist() == [0, 0, 0]
    assert people.ssn.tolist() == [NOT_KNOWN] * 2


def test_rows_may_come_in_any_order() -> None:
    con = table([{"last_name": "Orr"}, {"last_name": "Haines"}], COLUMNS)
    con.execute("CREATE TABLE turned AS SELECT * FROM t ORDER BY no DESC")
    people = batch_of_table(con, "turned", WORDS)
    assert [name[2] for name in named(people)] == ["ORR", "HAINES"]


@pytest.mark.parametrize(
    ("row", "name", "generation"),
    [
        ({"first_name": "Mary-Ann", "last_name": "O'Neil"}, ("MARYANN", "", "ONEIL"), 0),
        ({"first_name": "Robert A", "last_name": "Haines JR"}, ("ROBERT", "A", "HAINES"), 2),
        ({"first_name": "Robert A", "middle_name": "Bo"}, ("ROBERT", "BO", ""), 0),
        ({"last_name": "Haines III", "suffix": "SR"}, ("", "", "HAINES"), 1),
        ({"last_name": "V"}, ("", "", "V"), 0),
        ({"first_name": "Mr", "last_name": "Haines"}, ("", "", "HAINES"), 0),
        ({"first_name": "MRS. Ada B", "last_name": "Haines"}, ("ADA", "B", "HAINES"), 0),
        ({"first_name": "N/A", "last_name": "unk"}, ("", "", ""), 0),
        ({"first_name": "Jos\u00e9", "last_name": "Paz y Gil"}, ("JOSE", "", "PAZGIL"), 0),
    ],
)  # fmt: skip
def test_names_in_parts(row: Row, name: tuple[str, ...], generation: int) -> None:
    people = plain(row)
    assert named(people) == [name]
    assert people.names.generation.tolist() == [generation]


FULL = Layout(names=(NameColumns("f", "m", "l", full="n"), NameColumns(full="aka")))


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ({"n": "John Q Haines"}, [("JOHN", "Q", "HAINES")]),
        ({"n": "HAINES, JOHN Q"}, [("JOHN", "Q", "HAINES")]),
        ({"n": "Haines, John JR"}, [("JOHN", "", "HAINES")]),
        ({"f": "Ann", "l": "Orr", "n": "John Haines"}, [("ANN", "", "ORR")]),
        ({"n": "John and Mary Haines"}, [("JOHN", "", "HAINES"), ("MARY", "", "HAINES")]),
        ({"n": "John Haines c/o Mary Orr"}, [("JOHN", "", "HAINES")]),
        ({"f": "Ann", "l": "Orr", "aka": "Jo Haines"}, [("ANN", "", "ORR"), ("JO", "", "HAINES")]),
        ({"f": "Ann", "m": "B", "l": "Orr", "aka": "Ann Haines"},
         [("ANN", "B", "ORR"), ("ANN", "B", "HAINES")]),
        ({"aka": "Ann Haines"}, [("ANN", "", "HAINES")]),
        ({"n": "N/A"}, [("", "", "")]),
    ],
)  # fmt: skip
def test_whole_names_and_aliases(row: Row, names: list[tuple[str, ...]]) -> None:
    columns: Row = dict.fromkeys(("f", "m", "l", "n", "aka"))
    assert named(reading([columns | row], FULL).people) == names


def test_a_former_surname_is_a_further_name_of_those_who_have_one() -> None:
    layout = Layout(names=(NameColumns("f", last="l"), NameColumns("f", last="old")))
    rows: list[Row] = [
        {"f": "Ann", "l": "Orr", "old": "Haines"},
        {"f": "Jo", "l": "Poe", "old": ""},
    ]
    people = reading(rows, layout).people
    assert named(people) == [("ANN", "", "ORR"), ("ANN", "", "HAINES"), ("JO", "", "POE")]
    assert people.names.start.tolist() == [0, 2, 3]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (
            {"street_number": "012", "street_name": "North Oak Street", "unit_number": "APT 4",
             "city": "St. Paul", "state": "Minnesota", "zip": "55101-1234"},
            ("12", "OAK", "N OAK ST", "APT 4", "SAINTPAUL", "MN"),
        ),
        ({"po_box": "PO BOX 77", "city": "Saint Paul", "state": "MN"},
         ("77", "PO BOX", "=po_box", "", "SAINTPAUL", "MN")),
        ({"street_name": "Oak", "po_box": "77"}, ("", "OAK", "", "", "", "")),
        ({"street_number": "12"}, ("12", "", "", "", "", "")),
        ({"street_name": "12 Oak St # 4"}, ("12", "OAK", "OAK ST", "# 4", "", "")),
        ({"street_name": "NE 16 Ave"}, ("", "16", "", "", "", "")),
        ({"street_name": "53 Street"}, ("", "53", "", "", "", "")),
        ({"street_name": "16 Ave NE"}, ("", "16", "", "", "", "")),
        ({"street_name": "Four Lakes Dr"}, ("", "FOUR LKS", "", "", "", "")),
        ({"street_name": "12 16th Ave"}, ("12", "16", "16TH AVE", "", "", "")),
    ],
)  # fmt: skip
def test_addresses_in_parts(row: Row, place: tuple[str, ...]) -> None:
    assert placed(plain(row)) == [place]


LINES = Layout(places=(PlaceColumns(line="a", line_2="b", city="c", state="s", zip="z"),
                       PlaceColumns(line="old")))  # fmt: skip
OAK = ("12", "OAK", "N OAK ST", "APT 4", "SALEM", "OR")


NUMBERED = Layout(
    places=(PlaceColumns(number="n", line="a", line_2="b", city="c", state="s", zip="z"),)
)


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"n": "12", "a": "N Oak St", "b": "Apt 4"}, OAK),
        ({"n": "0012", "a": "North Oak Street", "b": "apt. 4"}, OAK),
        ({"n": "12", "a": "12 N Oak St", "b": "Apt 4"}, OAK),
        ({"n": "12", "a": "12 N Oak St Apt 4"}, OAK),
        ({"n": "", "a": "12 N Oak St", "b": "Apt 4"}, OAK),
        ({"n": "12", "a": "5th Ave"}, ("12", "5", "5TH AVE", "", "SALEM", "OR")),
        ({"n": "12", "a": "NE 16 Ave"}, ("12", "16", "NE 16 AVE", "", "SALEM", "OR")),
        ({"n": "12", "a": "PO Box 77"}, ("77", "PO BOX", "=po_box", "", "SALEM", "OR")),
        ({"n": "12", "a": "N/A"}, ("12", "", "", "", "SALEM", "OR")),
        ({"n": "12", "a": ""}, ("12", "", "", "", "SALEM", "OR")),
    ],
)
def test_a_line_beside_a_house_number_of_its_own(row: Row, place: tuple[str, ...]) -> None:
    columns: Row = {"b": None, "c": "Salem", "s": "OR", "z": "97301"}
    assert placed(reading([columns | row], NUMBERED).people) == [place]


@pytest.mark.parametrize(
    ("row", "places"),
    [
        ({"a": "12 North Oak Street Apt 4", "c": "Salem", "s": "OR", "z": "97301"}, [OAK]),
        ({"a": "12 N. Oak St.", "b": "Apt 4", "c": "Salem", "s": "OR", "z": "97301"}, [OAK]),
        ({"a": "12 N Oak St Apt 4, Salem, OR 97301"}, [OAK]),
        ({"a": "PO Box 77", "c": "Salem", "s": "OR"},
         [("77", "PO BOX", "=po_box", "", "SALEM", "OR")]),
        ({"c": "Salem", "s": "OR"}, [("", "", "", "", "SALEM", "OR")]),
        ({"c": "Reno", "old": "12 N Oak St Apt 4, Salem, OR 97301"},
         [("", "", "", "", "RENO", ""), OAK]),
    ],
)  # fmt: skip
def test_addresses_in_lines(row: Row, places: list[tuple[str, ...]]) -> None:
    columns: Row = dict.fromkeys(("a", "b", "c", "s", "z", "old"))
    assert placed(reading([columns | row], LINES).people) == places


@pytest.mark.parametrize(
    ("text", "today", "birth"),
    [
        ("1980-12-31", None, (1980, 12, 31)),
        ("12/31/1980", None, (1980, 12, 31)),
        ("02/30/1980", None, (0, 0, 0)),
        ("13/02/1980", None, (1980, 2, 13)),
        ("1980", None, (1980, 0, 0)),
        ("19801231", None, (1980, 12, 31)),
        ("12/31/80", None, (0, 0, 0)),
        ("12/31/80", date(2026, 1, 1), (1980, 12, 31)),
        ("2020-W01-1", None, (0, 0, 0)),
        ("0000-00-00", None, (0, 0, 0)),
        ("9999-12-31", None, (0, 0, 0)),
        ("soon", None, (0, 0, 0)),
    ],
)
def test_dates_of_birth(text: str, today: date | None, birth: tuple[int, int, int]) -> None:
    people = reading([{"dob": text}], Layout(dob="dob", today=today)).people
    assert (people.year[0], people.month[0], people.day[0]) == birth


@pytest.mark.parametrize(
    ("row", "phones"),
    [
        ({"p": "2125550142"}, [2125550142]),
        ({"p": "(212) 555-0142"}, [2125550142]),
        ({"p": "+1 212.555.0142"}, [2125550142]),
        ({"p": "212-555-0142 x5; 503-555-0117"}, [2125550142, 5035550117]),
        ({"p": "2125550142", "q": "212-555-0142"}, [2125550142]),
        ({"p": "5035550117", "q": "212-555-0142"}, [2125550142, 5035550117]),
        ({"p": "9999999999"}, []),
        ({"p": "call me"}, []),
    ],
)
def test_phones_are_a_set(row: Row, phones: list[int]) -> None:
    columns: Row = {"p": "", "q": ""}
    people = reading([columns | row], Layout(phones=("p", "q"))).people
    assert people.phones.values.tolist() == phones
    assert people.phones.start.tolist() == [0, len(phones)]


def test_one_email_in_two_spellings_is_one() -> None:
    layout = Layout(emails=("e",))
    people = reading([{"e": "Ann@Example.com"}, {"e": "ann@example.com; jo@example.com"}], layout)
    first, *others = people.people.emails.values.tolist()
    assert len({first, *others}) == len(others) == 2
    assert first in others


@pytest.mark.parametrize(
    ("row", "ssn", "last4"),
    [
        ({"ssn": "900-12-4321"}, 900124321, 4321),
        ({"ssn": "987-65-4321"}, NOT_KNOWN, NOT_KNOWN),
        ({"ssn": "XXX-XX-4321"}, NOT_KNOWN, 4321),
        ({"ssn4": "4321"}, NOT_KNOWN, 4321),
        ({"ssn": "000-00-0000", "ssn4": "4321"}, NOT_KNOWN, 4321),
        ({"ssn4": "12"}, NOT_KNOWN, NOT_KNOWN),
    ],
)
def test_social_security_numbers(row: Row, ssn: int, last4: int) -> None:
    people = plain(row)
    assert (people.ssn[0], people.last4[0]) == (ssn, last4)


@pytest.mark.parametrize(
    ("text", "zip5"), [("97301", 97301), ("02134-1000", 2134), ("2134", 2134), ("9730", 9730),
                       ("973", 0), ("NOWHERE", 0)],
)  # fmt: skip
def test_zip_codes(text: str, zip5: int) -> None:
    assert plain({"zip": text}).places.zip5.tolist() == [zip5]


def test_what_cannot_be_read_is_counted_by_rows() -> None:
    rows: list[Row] = [
        {"dob": "soon", "phone": "call me", "a": "nowhere at all"},
        {"dob": "soon", "phone": "2125550142", "a": "12 Oak St, Salem, OR 97301"},
        {"dob": "", "phone": "", "a": ""},
    ]
    layout = Layout(dob="dob", phones=("phone",), places=(PlaceColumns(line="a"),))
    assert dict(reading(rows, layout).unread) == {"dob": 2, "phone": 1, "a": 1}


def test_both_spellings_of_a_word_have_one_number_across_tables() -> None:
    words = Words()
    one = batch_of_table(table([{"last_name": "Haines"}], COLUMNS), "t", words, PLAIN)
    other = batch_of_table(table([{"last_name": "HAINES "}], COLUMNS), "t", words, PLAIN)
    assert np.array_equal(one.names.surname, other.names.surname)


@pytest.mark.parametrize(
    ("row", "forenames"),
    [
        ({"first_name": "Otis Ray", "last_name": "Orr"}, "OTIS RAY"),
        ({"first_name": "Otis Ray K", "last_name": "Orr"}, "OTIS RAY|K"),
        ({"first_name": "Otis Ray K", "middle_name": "Lou", "last_name": "Orr"}, "OTIS RAY|LOU"),
        ({"first_name": "Otis", "middle_name": "Mae Lou", "last_name": "Orr"}, "OTIS|MAE LOU"),
        ({"first_name": "Otis", "middle_name": "Lou", "last_name": "Orr"}, ""),
    ],
)
def test_given_and_middle_names_are_kept_in_full_where_several(row: Row, forenames: str) -> None:
    columns = ("first_name", "middle_name", "last_name")
    layout = Layout(names=(NameColumns(first=columns[0], middle=columns[1], last=columns[2]),))
    people = reading([{name: row.get(name) for name in columns}], layout).people
    assert [WORDS.names.words[code] for code in people.names.forenames] == [forenames]
