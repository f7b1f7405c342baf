"""Records in partitions of any size: the same bytes, the same counts, nothing left on disk."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from config.default_model import LINK_MODEL
from jobs.linkage.link import Detail, LinkFiles, LinkSettings, link_files
from jobs.linkage.link_summary import stats
from jobs.linkage.store import FolderStore
from matching.block.candidates import Bounds
from matching.score.person_model import load_model
from skiptrace.model.errors import IntakeError

Row = dict[str, str]
DEFAULT, NARROW = Bounds(), Bounds(most=4, widest=12)
SETTINGS = LinkSettings(load_model(LINK_MODEL), date(2026, 1, 1), threshold=0, detail=Detail.TERMS)
WHOLE = 1000

GIVENS = ("Ann", "Bo", "Robert", "Bob", "Robbert", "Cordelia", "Otis Ray", "J")
SURNAMES = ("Orr", "Ortega Salas", "Ortega", "Quillman", "Quilman", "Thistle", "Bern", "Bem")
CROWDED = 12
OF_THE_CROWD = ("Juniper Hollow Rd", "Juniper Hollow Ave", "N Juniper Hollow Rd")
STREETS = (*OF_THE_CROWD, "Hollow Rd", "Juniper Holow Rd", "Hwy 12")
UNITS = ("Apt 3", "# 3", "Apt 3B", "Bldg 2 Apt 3", "Unit 4", "")
TOWNS = (*[("Salem", "97301")] * 6, ("Salme", "97301"), ("Salem", ""), ("Quilby", "97304"))


def person(random: Random, house: int) -> Row:
    """A person of one crowded town: few names, few streets, several values of most attributes."""
    surname, (city, zip5) = random.choice(SURNAMES), random.choice(TOWNS)
    streets = OF_THE_CROWD if house == CROWDED else STREETS
    return {
        "first_name": random.choice(GIVENS),
        "middle_name": random.choice(("", "A", "Mae", "Mae Lou")),
        "last_name": surname,
        "alias": random.choice(("", "", f"Bo {random.choice(SURNAMES)}")),
        "dob": f"19{random.randint(40, 49)}-0{random.randint(1, 3)}-1{random.randint(0, 3)}",
        "ssn4": random.choice(("", f"{random.randint(1000, 1030)}")),
        "phone": f"20655501{random.randint(0, 30):02d}",
        "phone_2": random.choice(("", f"20655501{random.randint(0, 30):02d}")),
        "email": random.choice(("", f"p{random.randint(0, 20)}@example.com")),
        "address": f"{house} {random.choice(streets)} {random.choice(UNITS)}",
        "mailing_address": random.choice(("", f"PO Box {random.randint(1, 4)}")),
        "city": city,
        "state": "OR",
        "zip": zip5,
    }


def rows(role: str, count: int, seed: int) -> list[Row]:
    """That many rows, two of three of them in one house."""
    random = Random(seed)
    houses = [CROWDED if n % 3 else 100 + n // 9 for n in range(count)]
    return [{f"{role}_id": f"{n:03d}", **person(random, house)} for n, house in enumerate(houses)]


def write(path: Path, table: Sequence[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> LinkFiles:
    """A file of subjects, one of records, and pairs of them that are told to be true."""
    folder = tmp_path_factory.mktemp("files")
    truth = [{"subject_id": f"{n:03d}", "record_id": f"{(7 * n) % 100:03d}"} for n in range(30)]
    return LinkFiles(
        write(folder / "s.csv", rows("subject", 40, 1)),
        write(folder / "r.csv", rows("record", 100, 2)),
        folder / "o.csv",
        write(folder / "t.csv", truth),
    )


Told = tuple[bytes, dict[str, Any]]


def told(files: LinkFiles, bounds: Bounds, size: int) -> Told:
    """The file that is written, and what the summary counts."""
    settings = replace(SETTINGS, bounds=bounds, partition=size)
    records: list[int] = []
    found = stats(link_files(files, settings, lambda total: records.append))
    return files.out.read_bytes(), {
        name: value for name, value in found.items() if name not in ("seconds", "peak_rss_mb")
    } | {"progress": sum(records)}


@pytest.fixture(scope="module")
def whole(files: LinkFiles) -> dict[Bounds, Told]:
    """What all records at once give."""
    return {bounds: told(files, bounds, WHOLE) for bounds in (DEFAULT, NARROW)}


@pytest.mark.parametrize(
    ("bounds", "size"), [(NARROW, 1), (NARROW, 7), (DEFAULT, 7), (DEFAULT, 60)]
)
def test_the_answer_is_the_same_in_partitions_of_any_size(
    files: LinkFiles, whole: dict[Bounds, Told], bounds: Bounds, size: int
) -> None:
    assert told(files, bounds, size) == whole[bounds]


def test_the_files_put_every_rule_to_use(whole: dict[Bounds, Told]) -> None:
    """Otherwise partitions of any size would prove little."""
    written, counts = whole[NARROW]
    assert counts["candidates"]["cut"] > 10
    assert counts["keys_left_out"] > 10
    assert 0 < counts["pair_completeness"] < 1
    assert whole[DEFAULT][1]["keys_left_out"] > 0
    for comparison in ("crowd", "email", "phone", "given rarity", "support", "rival"):
        assert f'""name"":""{comparison}""'.encode() in written, comparison


def test_the_order_of_rows_is_nothing_in_partitions(
    files: LinkFiles, whole: dict[Bounds, Told], tmp_path: Path
) -> None:
    table = rows("record", 100, 2)
    Random(3).shuffle(table)
    turned = replace(files, records=write(tmp_path / "r.csv", table), out=tmp_path / "o.csv")
    assert told(turned, NARROW, 20)[0] == whole[NARROW][0]


def test_a_partition_without_room_on_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="no room for temporary files"):
        FolderStore(tmp_path / "gone").put("part", 1)


def test_partitions_leave_nothing_behind(
    files: LinkFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    puts: list[str] = []
    put = FolderStore.put
    monkeypatch.setattr(
        FolderStore, "put", lambda self, name, part: (puts.append(name), put(self, name, part))
    )
    told(files, NARROW, 20)
    assert len(puts) >= 8
    assert list(tmp_path.iterdir()) == []
