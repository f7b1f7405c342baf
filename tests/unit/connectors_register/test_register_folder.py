"""A register's folder after everything that can go wrong: the next search has a whole database."""

from __future__ import annotations

import dataclasses
import gc
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pytest

from connectors.base import SourceSettings
from connectors.card import load_card
from connectors.kit.loopback import Says, provider
from connectors.register import folder as register_folder
from connectors.register.columns import BrokenRegister, ColumnsWriter, MixedRegister
from connectors.register.connector import RegisterConnector
from connectors.register.load import columns_beside
from connectors.register.store import RegisterStore
from skiptrace.model.errors import SourceUnavailable
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry
from tests.unit.connectors_register.register_files import (
    TOWN_SOURCES,
    padding,
    property_csv,
    property_row,
    register,
)

ROOT = Path(__file__).parents[3]
CARD = load_card(TOWN_SOURCES / "county_property_roll" / "card.toml")
TESTER = property_row(parcel_id="T-1", owner_1="TESTER WILMA")
WILMA = make_inquiry("q", name="Wilma Tester")
SEARCH = """
__file__ = "search"  # DuckDB takes a process without a file for a session and draws progress
import os, resource, signal, sys
from pathlib import Path
from connectors.register import cache, load
from connectors.base import SourceSettings
from connectors.register.connector import RegisterConnector
from tests.inquiries import clock
from tests.unit.connectors_register.test_register_folder import CARD, WILMA

def search(before):
    loads, real = [], cache.load_register
    cache.load_register = lambda *a: (loads.append(1), real(*a))
    before()
    data, file = sys.argv[1:]
    settings = SourceSettings("", Path(data), clock, options={"path": file})
    connector = RegisterConnector(CARD, settings)
    (answer,) = connector.search([WILMA])
    print(answer.outcome, len(loads), answer.reason, sep="|")
"""


def only(connector: RegisterConnector) -> Answer:
    (answer,) = connector.search([WILMA])
    return answer


def again(folder: Path) -> RegisterConnector:
    options = {"path": str(folder / "county_property_roll.file")}
    return RegisterConnector(CARD, SourceSettings("", folder / "data", clock, options=options))


def started(folder: Path, before: str) -> subprocess.Popen[str]:
    """A process of its own that searches, after doing something to itself."""
    file = folder / "county_property_roll.file"
    if not file.exists():
        file.write_bytes(property_csv([TESTER, *padding(2_000)]))
    return subprocess.Popen(
        [sys.executable, "-c", f"{SEARCH}\n{before}", str(folder / "data"), str(file)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "data").iterdir())


def databases(folder: Path) -> list[str]:
    return [name for name in names(folder) if name.endswith(".duckdb")]


@pytest.mark.parametrize("size", [300_000, 1_500_000])
def test_a_disk_that_fills_leaves_nothing_behind_and_the_next_search_loads(
    tmp_path: Path, size: int
) -> None:
    """No file may grow beyond `size`, as on a full disk; the largest has 1.8 MB, columns 0.8."""
    limit = f"lambda: resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"
    said, _ = started(tmp_path, f"search({limit})").communicate(timeout=300)
    outcome, loads, reason = said.strip().split("|")
    assert (outcome, loads) == ("failed", "1")
    assert reason.startswith("SourceUnavailable: file property_roll.csv: its database")
    assert "space" in reason or "full" in reason
    assert [name for name in names(tmp_path) if not name.endswith(".json")] == []
    assert only(again(tmp_path)).outcome is Outcome.HIT


def test_a_process_that_was_killed_in_the_middle_harms_nobody(tmp_path: Path) -> None:
    kill = "load._BatchLoader.finish = lambda *_: os.kill(os.getpid(), signal.SIGKILL)"
    killed = started(tmp_path, f"{kill}\nsearch(lambda: None)")
    killed.communicate(timeout=300)
    assert killed.returncode == -9
    (left,) = [p for p in (tmp_path / "data").iterdir() if p.is_dir()]
    (tmp_path / "data" / "property_roll.csv.77.part").write_bytes(b"half")
    assert only(again(tmp_path)).outcome is Outcome.HIT
    assert not left.exists()
    assert {name.rpartition(".")[2] for name in names(tmp_path)} == {"json", "duckdb", "columns"}


def test_two_processes_at_once_load_once(tmp_path: Path) -> None:
    both = [started(tmp_path, "search(lambda: None)") for _ in range(2)]
    said = [process.communicate(timeout=300)[0].strip().split("|") for process in both]
    assert [outcome for outcome, _, _ in said] == ["hit", "hit"]
    assert sorted(loads for _, loads, _ in said) == ["0", "1"]
    assert len(databases(tmp_path)) == 1


def test_a_folder_that_another_process_holds_is_waited_for_and_not_for_ever(
    tmp_path: Path,
) -> None:
    with (
        register_folder.held(tmp_path),
        pytest.raises(SourceUnavailable, match="another process"),
        register_folder.held(tmp_path, wait=0.1),
    ):
        pass
    with register_folder.held(tmp_path, wait=0):
        pass


def statement(*sql: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with duckdb.connect(path) as database:
            for one in sql:
                database.execute(one)

    return damage


def without_tables(path: Path) -> None:
    path.unlink()
    duckdb.connect(path).close()


def cut(path: Path, share: float) -> None:
    body = path.read_bytes()
    path.write_bytes(body[: int(len(body) * share)])


def turned(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 3] ^= 1
    path.write_bytes(body)


def other_columns(path: Path) -> None:
    with duckdb.connect(path, read_only=True) as database:
        ((loading,),) = database.execute("SELECT loading FROM loaded").fetchall()
    columns_beside(path).unlink()
    with ColumnsWriter(columns_beside(path), loading) as columns:
        columns.add("person.no", "int32", [np.arange(3)])


def columns_of_another_loading(path: Path) -> None:
    """Of the same card and rows, but for one given name: only the id tells them apart."""
    folder = path.parent / "other"
    folder.mkdir()
    rows = [TESTER | {"owner_1": "TESTER OTTO"}, *padding(200)]
    register("county_property_roll", property_csv(rows), folder).make_ready()
    gc.collect()
    (other,) = (folder / "data").glob("*.columns")
    other.replace(columns_beside(path))
    shutil.rmtree(folder)


DAMAGE: dict[str, Callable[[Path], None]] = {
    "no tables": without_tables,
    "a table is missing": statement("DROP TABLE entity"),
    "the columns are missing": lambda path: columns_beside(path).unlink(),
    "the columns are cut": lambda path: cut(columns_beside(path), 0.5),
    "the columns lack a byte": lambda path: cut(columns_beside(path), 0.9999),
    "no byte of the columns is there": lambda path: cut(columns_beside(path), 0),
    "a byte of the columns is another": lambda path: turned(columns_beside(path)),
    "other columns": other_columns,
    "the columns of another loading": columns_of_another_loading,
    "a column is missing": statement("ALTER TABLE person DROP COLUMN ssn"),
    "rows are missing": statement("DELETE FROM line WHERE line_no > 3"),
    "nothing says what it is": statement("DELETE FROM loaded"),
    "another program's file": lambda path: path.write_bytes(b"no database" * 2_000) and None,
    "an empty file": lambda path: path.write_bytes(b"") and None,
    "half a file": lambda path: cut(path, 0.5),
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register that was loaded and is open nowhere; copy it, never change it."""
    folder = tmp_path_factory.mktemp("loaded")
    connector = register("county_property_roll", property_csv([TESTER, *padding(200)]), folder)
    assert only(connector).outcome is Outcome.HIT
    connector._cache._held.store.close()  # type: ignore[union-attr]
    return folder


def test_the_loaded_register_is_whole(loaded: Path, tmp_path: Path) -> None:
    """What the damages below are done to is found as it is, and not built anew."""
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    before = {name: (tmp_path / "data" / name).stat().st_ino for name in databases(tmp_path)}
    assert only(again(tmp_path)).outcome is Outcome.HIT
    assert {n: (tmp_path / "data" / n).stat().st_ino for n in databases(tmp_path)} == before


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_broken_database_is_built_anew(loaded: Path, tmp_path: Path, damage: str) -> None:
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    (name,) = databases(tmp_path)
    DAMAGE[damage](tmp_path / "data" / name)
    answer = only(again(tmp_path))
    found = [r.ref for r in answer.records]
    assert (answer.outcome, found) == (Outcome.HIT, ["T-1"]), answer.reason
    assert databases(tmp_path) == [name]


def test_columns_of_another_loading_are_told_from_broken_ones(loaded: Path, tmp_path: Path) -> None:
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    (name,) = databases(tmp_path)
    columns_of_another_loading(tmp_path / "data" / name)
    with pytest.raises(MixedRegister, match="another loading"):
        RegisterStore(tmp_path / "data" / name)
    cut(columns_beside(tmp_path / "data" / name), 0.5)
    with pytest.raises(BrokenRegister, match="no end"):
        RegisterStore(tmp_path / "data" / name)


def test_a_database_that_proves_broken_in_a_search_is_built_anew_at_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connector = register("county_property_roll", property_csv([TESTER, *padding()]), tmp_path)
    assert only(connector).outcome is Outcome.HIT

    def broken(*_: object) -> None:
        raise duckdb.IOException("Corrupt database file: computed checksum does not match")

    with monkeypatch.context() as patch:
        patch.setattr("connectors.register.store.RegisterStore.search", broken)
        answer = only(connector)
    assert answer.outcome is Outcome.FAILED
    assert answer.reason.startswith("SourceUnavailable: ")
    assert "built anew" in answer.reason
    assert databases(tmp_path) == []
    assert only(connector).outcome is Outcome.HIT


def test_a_kept_download_whose_bytes_changed_unseen_is_fetched_again(tmp_path: Path) -> None:
    """Same size and time, other bytes: what a machine that lost its power can leave."""
    whole = property_csv([TESTER, *padding()])

    def connector(url: str) -> RegisterConnector:
        return RegisterConnector(CARD, SourceSettings(url, tmp_path / "data", clock))

    with provider([Says(body=whole, media_type="text/csv")]) as site:
        assert only(connector(site.url)).outcome is Outcome.HIT
        gc.collect()
        kept = tmp_path / "data" / "property_roll.csv"
        before = kept.stat()
        kept.write_bytes(b"\0" * before.st_size)
        register_folder.os.utime(kept, ns=(before.st_atime_ns, before.st_mtime_ns))
        (name,) = databases(tmp_path)
        (tmp_path / "data" / name).unlink()
        assert only(connector(site.url)).outcome is Outcome.HIT
        assert len(site.asked) == 2
    assert kept.read_bytes() == whole


def test_a_download_that_drips_is_given_up(tmp_path: Path) -> None:
    card = dataclasses.replace(CARD, card=dataclasses.replace(CARD.card, timeout_seconds=0.02))
    body = property_csv([TESTER, *padding()])
    with provider([Says(body=body, media_type="text/csv", drip=0.01)]) as site:
        settings = SourceSettings(site.url, tmp_path / "data", clock)
        answer = only(RegisterConnector(card, settings))
    assert answer.reason.startswith("SourceUnavailable: file property_roll.csv: ")
    assert names(tmp_path) == []
