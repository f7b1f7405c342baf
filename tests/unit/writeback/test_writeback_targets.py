"""Targets: what is written is read back the same, computes nothing, and is undone whole."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skiptrace.model.errors import WriteBackError
from skiptrace.model.receipt import Change, ChangeKind
from skiptrace.writeback.contacts import Target
from skiptrace.writeback.rows import COLUMNS
from skiptrace.writeback.targets.csv_file import csv_target, draw_csv
from skiptrace.writeback.targets.sql_table import TABLE_NAME, sql_target
from skiptrace.writeback.targets.xlsx_file import draw_xlsx, xlsx_target

ChangeOf = Callable[..., Change]
Clock = Callable[[], datetime]

INJECTIONS = (
    "=cmd|' /C calc'!A0",
    "+12025550143 call",
    "-1+1",
    "@SUM(A1:A9)",
    "\uff1d1+1",
    " =1+1",
    "'=1+1",
    "''",
    'quote " and , comma',
    "https://example.com/?a=1",
    "O'Brien & Søns",
    "0012",
    "_x0041_ underscores",
    "  spaces  ",
    "李小龙 😀",
)


class Maker(Protocol):
    def __call__(self, folder: Path, clock: Clock) -> Target: ...


def make_csv(folder: Path, clock: Clock) -> Target:
    return csv_target(folder / "contacts.csv", clock)


def make_xlsx(folder: Path, clock: Clock) -> Target:
    return xlsx_target(folder / "contacts.xlsx", clock)


def make_sql(folder: Path, clock: Clock) -> Target:
    return sql_target(f"sqlite:///{folder / 'record.sqlite'}", clock)


every_target = pytest.mark.parametrize("make", [make_csv, make_xlsx, make_sql])
every_file = pytest.mark.parametrize("make", [make_csv, make_xlsx])


def a_batch(change_of: ChangeOf) -> list[Change]:
    limits = ("line wireless", "no texts (R10)")
    phone = change_of("+12025550143", fact="phone", finding_id="f-2", limits=limits)
    email = change_of("x@example.com", fact="email", finding_id="f-3")
    bad = change_of("14 Old Mill Rd", kind=ChangeKind.MARK_BAD, finding_id="", as_of="")
    injections = [
        change_of(text, fact="employer", account_number=text, finding_id=text, sources=(f"s {n}",))
        for n, text in enumerate(INJECTIONS)
    ]
    return [change_of(), phone, email, bad, *injections]


@every_target
def test_what_is_written_is_read_back_the_same(
    make: Maker, tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    target = make(tmp_path, clock)
    changes = a_batch(change_of)
    receipts = target.apply("wb-1", changes)
    assert target.written("wb-1") == changes
    assert [receipt.change for receipt in receipts] == changes
    assert {(r.batch_id, r.target, r.undone) for r in receipts} == {("wb-1", target.name, None)}


@every_target
def test_undo_takes_back_one_batch_and_leaves_the_others(
    make: Maker, tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    target = make(tmp_path, clock)
    first = target.apply("wb-1", a_batch(change_of))
    target.apply("wb-2", [change_of("second")])
    undone = target.undo(first)
    assert all(receipt.undone and receipt.undone > receipt.at for receipt in undone)
    assert target.written("wb-1") == []
    assert [change.value for change in target.written("wb-2")] == ["second"]


@pytest.mark.parametrize("make", [make_csv, make_sql])
def test_a_target_of_before_contacts_had_limits_takes_them_from_now_on(
    make: Maker, tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    target = make(tmp_path, clock)
    receipts = target.apply("wb-1", [change_of("first")])
    _without_limits(target, tmp_path)
    assert [change.value for change in target.written("wb-1")] == ["first"]
    limited = change_of("second", limits=("letters wait (R14)",))
    target.apply("wb-2", [limited])
    assert target.written("wb-2") == [limited]
    target.undo(receipts)
    assert target.written("wb-1") == []


def _without_limits(target: Target, folder: Path) -> None:
    """The file or table as it was made before it had the column."""
    if target.name.startswith("sql"):
        with sqlite3.connect(folder / "record.sqlite") as db:
            db.execute(f"ALTER TABLE {TABLE_NAME} DROP COLUMN limits")
        return
    file = folder / "contacts.csv"
    with file.open(newline="", encoding="utf-8") as text:
        rows = [row[:-1] for row in csv.reader(text)]
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerows(rows)
    file.write_bytes(held.getvalue().encode())


@every_file
def test_undoing_the_last_batch_gives_the_earlier_file_byte_for_byte(
    make: Maker, tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    target = make(tmp_path, clock)
    target.apply("wb-1", [change_of("first")])
    path = next(tmp_path.iterdir())
    before = path.read_bytes()
    receipts = target.apply("wb-2", a_batch(change_of))
    assert path.read_bytes() != before
    target.undo(receipts)
    assert path.read_bytes() == before


@every_target
def test_applying_a_batch_again_writes_nothing_twice(
    make: Maker, tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    target = make(tmp_path, clock)
    changes = a_batch(change_of)
    target.apply("wb-1", changes)
    again = target.apply("wb-1", changes)
    assert target.written("wb-1") == changes
    assert all(receipt.answer.startswith("already") for receipt in again)
    with pytest.raises(WriteBackError, match="no longer holds"):
        target.apply("wb-1", [change_of("something else")])


@every_target
def test_undoing_what_is_gone_says_so(
    make: Maker, tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    target = make(tmp_path, clock)
    receipts = target.apply("wb-1", [change_of()])
    target.undo(receipts)
    assert "no longer" in target.undo(receipts)[0].answer


@every_target
@pytest.mark.parametrize("other_batch", [True, False])
def test_receipts_of_another_batch_or_target_are_refused(
    make: Maker, tmp_path: Path, clock: Clock, change_of: ChangeOf, other_batch: bool
) -> None:
    target = make(tmp_path, clock)
    [receipt] = target.apply("wb-1", [change_of()])
    odd = replace(receipt, batch_id="wb-2") if other_batch else replace(receipt, target="csv:y")
    with pytest.raises(WriteBackError, match="one batch"):
        target.undo([receipt, odd])
    assert target.written("wb-1")


@every_target
@pytest.mark.parametrize(
    "traits",
    [
        {"value": "nul\x00"},
        {"value": "line\nbreak"},
        {"value": "half \ud800 pair"},
        {"account_number": "x" * 40_000},
        {"sources": ("a;b",)},
    ],
)
def test_text_that_would_not_come_back_the_same_is_refused_whole(
    make: Maker, tmp_path: Path, clock: Clock, change_of: ChangeOf, traits: dict[str, object]
) -> None:
    target = make(tmp_path, clock)
    value = str(traits.get("value", "v"))
    rest = {name: trait for name, trait in traits.items() if name != "value"}
    with pytest.raises(WriteBackError, match=r"change 2: \w+ holds text"):
        target.apply("wb-1", [change_of(), change_of(value, **rest)])
    assert target.written("wb-1") == []


@every_target
def test_traced_phones_and_emails_carry_no_consent(
    make: Maker, tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    make(tmp_path, clock).apply("wb-1", a_batch(change_of)[:3])
    path = next(tmp_path.iterdir())
    if path.suffix == ".sqlite":
        with sqlite3.connect(path) as base:
            sql = f"SELECT fact, channel_basis, tcpa_consent FROM {TABLE_NAME}"  # noqa: S608
            found = {row[0]: row[1:] for row in base.execute(sql)}
        base.close()
    else:
        rows = _file_rows(path)
        found = {r["fact"]: (r["channel_basis"], r["tcpa_consent"]) for r in rows}
    none = ("NONE", "NONE")
    assert found == {"address": ("", ""), "phone": none, "email": none}


def _file_rows(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    import python_calamine

    header, *rows = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, header), map(str, row), strict=True)) for row in rows]


@every_file
@pytest.mark.parametrize(
    ("phone", "code", "national"),
    [
        ("+12025550143", "1", "2025550143"),
        ("+442079460018", "44", "2079460018"),
        ("+390236618300", "39", "0236618300"),
        ("(202) 555-0143", "", "(202) 555-0143"),
        ("+1999", "1", "999"),
    ],
)
def test_a_phone_is_split_so_that_no_cell_starts_with_a_plus(
    make: Maker,
    tmp_path: Path,
    clock: Clock,
    change_of: ChangeOf,
    phone: str,
    code: str,
    national: str,
) -> None:
    target = make(tmp_path, clock)
    target.apply("wb-1", [change_of(phone, fact="phone")])
    [row] = _file_rows(next(tmp_path.iterdir()))
    assert (row["country_code"], row["value"]) == (code, national)
    assert target.written("wb-1")[0].value == phone


def test_no_csv_field_starts_like_a_formula(
    tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    make_csv(tmp_path, clock).apply("wb-1", a_batch(change_of))
    text = (tmp_path / "contacts.csv").read_text("utf-8")
    fields = [field for row in csv.reader(io.StringIO(text, newline="")) for field in row]
    assert len(fields) > 200
    signs = "=@+-\uff1d\uff0b\uff0d\uff20"
    bare = [
        f for f in fields if f.lstrip(' "')[:1] in {*signs, *"\t\r\n"} and f not in {"", "+", "-"}
    ]
    assert [f for f in bare if not re.fullmatch(r"[+-][0-9(.][0-9 ().,/-]*", f)] == []


def test_no_xlsx_cell_is_a_formula_a_link_or_a_number(
    tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    make_xlsx(tmp_path, clock).apply("wb-1", a_batch(change_of))
    with zipfile.ZipFile(tmp_path / "contacts.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet
    cells = sheet.count("<c ")
    assert cells > 200 and sheet.count('t="s"') + sheet.count('"/>') >= cells


field_text = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters=";\u2028\u2029"), max_size=30
)


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(st.tuples(field_text, field_text, st.floats(0, 1)), min_size=1, max_size=5))
def test_any_text_survives_a_file(
    tmp_path_factory: pytest.TempPathFactory,
    clock: Clock,
    change_of: ChangeOf,
    facts: list[tuple[str, str, float]],
) -> None:
    folder = tmp_path_factory.mktemp("any")
    changes = [
        change_of(value, account_number=number, probability=share, fact="employer")
        for value, number, share in facts
    ]
    for make in (make_csv, make_xlsx):
        target = make(folder, clock)
        target.apply("wb-1", changes)
        assert target.written("wb-1") == changes


@every_file
@pytest.mark.parametrize(
    "content", [b"", b"name,phone\r\nx,y\r\n", b"\xff\xfe\x00", b"PK\x03\x04broken", b'"open']
)
def test_a_file_that_is_not_ours_is_left_untouched(
    make: Maker, tmp_path: Path, clock: Clock, change_of: ChangeOf, content: bytes
) -> None:
    target = make(tmp_path, clock)
    path = tmp_path / target.name.split(":")[1]
    path.write_bytes(content)
    with pytest.raises(WriteBackError):
        target.apply("wb-1", [change_of()])
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_row_with_a_column_too_few_is_named(
    tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    (tmp_path / "contacts.csv").write_bytes(draw_csv([("wb-0",) * len(COLUMNS), ("wb-0",)]))
    with pytest.raises(WriteBackError, match="row 3"):
        make_csv(tmp_path, clock).apply("wb-1", [change_of()])


@every_file
def test_an_edited_row_stops_the_undo(
    make: Maker, tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    target = make(tmp_path, clock)
    receipts = target.apply("wb-1", [change_of("right"), change_of("other")])
    path = next(tmp_path.iterdir())
    rows = [tuple(row.values()) for row in _file_rows(path)]
    edited = [tuple("edited" if cell == "right" else cell for cell in row) for row in rows]
    path.write_bytes(draw_csv(edited) if path.suffix == ".csv" else draw_xlsx(edited))
    before = path.read_bytes()
    with pytest.raises(WriteBackError, match="1 rows differ, 1 are missing"):
        target.undo(receipts)
    assert path.read_bytes() == before


def test_an_edited_database_row_stops_the_undo(
    tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    target = make_sql(tmp_path, clock)
    receipts = target.apply("wb-1", [change_of("right"), change_of("other")])
    with sqlite3.connect(tmp_path / "record.sqlite") as base:
        base.execute(f"UPDATE {TABLE_NAME} SET value = 'edited' WHERE line = 1")  # noqa: S608
    base.close()
    with pytest.raises(WriteBackError, match="1 rows differ"):
        target.undo(receipts)
    assert len(target.written("wb-1")) == 2


def test_a_batch_that_breaks_in_the_middle_leaves_no_row(
    tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    target = make_sql(tmp_path, clock)
    target.apply("wb-0", [change_of()])
    with sqlite3.connect(tmp_path / "record.sqlite") as base:
        base.execute(
            f"CREATE TRIGGER t BEFORE INSERT ON {TABLE_NAME} WHEN NEW.line = 3 "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    base.close()
    with pytest.raises(WriteBackError, match="IntegrityError") as caught:
        target.apply("wb-1", [change_of(f"secret {n}") for n in range(5)])
    assert target.written("wb-1") == [] and len(target.written("wb-0")) == 1
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["no url", "nosuchdb://x/y", ""])
def test_a_url_that_no_database_has_is_refused_without_repeating_it(clock: Clock, url: str) -> None:
    with pytest.raises(WriteBackError, match="database URL cannot be used"):
        sql_target(url, clock)


def test_another_table_of_that_name_is_refused(
    tmp_path: Path, clock: Clock, change_of: ChangeOf
) -> None:
    with sqlite3.connect(tmp_path / "record.sqlite") as base:
        base.execute(f"CREATE TABLE {TABLE_NAME} (batch_id TEXT)")
    base.close()
    with pytest.raises(WriteBackError, match="OperationalError"):
        make_sql(tmp_path, clock).apply("wb-1", [change_of()])


def test_the_file_is_for_its_owner_only(tmp_path: Path, clock: Clock, change_of: ChangeOf) -> None:
    make_csv(tmp_path, clock).apply("wb-1", [change_of()])
    assert (tmp_path / "contacts.csv").stat().st_mode & 0o077 == 0


def test_a_batch_is_applied_acknowledged_and_undone_on_postgresql(
    postgres_url: str, clock: Clock, change_of: ChangeOf
) -> None:
    target = sql_target(postgres_url, clock)
    changes = a_batch(change_of)
    receipts = target.apply("wb-1", changes)
    assert target.written("wb-1") == changes
    assert target.apply("wb-1", changes)[0].answer.startswith("already")
    target.undo(receipts)
    assert target.written("wb-1") == []
    target.engine.dispose()
