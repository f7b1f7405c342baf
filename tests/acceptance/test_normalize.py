"""`skiptrace normalize` as a user runs it: a file in, the same rows with more columns out."""

from __future__ import annotations

import csv
import io
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from skiptrace.cli.exits import Exit
from skiptrace.cli.main import root

Table = list[dict[str, str]]

PHONES = """\
id,phone,note
1,(212) 555-0142,"a ""quoted"" note"
2,1-800-FLOWERS / 219-933-1234 x5,
3,N/A,caf\u00e9
4,,
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder without an installation."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(root, ["normalize", *args], standalone_mode=False)


def code_of(result: Result) -> int:
    if result.exception is not None:
        raise result.exception
    return int(result.return_value)


def rows(path: Path) -> Table:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_phones_get_their_columns_behind_the_files_own(here: Path) -> None:
    Path("in.csv").write_text(PHONES, encoding="utf-8")
    result = run("phone", "in.csv", "--column", "phone", "--out", "out.csv")
    assert code_of(result) == Exit.DONE
    found = rows(here / "out.csv")
    assert list(found[0]) == [
        "id", "phone", "note", "e164", "extension", "region", "status", "kind", "zones", "flags",
        "also",
    ]  # fmt: skip
    assert [row["id"] for row in found] == ["1", "2", "3", "4"]
    assert [row["note"] for row in found] == ['a "quoted" note', "", "caf\u00e9", ""]
    assert [row["status"] for row in found] == ["fictional", "service", "invalid", ""]
    assert found[0]["e164"] == "+12125550142"
    assert found[0]["zones"] == "America/New_York"
    assert found[1]["also"] == "ok: +12199331234 x5"
    assert found[1]["flags"] == "vanity"
    assert "4 rows written, 0 rejected" in result.stderr
    assert "status fictional: 1" in result.stderr
    assert result.stdout == ""


def test_zones_are_joined_and_the_region_of_dialling_counts(here: Path) -> None:
    Path("in.csv").write_text("p\n020 7946 0958\n+1 270 444 1234\n")
    run("phone", "in.csv", "--column", "p", "--region", "gb", "--out", "out.csv")
    british, kentucky = rows(here / "out.csv")
    assert (british["e164"], british["status"]) == ("+442079460958", "foreign")
    assert kentucky["zones"] == "America/Chicago;America/New_York"


def test_addresses_by_publication_28(here: Path) -> None:
    Path("in.csv").write_text('a\n"1432 north maple street, springfield, il 62704"\nnowhere\n')
    assert code_of(run("address", "in.csv", "--column", "a", "--out", "out.csv")) == Exit.DONE
    good, bad = rows(here / "out.csv")
    assert (good["delivery_line"], good["last_line"]) == (
        "1432 N MAPLE ST",
        "SPRINGFIELD IL 62704",
    )
    assert bad["kind"] == "unparsed"
    assert bad["flags"]


def test_an_address_may_stand_in_several_columns(here: Path) -> None:
    Path("in.csv").write_text("street;city;st;zip\n12 Oak Ave # 4;Salem;OR;97301\n")
    columns = [word for name in ("street", "city", "st", "zip") for word in ("--column", name)]
    assert code_of(run("address", "in.csv", *columns, "--out", "out.csv")) == Exit.DONE
    (row,) = rows(here / "out.csv")
    assert row["last_line"] == "SALEM OR 97301"
    assert row["delivery_line"].startswith("12 OAK AVE")
    assert row["street"] == "12 Oak Ave # 4"


@pytest.mark.parametrize(
    ("order", "text", "given", "surname"),
    [
        ("given_first", "Wilson Robert", "Wilson", "Robert"),
        ("surname_first", "Wilson Robert", "Robert", "Wilson"),
        ("unknown", "Wilson, Robert", "Robert", "Wilson"),
    ],
)
def test_names_are_read_in_the_order_that_is_told(
    here: Path, order: str, text: str, given: str, surname: str
) -> None:
    Path("in.csv").write_text(f'n,x\n"{text}",1\n')
    run("person", "in.csv", "--column", "n", "--order", order, "--out", "out.csv")
    (row,) = rows(here / "out.csv")
    assert (row["given"], row["surname"], row["kind"]) == (given, surname, "person")


def test_further_people_of_a_field_stand_in_also(here: Path) -> None:
    Path("in.csv").write_text("n,x\nJohn Haines Jr c/o Mary Orr,1\n")
    run("person", "in.csv", "--column", "n", "--out", "out.csv")
    (row,) = rows(here / "out.csv")
    assert (row["given"], row["surname"], row["kind"]) == ("John", "Haines", "person")
    assert row["generation"].upper().startswith("JR")
    assert row["also"] == "care_of: Mary Orr"


def test_organizations_of_one_name_have_one_key(here: Path) -> None:
    Path("in.csv").write_text('o\n"Granite Peak Hldgs, L.L.C."\nGRANITE PEAK HOLDINGS INC\n')
    run("organization", "in.csv", "--column", "o", "--out", "out.csv")
    first, second = rows(here / "out.csv")
    assert first["organization_key"] == second["organization_key"] != ""
    assert (first["legal_form"], second["legal_form"]) == ("LLC", "INC")


def test_unreadable_rows_go_to_a_reject_file_beside_the_output(here: Path) -> None:
    (here / "in.csv").write_bytes(b'id,p\n1,202-456-1414\n2,a,b,c\n3,"open\n4,787-721-7000\n')
    (here / "far").mkdir()
    result = run("phone", "in.csv", "--column", "p", "--out", "far/out.csv")
    assert code_of(result) == Exit.DONE_WITH_FAILURES
    assert [row["id"] for row in rows(here / "far" / "out.csv")] == ["1", "4"]
    rejected = rows(here / "far" / "out.rejects.csv")
    assert [row["reject_row"] for row in rejected] == ["3", "4"]
    assert all(row["reject_reasons"] for row in rejected)
    assert "2 rejected" in result.stderr
    assert "out.rejects.csv" in result.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("phone", "in.csv", "--column", "nope"), ["in.csv", "'nope'", "id, phone, status"]),
        (("phone", "in.csv", "--column", "phone"), ["in.csv", "input_status", "--prefix"]),
        (("phone", "absent.csv", "--column", "phone"), ["absent.csv"]),
        (("phone", "in.csv", "--column", "phone", "--region", "ZZ"), ["country code"]),
        (("person", "in.csv", "--column", "phone", "--order", "x"), ["surname_first"]),
        (("phone", "in.csv"), ["--column"]),
    ],
)
def test_wrong_usage_is_told_and_nothing_is_written(
    here: Path, args: tuple[str, ...], words: list[str]
) -> None:
    (here / "in.csv").write_text("id,phone,status,input_status\n1,202-456-1414,x,y\n")
    result = CliRunner().invoke(root, ["normalize", *args, "--out", "out.csv"])
    assert result.exit_code == Exit.USAGE
    assert all(word in result.stderr for word in words), result.stderr
    assert [path.name for path in here.iterdir()] == ["in.csv"]


def test_a_prefix_lets_columns_stand_beside_those_of_the_file(here: Path) -> None:
    (here / "in.csv").write_text("id,phone,status,input_status\n1,202-456-1414,x,y\n")
    run("phone", "in.csv", "--column", "phone", "--prefix", "new_", "--out", "out.csv")
    (row,) = rows(here / "out.csv")
    assert (row["status"], row["new_status"]) == ("x", "ok")


def test_two_columns_of_the_name_are_refused(here: Path) -> None:
    (here / "in.csv").write_text("p,p\n1,2\n")
    result = CliRunner().invoke(root, ["normalize", "phone", "in.csv", "--column", "p", "--out=o"])
    assert result.exit_code == Exit.USAGE
    assert "2 columns are called 'p'" in result.stderr


@pytest.mark.parametrize("out", ["in.csv", "./in.csv"])
def test_the_file_is_never_overwritten_by_its_output(here: Path, out: str) -> None:
    (here / "in.csv").write_text(PHONES, encoding="utf-8")
    result = CliRunner().invoke(
        root, ["normalize", "phone", "in.csv", "--column", "phone", "--out", out]
    )
    assert result.exit_code == Exit.USAGE
    assert (here / "in.csv").read_text(encoding="utf-8") == PHONES


def test_a_file_of_rejects_is_not_removed_by_its_own_output(here: Path) -> None:
    (here / "out.rejects.csv").write_text("p\n202-456-1414\n")
    args = ["normalize", "phone", "out.rejects.csv", "--column", "p", "--out", "out.csv"]
    assert CliRunner().invoke(root, args).exit_code == Exit.USAGE
    assert (here / "out.rejects.csv").exists()


def test_the_rejects_of_an_intake_survive_output_to_the_terminal(here: Path) -> None:
    (here / "in.csv").write_text("p\n202-456-1414\n")
    (here / "in.rejects.csv").write_text("kept")
    result = run("phone", "in.csv", "--column", "p", "--out", "-")
    assert next(csv.DictReader(io.StringIO(result.stdout)))["e164"] == "+12024561414"
    assert (here / "in.rejects.csv").read_text() == "kept"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_detected(here: Path, sign: str) -> None:
    (here / "in.txt").write_text(f"id{sign}p\n1{sign}202-456-1414\n")
    assert code_of(run("phone", "in.txt", "--column", "p", "--out", "out.csv")) == Exit.DONE
    assert rows(here / "out.csv")[0]["e164"] == "+12024561414"


def test_a_workbook_is_read_too(here: Path) -> None:
    with xlsxwriter.Workbook(here / "in.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([["id", "p", "x"], [1, 2024561414], [2, "787-721-7000", "y"]]):
            sheet.write_row(number, 0, row)
    assert code_of(run("phone", "in.xlsx", "--column", "p", "--out", "out.csv")) == Exit.DONE
    assert [row["region"] for row in rows(here / "out.csv")] == ["US", "PR"]


def test_odd_bytes_come_out_as_they_went_in(here: Path) -> None:
    odd = b'id,p,x\n1,202-456-1414,"a\rb\nc"\n2,202-456-1415,\x81\xfe\x00\n'
    (here / "in.csv").write_bytes(odd)
    assert code_of(run("phone", "in.csv", "--column", "p", "--out", "out.csv")) == Exit.DONE
    text = (here / "out.csv").read_bytes()
    assert b'"a\rb\nc"' in text
    assert b"\x81\xfe\x00" in text
    parsed = list(csv.reader(io.StringIO(text.decode("latin-1"), newline="")))
    assert [len(row) for row in parsed] == [11, 11, 11]


def test_the_output_is_for_its_owner_only_and_whole_or_absent(here: Path) -> None:
    (here / "in.csv").write_text("p\n202-456-1414\n")
    (here / "out.csv").write_text("old")
    (here / "out.csv").chmod(0o644)
    run("phone", "in.csv", "--column", "p", "--out", "out.csv")
    assert stat.S_IMODE((here / "out.csv").stat().st_mode) == 0o600
    assert sorted(path.name for path in here.iterdir()) == ["in.csv", "out.csv"]


def test_a_folder_that_is_not_there_is_told(here: Path) -> None:
    (here / "in.csv").write_text("p\n202-456-1414\n")
    args = ["-m", "skiptrace.cli", "normalize", "phone", "in.csv", "--column", "p"]
    done = subprocess.run(
        [sys.executable, *args, "--out", "no/out.csv"], capture_output=True, cwd=here, check=False
    )
    assert done.returncode == Exit.FAILED
    assert b"out.csv: cannot be written" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_reader_that_has_enough_is_no_failure(here: Path) -> None:
    (here / "in.csv").write_text("p\n" + "202-456-1414\n" * 20_000)
    args = ["-m", "skiptrace.cli", "normalize", "phone", "in.csv", "--column", "p", "--out", "-"]
    with subprocess.Popen(
        [sys.executable, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=here
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b"p,e164")
        running.stdout.close()
        words = running.stderr.read()
        assert running.wait(30) == Exit.DONE
    assert b"Traceback" not in words
    assert b"Exception" not in words


@pytest.mark.parametrize("kind", ["address", "person", "organization", "phone"])
def test_help_names_every_new_column(kind: str) -> None:
    import jobs.linkage.normalize as normalizing
    from matching.parse.person.name_order import NameOrder

    readings = {
        "address": normalizing.address_reading(()),
        "person": normalizing.person_reading((), NameOrder.UNKNOWN),
        "organization": normalizing.organization_reading(()),
        "phone": normalizing.phone_reading((), "US"),
    }
    words = run(kind, "--help").stdout
    assert all(name in words for name in readings[kind].header)
