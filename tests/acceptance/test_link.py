"""`skiptrace link` as a user runs it: two files in, pairs with probabilities out."""

from __future__ import annotations

import csv
import json
import re
import stat
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from config.default_model import TRACE_MODEL
from skiptrace.cli.exits import Exit
from skiptrace.cli.main import root

Row = dict[str, str]

SUBJECTS: list[Row] = [
    {
        "debtor_id": "D1", "first_name": "Marguerite", "middle_initial": "L",
        "last_name": "Ostrander", "suffix": "", "dob": "1961-03-14", "ssn4": "6789",
        "phone": "2125550142", "email": "m.ostrander@example.com", "street_number": "4127",
        "street_name": "Juniper Hollow Road", "unit_number": "", "city": "Walla Walla",
        "state": "WA", "zip": "99362", "source_type": "wages", "record_year": "2020",
    },
    {
        "debtor_id": "D2", "first_name": "Robert", "middle_initial": "",
        "last_name": "Quillfeather", "suffix": "JR", "dob": "1980-07-02", "ssn4": "",
        "phone": "", "email": "", "street_number": "88", "street_name": "Cooper Street",
        "unit_number": "4",
        "city": "Pendleton", "state": "OR", "zip": "97801", "source_type": "wages",
        "record_year": "2020",
    },
    {
        "debtor_id": "D3", "first_name": "Ione", "middle_initial": "", "last_name": "Vandersloot",
        "suffix": "", "dob": "1975", "ssn4": "", "phone": "5035550117", "email": "",
        "street_number": "12", "street_name": "Tamarack Ave", "unit_number": "", "city": "Salem",
        "state": "OR", "zip": "97301", "source_type": "wages", "record_year": "2020",
    },
]  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder without an installation."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, rows: Sequence[Row], delimiter: str = ",", encoding: str = "utf-8") -> None:
    with Path(name).open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def read(name: str) -> list[Row]:
    with Path(name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def link(*args: str, subjects: str = "s.csv", records: str = "r.csv", out: str = "o.csv") -> Result:
    words = ["link", "--subjects", subjects, "--records", records, "--out", out, *args]
    return CliRunner().invoke(root, words)


def linked(*args: str, code: Exit = Exit.DONE, **files: str) -> list[Row]:
    result = CliRunner().invoke(
        root,
        [
            "link", "--subjects", files.get("subjects", "s.csv"),
            "--records", files.get("records", "r.csv"), "--out", "o.csv", *args,
        ],
        standalone_mode=False,
    )  # fmt: skip
    assert result.exception is None, result.stderr
    assert result.return_value == code
    return read("o.csv")


def records(**changes: str) -> list[Row]:
    """The subjects as records R1, R2, R3 with changed cells."""
    return [
        {("record_id" if k == "debtor_id" else k): v for k, v in row.items()}
        | {"record_id": row["debtor_id"].replace("D", "R")}
        | changes
        for row in SUBJECTS
    ]


def best(rows: list[Row]) -> dict[str, tuple[str, float]]:
    """Each subject's first record and its probability."""
    found: dict[str, tuple[str, float]] = {}
    for row in rows:
        found.setdefault(row["debtor_id"], (row["record_id"], float(row["probability"])))
    return found


def assert_all_found(rows: list[Row], least: float = 0.5) -> None:
    found = best(rows)
    assert {s: r for s, (r, _) in found.items()} == {"D1": "R1", "D2": "R2", "D3": "R3"}
    assert min(p for _, p in found.values()) >= least


def test_each_subject_finds_its_record(here: Path) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", records())
    result = link("--stats", "stats.json")
    assert result.exit_code == 0, result.stderr
    rows = read("o.csv")
    assert list(rows[0]) == ["debtor_id", "record_id", "probability", "decision"]
    assert_all_found(rows)
    assert [row["decision"] for row in rows if float(row["probability"]) >= 0.95] == ["accept"] * 3
    assert {row["decision"] for row in rows if float(row["probability"]) < 0.95} <= {"review"}
    assert all(len(row["probability"].partition(".")[2]) >= 6 for row in rows)
    assert "not used: source_type" in result.stderr
    told = json.loads(Path("stats.json").read_text())
    assert told["pairs"] >= 3
    assert set(told["seconds"]) == {"read", "normalise", "block", "score", "context", "write"}
    assert told["peak_rss_mb"] > 0
    assert result.stdout == ""
    assert stat.S_IMODE((here / "o.csv").stat().st_mode) == 0o600
    told_of, found = "o.wrong_share.csv", {path.name for path in here.iterdir()}
    assert found == {"s.csv", "r.csv", "o.csv", told_of, "stats.json"}
    assert stat.S_IMODE((here / told_of).stat().st_mode) == 0o600


def test_a_file_that_cannot_be_checked_says_so(here: Path) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", records())
    plain = link("--stats", "stats.json").stderr.replace("\n", " ")
    assert "accepted from the probability 0.95 on; of these an estimated" in plain
    assert "not checked on this file" in plain
    assert json.loads(Path("stats.json").read_text())["wrong_share"]["checked"] is False
    refused = link("--max-wrong", "0.01", "--stats", "stats.json")
    assert refused.exit_code == 0, refused.stderr
    assert "nothing is accepted: not checked on this file" in refused.stderr
    assert {row["decision"] for row in read("o.csv")} == {"review"}
    told = json.loads(Path("stats.json").read_text())["wrong_share"]
    assert (told["accepted"], told["max_wrong"], told["accept"]) == (0, 0.01, None)


def test_a_wrong_share_sets_the_threshold_and_is_told(here: Path) -> None:
    subjects, sources = crowd()
    write("s.csv", subjects)
    write("r.csv", sources)
    result = link("--max-wrong", "0.02", "--stats", "stats.json")
    assert result.exit_code == 0, result.stderr
    assert "linked once more without date of birth and number" in result.stderr
    told = json.loads(Path("stats.json").read_text())["wrong_share"]
    accepted = [row for row in read("o.csv") if row["decision"] == "accept"]
    assert len(accepted) == told["accepted"] == told["accept"]["accepted"] > 150
    assert told["accept"]["wrong_share"] <= 0.02
    assert told["checked"] is True


@pytest.mark.parametrize("share", ["0", "1", "-0.1", "two"])
def test_a_wrong_share_is_between_nothing_and_all(here: Path, share: str) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", records())
    assert link("--max-wrong", share).exit_code == Exit.USAGE
    assert not Path("o.csv").exists()


def layouts() -> dict[str, list[Row]]:
    """The records as other sources write them."""
    capitals = [{k: v.upper() for k, v in row.items()} for row in records()]
    street = {"Juniper Hollow Road": "JUNIPER HOLLOW RD.", "Cooper Street": "COOPER ST", "": ""}
    return {
        "capitals": capitals,
        "other suffixes": [
            row | {"street_name": street.get(row["street_name"], row["street_name"])}
            for row in records()
        ],
        "phones and dates": [
            row
            | {
                "phone": f"({row['phone'][:3]}) {row['phone'][3:6]}-{row['phone'][6:]}"
                if row["phone"] else "",
                "dob": f"{row['dob'][5:7]}/{row['dob'][8:]}/{row['dob'][:4]}"
                if len(row["dob"]) == 10 else row["dob"],
                "state": {"WA": "Washington", "OR": "Oregon"}[row["state"]],
                "zip": row["zip"] + "-1234",
            }
            for row in records()
        ],
        "whole names and addresses": [
            {
                "record_id": row["record_id"],
                "Full Name": f"{row['last_name']}, {row['first_name']} {row['middle_initial']}"
                f" {row['suffix']}",
                "DateOfBirth": row["dob"],
                "HomePhone": row["phone"],
                "Address": f"{row['street_number']} {row['street_name']} "
                f"{'# ' + row['unit_number'] if row['unit_number'] else ''}, {row['city']}, "
                f"{row['state']} {row['zip']}",
            }
            for row in records()
        ],
        "delivery lines": [
            {
                "RECORD_ID": row["record_id"], "FNAME": row["first_name"],
                "SURNAME": row["last_name"], "GEN": row["suffix"], "BIRTH_DATE": row["dob"],
                "TELEPHONE": row["phone"],
                "ADDRESS1": f"{row['street_number']} {row['street_name']}",
                "ADDRESS2": f"APT {row['unit_number']}" if row["unit_number"] else "",
                "CITY": row["city"], "ST": row["state"], "ZIP_CODE": row["zip"],
            }
            for row in records()
        ],
        "generation behind the surname": [
            row | {"suffix": "", "last_name": f"{row['last_name']} {row['suffix']}".strip()}
            for row in records()
        ],
    }  # fmt: skip


@pytest.mark.parametrize("name", list(layouts()))
def test_other_layouts_are_understood(here: Path, name: str) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", layouts()[name])
    assert_all_found(linked())


def test_other_layouts_give_the_same_scores(here: Path) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", records())
    plain = linked()
    for name in ("capitals", "other suffixes", "phones and dates"):
        write("r.csv", layouts()[name])
        assert linked() == plain, name


@pytest.mark.parametrize(
    ("sign", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), ("|", "cp1252")]
)
def test_delimiter_and_encoding_are_detected(here: Path, sign: str, encoding: str) -> None:
    changed = [SUBJECTS[0] | {"city": "Walla Walla"}, *SUBJECTS[1:]]
    accented = [row | {"last_name": row["last_name"].replace("a", "\u00e1")} for row in changed]
    write("s.csv", accented, sign, encoding)
    write("r.csv", records())
    assert_all_found(linked())


def test_phones_of_several_columns_are_compared_with_all(here: Path) -> None:
    apart = {"dob": "", "ssn4": "", "email": "", "street_number": "", "street_name": "", "city": "",
             "zip": "", "phone": ""}  # fmt: skip
    write("s.csv", [row | {"phone_2": "", "cell": ""} for row in SUBJECTS])
    bare = [row | apart for row in records()]
    write("r.csv", [row | {"phone1": "2065550100", "phone2": ""} for row in bare])
    without = best(linked("--threshold", "0"))
    write("r.csv", [row | {"phone1": "2065550100", "phone2": "212-555-0142"} for row in bare])
    assert best(linked("--threshold", "0"))["D1"][1] > without["D1"][1]


def test_mapped_columns_count(here: Path) -> None:
    write("s.csv", SUBJECTS)
    odd = {"record_id": "key", "first_name": "n1", "last_name": "n2", "dob": "when",
           "phone": "p", "street_number": "h", "street_name": "s", "city": "c", "state": "r",
           "zip": "z"}  # fmt: skip
    write("r.csv", [{new: row[old] for old, new in odd.items()} for row in records()])
    assert "no id column" in str(link().exception)
    maps = [word for old, new in odd.items() for word in ("--map", f"{old}={new}")]
    assert_all_found(linked(*maps))


def test_a_mapping_file_says_the_same(here: Path) -> None:
    write("s.csv", SUBJECTS)
    rows = [{"k": r["record_id"], "whole": f"{r['first_name']} {r['last_name']} {r['suffix']}",
             "b": r["dob"], "t": r["phone"], "u": r["email"]} for r in records()]  # fmt: skip
    write("r.csv", rows)
    Path("map.toml").write_text(
        '[records]\nid = "k"\nfull_name = "whole"\ndob = "b"\nphone = ["t", "u"]\n'
    )
    assert best(linked("--map", "map.toml"))["D1"][0] == "R1"


def test_headers_as_people_write_them_need_no_mapping(here: Path) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", records())
    plain = linked()
    odd = {"debtor_id": "Acct No", "first_name": "GivenName", "middle_initial": "MI",
           "last_name": "L.Name", "suffix": "Gen", "dob": "BirthDate", "ssn4": "Last4",
           "phone": "Debtor Cell", "email": "E-mail Address", "street_number": "House #",
           "street_name": "St Name", "unit_number": "APT", "city": "addr_city", "state": "StateCd",
           "zip": "l_zip5"}  # fmt: skip
    write("s.csv", [{odd.get(name, name): row[name] for name in row} for row in SUBJECTS])
    result = link()
    assert result.exit_code == Exit.DONE, result.stderr
    assert "read: Acct No as id, GivenName as first_name" in result.stderr
    assert "not used: source_type, record_year" in result.stderr
    found = [(row["Acct No"], row["record_id"], row["probability"]) for row in read("o.csv")]
    assert found == [(row["debtor_id"], row["record_id"], row["probability"]) for row in plain]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_an_area_code_of_its_own_belongs_to_the_phone(here: Path, kind: str) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", records())
    plain = linked()
    apart = [row | {"area_code": row["phone"][:3], "phone": row["phone"][3:]} for row in SUBJECTS]
    write("s.csv", apart)
    if kind == "parquet":
        duckdb.connect().execute("COPY (FROM read_csv('s.csv')) TO 's.parquet'")
    assert linked(subjects=f"s.{kind}") == plain


def test_columns_that_may_each_be_one_thing_are_asked_for(here: Path) -> None:
    write("s.csv", [row | {"birth_date": "1961-03-14"} for row in SUBJECTS])
    write("r.csv", records())
    assert "s.csv: 'dob' and 'birth_date' may each be dob" in str(link().exception)
    assert_all_found(linked("--map", "ignore=birth_date"))


@pytest.mark.parametrize("column", ["former_last_name", "Maiden Name", "alias"])
def test_a_former_name_is_a_name(here: Path, column: str) -> None:
    write("s.csv", SUBJECTS)
    little = {"ssn4": "", "phone": "", "email": "", "street_name": "", "zip": "", "city": ""}
    changed = [row | little | {"last_name": "Brandywine"} for row in records()]
    write("r.csv", [row | {column: ""} for row in changed])
    without = best(linked("--threshold", "0")).get("D1", ("R1", 0.0))
    value = "Marguerite Ostrander" if column == "alias" else "Ostrander"
    write("r.csv", [row | {column: value if row["record_id"] == "R1" else ""} for row in changed])
    assert best(linked("--threshold", "0"))["D1"] > without


def test_a_second_address_is_an_address(here: Path) -> None:
    write("s.csv", SUBJECTS)
    moved = [row | {"street_number": "9", "street_name": "Elm Ct", "city": "Boise", "state": "ID",
                    "zip": "83701", "dob": "", "ssn4": "", "phone": "", "email": ""}
             for row in records()]  # fmt: skip
    write("r.csv", moved)
    without = best(linked("--threshold", "0"))["D1"][1]
    prior = {"prior_address": "4127 Juniper Hollow Rd", "prior_city": "Walla Walla",
             "prior_state": "WA", "prior_zip": "99362"}  # fmt: skip
    write("r.csv", [row | prior for row in moved])
    assert best(linked("--threshold", "0"))["D1"] > ("R1", without)


@pytest.mark.parametrize("explain", [(), ("--explain",)])
def test_no_id_and_no_header_computes_in_a_spreadsheet(explain: tuple[str, ...]) -> None:
    ids = {"D1": "=1+1", "D2": "@SUM(A1)", "D3": "-3"}
    write("s.csv", [row | {"debtor_id": ids[row["debtor_id"]]} for row in SUBJECTS])
    write("r.csv", [row | {"record_id": "\uff1d" + row["record_id"]} for row in records()])
    pairs = {row["debtor_id"]: row["record_id"] for row in reversed(linked(*explain))}
    assert pairs == {"'=1+1": "'\uff1dR1", "'@SUM(A1)": "'\uff1dR2", "-3": "'\uff1dR3"}
    write("r.csv", [*records(), records()[0] | {"last_name": "=1"}])
    linked(*explain, code=Exit.DONE_WITH_FAILURES)
    assert read("o.records.rejects.csv")[0]["last_name"] == "'=1"


def test_rows_without_an_id_of_their_own_are_put_aside(here: Path) -> None:
    write("s.csv", SUBJECTS)
    rows = records()
    write("r.csv", [*rows, rows[0] | {"record_id": " "}, rows[1] | {"city": "Elsewhere"}])
    assert_all_found(linked(code=Exit.DONE_WITH_FAILURES))
    result = link()
    rejected = read("o.records.rejects.csv")
    assert [row["reject_row"] for row in rejected] == ["5", "6"]
    reasons = read("o.records.reasons.csv")
    assert [(row["field"], row["code"]) for row in reasons] == [
        ("record_id", "missing"), ("record_id", "duplicate"),
    ]  # fmt: skip
    assert "2 rejected" in result.stderr
    assert "o.records.rejects.csv" in result.stderr
    assert "Elsewhere" not in result.stderr


def test_damaged_rows_are_put_aside_and_the_rest_goes_on(here: Path) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", records())
    with Path("r.csv").open("a") as file:
        file.write("R8,too,few\n")
    assert_all_found(linked(code=Exit.DONE_WITH_FAILURES))
    assert [row["reject_row"] for row in read("o.records.rejects.csv")] == ["5"]


def test_values_that_cannot_be_read_count_as_not_known(here: Path) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", records(dob="soon", ssn4="12"))
    result = link()
    assert "dob: 3 rows could not be read" in result.stderr
    assert "ssn4: 3 rows could not be read" in result.stderr
    assert "soon" not in result.stderr
    known = best(read("o.csv"))
    write("r.csv", records(dob="", ssn4=""))
    assert best(linked()) == known


@pytest.mark.parametrize(
    ("subjects", "records_text", "words"),
    [
        ("a,b\n1,2\n", "record_id,last_name\n1,X\n", ["s.csv", "id column", "--map"]),
        ("debtor_id,shoe\n1,2\n", "record_id,last_name\n1,X\n", ["s.csv", "compare by", "phone"]),
        ("debtor_id,last_name\n", "record_id,last_name\n1,X\n", ["s.csv", "no rows"]),
        ("", "record_id,last_name\n1,X\n", ["s.csv", "empty"]),
        ("debtor_id,last_name\n ,X\n", "record_id,last_name\n1,X\n", ["s.csv", "'debtor_id'"]),
        ("debtor_id,last_name\n1,X\n", "id,id,last_name\n1,1,X\n", ["r.csv", "2 columns"]),
    ],
)
def test_a_file_that_cannot_be_linked_is_told_by_name(
    here: Path, subjects: str, records_text: str, words: list[str]
) -> None:
    Path("s.csv").write_text(subjects)
    Path("r.csv").write_text(records_text)
    result = CliRunner().invoke(
        root, ["link", "--subjects", "s.csv", "--records", "r.csv", "--out", "o.csv"]
    )
    assert result.exit_code != 0
    assert all(word in str(result.exception) for word in words), result.exception
    assert not Path("o.csv").exists()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--map", "shoe=size"), ["unknown target 'shoe'", "street_name"]),
        (("--map", "phone"), ["TARGET=COLUMN"]),
        (("--threshold", "2"), ["--threshold"]),
        (("--out", "s.csv"), ["overwrite"]),
    ],
)
def test_wrong_usage_is_told(here: Path, args: tuple[str, ...], words: list[str]) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", records())
    result = link(*args)
    assert result.exit_code == Exit.USAGE
    assert all(word in result.stderr for word in words), result.stderr
    assert not Path("o.csv").exists()


def test_a_model_made_for_traces_is_said_to_be_one() -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", [{**row, "record_id": row["debtor_id"]} for row in SUBJECTS])
    words = f"model {TRACE_MODEL} is made for single traces, not for whole files"
    assert words in link("--model", TRACE_MODEL).stderr
    assert words not in link().stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--map", "phone=nowhere"), "nowhere"),
        (("--model", "person-1900"), "person-1900"),
        (("--memory", "lots"), "--memory"),
        (("--out", "o.xlsx"), "o.xlsx"),
        (("--out", "far/o.csv"), "o.csv: cannot be written"),
    ],
)
def test_what_does_not_exist_is_told(here: Path, args: tuple[str, ...], words: str) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", records())
    result = link(*args)
    assert result.exit_code != 0
    assert words in str(result.exception)
    assert not list(here.glob("*.part"))


def test_parquet_in_and_out(here: Path) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", records())
    plain = linked()
    con = duckdb.connect()
    con.execute("COPY (SELECT * REPLACE (CAST(dob AS VARCHAR) AS dob) FROM read_csv('s.csv')) "
                "TO 's.parquet'")  # fmt: skip
    con.execute(
        "COPY (SELECT * REPLACE (CAST(zip AS DOUBLE) AS zip, CAST(phone AS BIGINT) AS phone, "
        "[email] AS email) FROM read_csv('r.csv')) TO 'r.parquet'"
    )
    assert linked(subjects="s.parquet", records="r.parquet") == plain
    assert link(subjects="s.parquet", records="r.parquet", out="o.parquet").exit_code == 0
    found = con.execute("SELECT * FROM 'o.parquet'").fetchall()
    assert [(s, r, d) for s, r, _, d in found] == [
        (p["debtor_id"], p["record_id"], p["decision"]) for p in plain
    ]
    assert all(
        abs(p - float(row["probability"])) < 1e-9
        for (_, _, p, _), row in zip(found, plain, strict=True)
    )


def test_the_explanation_adds_up_exactly(here: Path) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", records(city="Elsewhere"))
    rows = linked("--explain", "--threshold", "0")
    assert list(rows[0]) == [
        "debtor_id",
        "record_id",
        "probability",
        "decision",
        "weight_bits",
        "person",
        "terms",
        "met",
    ]
    for row in rows:
        terms = json.loads(row["terms"])
        assert sum(term["bits"] for term in terms) == float(row["weight_bits"])
        assert set(terms[0]) == {"name", "level", "bits", "words"}
        assert {"prior", "surname", "given"} <= {term["name"] for term in terms}
        assert "Ostrander" not in row["terms"]
        odds = 2.0 ** float(row["weight_bits"])
        assert abs(odds / (1 + odds) - float(row["probability"])) < 1e-9


def test_csv_and_parquet_explain_alike(here: Path) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", records())
    rows = linked("--explain")
    assert link("--explain", out="o.parquet").exit_code == 0
    found = duckdb.sql("SELECT weight_bits, person, terms, met FROM 'o.parquet'").fetchall()
    assert found == [
        (float(r["weight_bits"]), int(r["person"]), r["terms"], r["met"]) for r in rows
    ]
    assert "4127 Juniper Hollow Road, Walla Walla, WA 99362" in rows[0]["met"]


def crowd() -> tuple[list[Row], list[Row]]:
    """240 subjects, of whom most have a record, and records of strangers."""
    givens = ("Ione", "Robert", "Marguerite", "Thaddeus", "Cordelia", "Ambrose", "Winifred", "Otis")
    surnames = ("Vander", "Quill", "Ostra", "Mackle", "Brandy", "Thistle", "Holling", "Fother")
    rows = []
    for n in range(240):
        rows.append(
            SUBJECTS[0]
            | {
                "debtor_id": f"D{n:04d}",
                "first_name": givens[n % 8],
                "last_name": surnames[n // 8 % 8] + ("sloot", "man", "by", "field")[n % 4],
                "dob": f"{1940 + n % 60}-{1 + n % 12:02d}-{1 + n % 28:02d}",
                "street_number": str(100 + n),
                "phone": f"20655501{n % 100:02d}",
                "email": "",
                "ssn4": f"{1000 + 7 * n}",
            }
        )
    sources = [
        {("record_id" if k == "debtor_id" else k): v.replace("D0", "R0") for k, v in row.items()}
        for row in rows[:200]
    ]
    return rows, sources


def test_the_answer_does_not_depend_on_the_order_of_rows(here: Path) -> None:
    subjects, sources = crowd()
    write("s.csv", subjects)
    write("r.csv", sources)
    linked("--explain")
    first = Path("o.csv").read_bytes()
    linked("--explain")
    assert Path("o.csv").read_bytes() == first
    write("s.csv", subjects[::-1])
    write("r.csv", [*sources[100:], *sources[:100]])
    rows = linked("--explain")
    assert Path("o.csv").read_bytes() == first
    keys = [(row["debtor_id"], -float(row["probability"])) for row in rows]
    assert keys == sorted(keys)
    assert len({row["debtor_id"] for row in rows if float(row["probability"]) > 0.5}) >= 190


def test_the_pair_completeness_is_told(here: Path) -> None:
    subjects, sources = crowd()
    write("s.csv", subjects)
    write("r.csv", sources)
    truth = [{"debtor_id": r["record_id"].replace("R0", "D0"), "record_id": r["record_id"]}
             for r in sources]  # fmt: skip
    write("t.csv", [*truth, {"debtor_id": "D9999", "record_id": "R0001"}])
    result = link("--truth", "t.csv", "--stats", "stats.json")
    assert result.exit_code == 0, result.exception
    told = json.loads(Path("stats.json").read_text())
    assert (told["pair_completeness"], told["true_pairs"]) == (1.0, 200)
    assert "1 have an id that no file has" in result.stderr


def test_what_a_crowd_shares_counts_for_nobody(here: Path) -> None:
    """An agency's telephone on every row proves nothing; one of her own proves the record."""
    names = ("Orr", "Lund", "Dale", "Poe", "Marsh", "Finch", "Rudd", "Holt", "Kerr", "Snell")
    asked = {"debtor_id": "D1", "first_name": "Ann", "last_name": "Wexford", "phone": "5125550142"}
    here.joinpath("s.csv").write_text(f"{','.join(asked)}\n{','.join(asked.values())}\n")
    known = ["R1,Ann,Wexford,5125550142"]
    rows = [f"X{n},Lee,{name},5125550142" for n, name in enumerate(names)]
    shares = {}
    for said, records in (("own", known), ("crowd", [*known, *rows])):
        here.joinpath("r.csv").write_text(
            "record_id,first_name,last_name,phone\n" + "\n".join(records)
        )
        shares[said] = best(linked("--stats", "o.json"))["D1"]
    assert shares["own"][0] == shares["crowd"][0] == "R1"
    assert shares["own"][1] > 0.9 > 0.7 > shares["crowd"][1]
    assert json.loads(here.joinpath("o.json").read_text())["crowded"] == {"phones": 1}
    assert "counts for nobody: 1 telephone numbers" in link().stderr


def test_two_equal_namesakes_get_half_at_most(here: Path) -> None:
    bare = {"ssn4": "", "phone": "", "email": "", "dob": ""}
    write("s.csv", [SUBJECTS[0] | bare])
    one = records(**bare)[0]
    born = [("Ra", "1931-05-02", "1111"), ("Rb", "1959-11-28", "2222")]
    write("r.csv", [one | {"record_id": r, "dob": d, "ssn4": s} for r, d, s in born])
    rows = linked("--explain", "--threshold", "0")
    assert {row["record_id"] for row in rows} == {"Ra", "Rb"}
    assert {row["person"] for row in rows} == {"1", "2"}
    assert all(float(row["probability"]) <= 0.5 for row in rows)
    assert all("competition" in row["terms"] for row in rows)


def test_a_senior_is_not_the_junior(here: Path) -> None:
    write("s.csv", SUBJECTS)
    write("r.csv", [row | {"suffix": "SR", "dob": "1952-07-02"} if row["record_id"] == "R2" else row
                    for row in records()])  # fmt: skip
    found = {(r["debtor_id"], r["record_id"]): float(r["probability"]) for r in linked()}
    assert found.get(("D2", "R2"), 0.0) < 0.2


def test_nobody_found_is_an_empty_answer(here: Path) -> None:
    write("s.csv", SUBJECTS[:1])
    write("r.csv", [records()[2]])
    assert linked() == []
    assert Path("o.csv").read_text() == "debtor_id,record_id,probability,decision\n"
    linked("--explain")
    assert (
        Path("o.csv")
        .read_text()
        .startswith("debtor_id,record_id,probability,decision,weight_bits,")
    )
    assert link("--explain", out="o.parquet").exit_code == 0
    assert duckdb.sql("FROM 'o.parquet'").fetchall() == []


def test_a_field_of_two_megabytes_loses_no_row(tmp_path: Path) -> None:
    subjects = tmp_path / "s.csv"
    long = "x" * 2_000_100
    subjects.write_text(f"subject_id,first_name,address\nD1,Ann,12 Elm St\nD2,Bo,{long}\n")
    records = tmp_path / "r.csv"
    records.write_text("record_id,first_name,address,zip\nR1,Ann,12 Elm St,0564\u2070\n")
    out = tmp_path / "o.csv"
    args = ["link", "--subjects", str(subjects), "--records", str(records), "--out", str(out)]
    result = CliRunner().invoke(root, args)
    assert result.exit_code == 0, result.stderr
    assert "subjects: 2 rows read, 0 rejected" in result.stderr


WINKELMAN: Row = {
    "debtor_id": "D1", "first_name": "Herbert", "last_name": "Winkelman", "suffix": "",
    "dob": "1958-04-17", "ssn": "900-12-4321", "phone": "2025550142",
    "email": "winkelman@example.com", "address": "100 N Main St", "city": "Salem", "state": "OR",
    "zip": "97301",
}  # fmt: skip
NAME_ALONE: Row = {"dob": "", "ssn": "", "phone": "", "email": ""}
NOT_HE: dict[str, tuple[Row, str]] = {
    "a spouse": ({"first_name": "Gerda", "dob": "1961-09-02", "ssn": ""}, "two people"),
    "a spouse with his number": ({"first_name": "Gerda", "dob": ""}, "relative"),
    "a child": ({"first_name": "Tobias", "dob": "1988-01-30", "ssn": ""}, "generation gap"),
    "a twin": ({"first_name": "Norbert", "ssn": ""}, "sibling"),
    "28 years younger": ({"dob": "1986-10-02", "ssn": ""}, "generation gap"),
    "another number": ({"ssn": "900-88-1177"}, "numbers contradict"),
    "another surname": (
        {**NAME_ALONE, "last_name": "Ostrander", "dob": "1958-04-17", "address": ""},
        "",
    ),
    "who moved in": ({**NAME_ALONE, "last_name": "Ostrander"}, ""),
    "across the street": ({**NAME_ALONE, "address": "100 S Main St"}, "neighbour"),
    "another unit": ({**NAME_ALONE, "address": "100 N Main St Apt 5"}, "neighbour"),
}
"""Other people, and the rule that holds each down; none where the evidence says so by itself."""


@pytest.mark.parametrize("who", NOT_HE)
def test_another_person_is_held_below_any_acceptance_and_the_terms_say_by_what(who: str) -> None:
    changes, rule = NOT_HE[who]
    asked = WINKELMAN | ({"address": "100 N Main St Apt 3"} if who == "another unit" else {})
    record = {("record_id" if k == "debtor_id" else k): v for k, v in asked.items()} | changes
    write("s.csv", [asked])
    write("r.csv", [record])
    (row,) = linked("--explain", "--threshold", "0")
    terms = json.loads(row["terms"])
    told = {term["level"]: term["words"] for term in terms if term["name"] == "constraint"}
    assert float(row["probability"]) < 0.9
    assert sum(term["bits"] for term in terms) == float(row["weight_bits"])
    assert list(told) == [rule] * bool(rule)
    assert all(re.match(r"held at \d+% at most: ", words) for words in told.values())
    assert linked("--threshold", "0.9") == []
