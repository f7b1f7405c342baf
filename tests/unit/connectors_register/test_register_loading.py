"""Loading a register: the layout is held strictly, and a file is loaded once, a new one again."""

from __future__ import annotations

import gc
import hashlib
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.card import load_card, read_section
from connectors.kit.loopback import Asked, Says, closed_url, provider
from connectors.register import cache
from connectors.register.connector import RegisterConnector
from connectors.register.layout import RegisterSection
from skiptrace.model.errors import ConfigError
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry
from tests.unit.connectors_register.register_files import (
    PROPERTY,
    TOWN_SOURCES,
    dmf_line,
    dmf_padding,
    padding,
    property_csv,
    property_row,
    register,
)

CARD = TOWN_SOURCES / "county_property_roll" / "card.toml"
TESTER = property_row(parcel_id="T-1", owner_1="TESTER WILMA")
WILMA = make_inquiry("q", name="Wilma Tester")


def only(connector: RegisterConnector) -> Answer:
    (answer,) = connector.search([WILMA])
    return answer


def content(*rows: dict[str, str]) -> bytes:
    return property_csv([*rows, *padding()])


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "column 'assessed_value', 'care_of'"),
        (property_csv([TESTER, *padding()], [*PROPERTY, "owner_3"]), "unknown column 'owner_3'"),
        (property_csv([TESTER, *padding()], PROPERTY[:-1]), "column 'deed_date' is missing"),
        (content(TESTER).replace(b"owner_1", b"owner_a", 1), "column 'owner_1' is missing"),
        (property_csv([TESTER, *padding()], PROPERTY[::-1]), "another order"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "is missing"),
        (content(TESTER)[: len(content(TESTER)) // 3], "rows"),
        (property_csv([TESTER]), "1 rows, the card expects 10"),
        (content(TESTER | {"homestead": "X"}), "1 of 13 rows: homestead: unknown code (1)"),
        (content(TESTER | {"deed_date": "5/6/2012"}), "deed_date: not a date"),
        (content(TESTER | {"deed_date": "2012-13-01"}), "deed_date: not a date"),
        (content(TESTER | {"assessed_value": "1,000"}), "assessed_value: unexpected form"),
        (content(TESTER | {"owner_1": ""}), "owner_1: empty"),
        (content() + b"T-1,TESTER WILMA\r\n", "wrong number of columns"),
        (content() + b'T-1,"TESTER WILMA\r\n', "not csv"),
        (content(TESTER).replace(b"TESTER", b"T\xff\xfeSTER"), "not utf-8"),
    ],
)
def test_a_file_unlike_its_card_is_a_changed_source(
    tmp_path: Path, file: bytes, words: str
) -> None:
    answer = only(register("county_property_roll", file, tmp_path))
    assert (answer.outcome, answer.records) == (Outcome.FAILED, ())
    assert answer.reason.startswith("SourceChanged: file property_roll.csv")
    assert words in answer.reason
    assert "TESTER" not in answer.reason


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (dmf_line("900123456", ("T", "", "W", ""), "03012019", "12311940")[:-1], "wrong length"),
        (dmf_line("900123456", ("T", "", "W", ""), "03012019", "12311940") + b" ", "wrong length"),
        (dmf_line("9001 3456", ("T", "", "W", ""), "03012019", "12311940"), "ssn: unexpected"),
        (dmf_line("900123456", ("T", "", "W", ""), "13012019", "12311940"), "death: not a date"),
        (dmf_line("900123456", ("T", "", "W", ""), "", "12311940"), "death: empty"),
        (dmf_line("900123456", ("T", "", "W", ""), "03012019", "", "X"), "change_code: unknown"),
    ],
)
def test_a_fixed_record_unlike_its_card_is_rejected(
    tmp_path: Path, line: bytes, words: str
) -> None:
    connector = register("death_master_file", b"\n".join([line, *dmf_padding(), b""]), tmp_path)
    (answer,) = connector.search([make_inquiry("q", ssn="900123456")])
    assert answer.reason.startswith("SourceChanged: file dmf.txt: 1 of 13 rows: " + words)


def test_few_rejected_rows_are_counted_in_the_proof_and_the_rest_is_used(tmp_path: Path) -> None:
    bad = property_row(parcel_id="B-1", homestead="?")
    answer = only(
        register("county_property_roll", property_csv([bad, TESTER, *padding(400)]), tmp_path)
    )
    assert [record.ref for record in answer.records] == ["T-1"]
    assert answer.records[0].provenance.locator == "row 2"
    assert b'"rejected":1' in answer.snapshots[0].body


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    answer = only(register("county_property_roll", b"\xef\xbb\xbf" + content(TESTER), tmp_path))
    assert answer.outcome is Outcome.HIT


def test_an_unchanged_file_is_loaded_once_and_a_new_one_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[str] = []
    real = cache.load_register
    monkeypatch.setattr(cache, "load_register", lambda *a: (loads.append("load"), real(*a)))
    connector = register("county_property_roll", content(TESTER), tmp_path)
    assert [r.ref for r in only(connector).records] == ["T-1"]
    again = RegisterConnector(load_card(CARD), connector._settings)
    assert [only(c).outcome for c in (connector, again)] == [Outcome.HIT] * 2
    assert len(loads) == 1
    path = Path(connector._settings.options["path"])
    path.write_bytes(content(TESTER | {"parcel_id": "T-2"}, TESTER))
    assert {r.ref for r in only(connector).records} == {"T-1", "T-2"}
    assert len(loads) == 2
    monkeypatch.setattr(cache, "READING", "another way of reading names")
    assert only(RegisterConnector(load_card(CARD), connector._settings)).outcome is Outcome.HIT
    assert len(loads) == 3
    assert len(list((tmp_path / "data").glob("*.duckdb"))) == 1


def databases(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "data").glob("register-*"))


def parcels(count: int) -> bytes:
    return content(*padding(count - 12))


def test_what_lies_in_the_data_folder_is_only_ours_to_read(tmp_path: Path) -> None:
    only(register("county_property_roll", content(TESTER), tmp_path))
    files = list((tmp_path / "data").iterdir())
    assert {path.suffix for path in files} == {".duckdb", ".columns", ".json"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_a_damaged_database_is_made_again(tmp_path: Path) -> None:
    connector = register("county_property_roll", content(TESTER), tmp_path)
    assert only(connector).outcome is Outcome.HIT
    (database,) = (tmp_path / "data").glob("*.duckdb")
    database.unlink()
    database.write_bytes(b"no database" * 2000)
    again = RegisterConnector(load_card(CARD), connector._settings)
    del connector
    gc.collect()
    assert only(again).outcome is Outcome.HIT


def test_a_folder_that_cannot_be_written_fails(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    answer = only(register("county_property_roll", content(TESTER), tmp_path))
    assert answer.reason.startswith("SourceUnavailable: file property_roll.csv: its database")


def test_many_threads_share_one_loading(tmp_path: Path) -> None:
    connector = register("county_property_roll", content(TESTER), tmp_path)
    found: list[Answer] = []
    threads = [threading.Thread(target=lambda: found.append(only(connector))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [[r.ref for r in answer.records] for answer in found] == [["T-1"]] * 8


@pytest.mark.parametrize("options", [{}, {"path": "/nowhere/register.csv"}])
def test_a_roll_that_is_nowhere_fails(tmp_path: Path, options: dict[str, str]) -> None:
    settings = SourceSettings("", tmp_path / "data", clock, options=options)
    answer = only(RegisterConnector(load_card(CARD), settings))
    assert (answer.outcome, answer.snapshots) == (Outcome.FAILED, ())
    assert answer.reason.startswith("SourceUnavailable: register property_roll.csv")


def _downloading(url: str, folder: Path, now: Callable[[], datetime] = clock) -> RegisterConnector:
    return RegisterConnector(load_card(CARD), SourceSettings(url, folder / "data", now))


def test_a_download_is_kept_until_it_is_old(tmp_path: Path) -> None:
    day = [datetime(2026, 11, 1, 6, tzinfo=UTC)]
    with provider([Says(body=content(TESTER), media_type="text/csv")]) as site:
        for _ in range(2):
            answer = only(_downloading(site.url, tmp_path, lambda: day[0]))
        assert answer.outcome is Outcome.HIT
        assert [asked.path for asked in site.asked] == ["/files/property_roll.csv"]
        assert answer.snapshots[1].retrieved == day[0]
        digest = hashlib.sha256(content(TESTER)).hexdigest()
        assert f"sha256 {digest}" in answer.snapshots[1].request
        day[0] += timedelta(days=31)
        answer = only(_downloading(site.url, tmp_path, lambda: day[0]))
        assert len(site.asked) == 2
        assert answer.snapshots[1].retrieved == day[0]
    assert (tmp_path / "data" / "property_roll.csv").read_bytes() == content(TESTER)


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        (Says(500), "SourceUnavailable: file property_roll.csv: the source failed (500)"),
        (
            Says(404),
            "SourceChanged: file property_roll.csv: there is nothing at the address",
        ),
        (
            Says(403),
            "SourceRefused: file property_roll.csv: our account is not entitled to this (403)",
        ),
        (Says(body=content(TESTER), cut_at=500), "SourceUnavailable: file property_roll.csv: down"),
        (Says(reset=True), "SourceUnavailable: file property_roll.csv: download failed"),
        (
            Says(body=b"<html>Sign in</html>"),
            "SourceChanged: file property_roll.csv: a web page came",
        ),
    ],
)
def test_a_download_that_fails_is_tried_again_and_never_used(
    tmp_path: Path, says: Says, reason: str
) -> None:
    good = Says(body=content(TESTER), media_type="text/csv")
    with provider([says, good]) as site:
        connector = _downloading(site.url, tmp_path)
        answer = only(connector)
        assert answer.reason.startswith(reason)
        assert not answer.records
        assert only(connector).outcome is Outcome.HIT


def test_a_publisher_that_cannot_be_reached_is_unavailable(tmp_path: Path) -> None:
    answer = only(_downloading(closed_url(), tmp_path))
    assert answer.reason.startswith("SourceUnavailable: file property_roll.csv: download failed")


def test_no_personal_word_leaves_with_a_download(tmp_path: Path) -> None:
    seen: list[Asked] = []

    def script(asked: Asked) -> Says:
        seen.append(asked)
        return Says(body=content(TESTER))

    with provider(script) as site:
        only(_downloading(site.url, tmp_path))
    assert "tester" not in repr(seen).lower()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"columns": ["parcel_id"]}, "columns unknown"),
        ({"ignored": []}, "neither read nor ignored: ['care_of']"),
        ({"format": "fixed"}, "a csv register has `columns`"),
        ({"min_rows": 0}, "min_rows"),
        ({"reference": "parcel"}, "columns unknown: ['parcel']"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_card_that_does_not_fit_together_is_a_config_error(
    change: dict[str, object], words: str
) -> None:
    loaded = load_card(CARD)
    changed = type(loaded)(loaded.card, {**loaded.section, **change}, loaded.folder)
    with pytest.raises(ConfigError) as error:
        read_section(changed, RegisterSection)
    assert words in str(error.value)
