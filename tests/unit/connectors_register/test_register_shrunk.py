"""A register that shrank is not taken in: the version before goes on serving, with its age."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.card import load_card
from connectors.kit.loopback import Says, provider
from connectors.register.connector import RegisterConnector
from connectors.register.load import columns_beside
from skiptrace.model.errors import SourceChanged
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.inquiries import make_inquiry
from tests.unit.connectors_register.register_files import (
    TOWN_SOURCES,
    padding,
    property_csv,
    property_row,
    register,
)

CARD = load_card(TOWN_SOURCES / "county_property_roll" / "card.toml")
TESTER = property_row(parcel_id="T-1", owner_1="TESTER WILMA")
WILMA = make_inquiry("q", name="Wilma Tester")
FIRST = datetime(2026, 11, 2, 6, tzinfo=UTC)
LATER = FIRST + timedelta(days=33)
OLD = "a former version of the register was searched, 33 days old: "


def parcels(count: int, *rows: dict[str, str]) -> bytes:
    return property_csv([*rows, *padding(count - len(rows))])


BEFORE = parcels(100, TESTER)


def name_of(file: bytes) -> str:
    return hashlib.sha256(file).hexdigest()[:12]


def only(connector: RegisterConnector) -> Answer:
    (answer,) = connector.search([WILMA])
    return answer


def loaded_then(folder: Path, after: bytes, **options: str) -> RegisterConnector:
    """Another process, after the file was loaded and became another one."""
    first = register("county_property_roll", BEFORE, folder, FIRST)
    first.make_ready()
    del first
    gc.collect()
    (folder / "county_property_roll.file").write_bytes(after)
    return reopened(folder, **options)


def reopened(folder: Path, **options: str) -> RegisterConnector:
    path = str(folder / "county_property_roll.file")
    settings = SourceSettings("", folder / "data", lambda: LATER, options={"path": path, **options})
    return RegisterConnector(CARD, settings)


def databases(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "data").glob("register-*"))


WITHOUT_COLUMN = BEFORE.replace(b"tax_year,", b"", 1)


@pytest.mark.parametrize(
    ("after", "named", "outcome", "words"),
    [
        (parcels(200, TESTER), b"", Outcome.HIT, ""),
        (BEFORE, b"", Outcome.HIT, ""),
        (parcels(90), b"", Outcome.NO_HIT, ""),
        (parcels(89), b"", Outcome.HIT, f"{OLD}89 rows, 100 in the version before"),
        (parcels(89), parcels(89), Outcome.NO_HIT, ""),
        (parcels(89), parcels(88), Outcome.HIT, f"{OLD}89 rows, 100 in the version before"),
        (WITHOUT_COLUMN, b"", Outcome.FAILED, "column 'tax_year' is missing"),
        (WITHOUT_COLUMN, WITHOUT_COLUMN, Outcome.FAILED, "column 'tax_year' is missing"),
    ],
)
def test_a_version_that_shrank_waits_for_a_person_while_the_former_serves(
    tmp_path: Path, after: bytes, named: bytes, outcome: Outcome, words: str
) -> None:
    connector = loaded_then(tmp_path, after, **({"shrunk": name_of(named)} if named else {}))
    before = databases(tmp_path)
    for one in (connector, connector, reopened(tmp_path, **connector._settings.options)):
        answer = only(one)
        assert answer.outcome is outcome
        assert words in answer.reason
        assert ("former version" in answer.reason) is words.startswith(OLD)
    kept = bool(words) or after == BEFORE
    assert (databases(tmp_path) == before) is kept


def test_what_is_served_says_its_age_in_the_proof_and_is_read_again_alike(tmp_path: Path) -> None:
    connector = loaded_then(tmp_path, parcels(20))
    answer = only(connector)
    proof = json.loads(answer.snapshots[0].body)
    assert proof["former"]["days_old"] == 33
    assert (proof["rows"], proof["sha256"]) == (100, hashlib.sha256(BEFORE).hexdigest())
    assert answer.records[0].provenance.retrieved == FIRST
    assert connector.read(WILMA, answer.snapshots) == answer
    assert f'option shrunk = "{name_of(parcels(20))}"' in answer.reason
    body = answer.snapshots[0].body.replace(b"days_old", b"years_old")
    broken = (replace(answer.snapshots[0], body=body), *answer.snapshots[1:])
    assert connector.read(WILMA, broken).reason == (
        "SourceChanged: the stored manifest cannot be read"
    )


def test_who_loads_registers_is_told_that_one_shrank(tmp_path: Path) -> None:
    connector = loaded_then(tmp_path, parcels(20))
    for _ in range(2):
        with pytest.raises(SourceChanged, match=r"20 rows, 100 in .* shrunk = ") as error:
            connector.make_ready()
        assert name_of(parcels(20)) in str(error.value)


def test_a_shrunk_file_is_loaded_once_and_is_looked_at_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert only(loaded_then(tmp_path, parcels(20))).outcome is Outcome.HIT
    gc.collect()
    monkeypatch.setattr("connectors.register.cache.load_register", lambda *_: pytest.fail("loads"))
    monkeypatch.setattr(
        "connectors.register.acquire.hashlib.file_digest", lambda *_: pytest.fail("reads")
    )
    assert only(reopened(tmp_path)).outcome is Outcome.HIT


def without_database(folder: Path) -> None:
    next((folder / "data").glob("register-*.duckdb")).unlink()


def without_columns(folder: Path) -> None:
    columns_beside(next((folder / "data").glob("register-*.duckdb"))).unlink()


@pytest.mark.parametrize("lose", [without_database, without_columns])
def test_where_nothing_is_left_of_the_former_version_the_register_has_changed(
    tmp_path: Path, lose: Callable[[Path], None]
) -> None:
    loaded_then(tmp_path, parcels(20))
    lose(tmp_path)
    for _ in range(2):
        answer = only(reopened(tmp_path))
        assert answer.outcome is Outcome.FAILED
        assert answer.reason.startswith("SourceChanged: file property_roll.csv: 20 rows, 100 in")


@pytest.mark.parametrize("good", [parcels(101), BEFORE])
def test_a_good_version_ends_it(tmp_path: Path, good: bytes) -> None:
    connector = loaded_then(tmp_path, parcels(20))
    assert "former" in only(connector).reason
    (tmp_path / "county_property_roll.file").write_bytes(good)
    for one in (connector, reopened(tmp_path)):
        assert "former" not in only(one).reason
        one.make_ready()
    assert not list((tmp_path / "data").glob("*shrunk*"))


def downloading(url: str, folder: Path, day: datetime, **options: str) -> RegisterConnector:
    return RegisterConnector(CARD, SourceSettings(url, folder / "data", lambda: day, {}, options))


def test_a_download_that_shrank_lies_by_until_it_is_named(tmp_path: Path) -> None:
    """The publisher is asked again after a day; his failing takes nothing from what is served."""
    shrunk, next_day = parcels(20), LATER + timedelta(days=1, hours=1)
    replies = [Says(body=body, media_type="text/csv") for body in (BEFORE, shrunk, shrunk)]
    with provider([*replies, Says(500)]) as site:
        assert only(downloading(site.url, tmp_path, FIRST)).outcome is Outcome.HIT
        gc.collect()
        for day, asked in (
            (LATER, 2),
            (LATER, 2),
            (next_day, 3),
            (next_day, 3),
            (next_day + timedelta(days=2), 4),
        ):
            answer = only(downloading(site.url, tmp_path, day))
            assert (answer.outcome, len(site.asked)) == (Outcome.HIT, asked)
            assert "20 rows, 100 in the version before" in answer.reason
            gc.collect()
        named = downloading(site.url, tmp_path, next_day, shrunk=name_of(shrunk))
        assert (only(named).outcome, only(named).reason) == (Outcome.NO_HIT, "")
        assert len(site.asked) == 4
    left = {path.name for path in (tmp_path / "data").iterdir() if "register-" not in path.name}
    assert left == {"property_roll.csv", "property_roll.csv.json"}
    assert (tmp_path / "data" / "property_roll.csv").read_bytes() == shrunk


def test_a_former_download_is_loaded_again_where_its_database_is_gone(tmp_path: Path) -> None:
    replies = [Says(body=body, media_type="text/csv") for body in (BEFORE, parcels(20))]
    with provider(replies) as site:
        for day in (FIRST, LATER):
            only(downloading(site.url, tmp_path, day))
            gc.collect()
        without_database(tmp_path)
        answer = only(downloading(site.url, tmp_path, LATER))
        assert (answer.outcome, len(site.asked)) == (Outcome.HIT, 2)
        assert OLD in answer.reason
