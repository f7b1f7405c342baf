"""Model files: which ones there are, what a new one may be called, that none is overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.default_model import LINK_MODEL
from jobs.linkage.model_files import model_named, order, shipped_models, shown_model, write_model
from matching.score.person_model import model_text
from skiptrace.model.errors import MatchingError

BASE = model_named(LINK_MODEL)
DAY = date(2026, 11, 22)


def test_every_shipped_model_can_be_read() -> None:
    assert LINK_MODEL in shipped_models()
    assert all(shown_model(name).id == name for name in shipped_models())


def test_a_written_model_reads_back_and_writes_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "ours-1.json"
    write_model(replace(BASE, id="ours-1"), path)
    again = model_named(str(path))
    assert again.id == "ours-1"
    assert model_text(again).encode() == path.read_bytes()
    write_model(again, path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["ours-1.json"]


def test_another_model_never_takes_its_place(tmp_path: Path) -> None:
    path = tmp_path / "ours-1.json"
    write_model(replace(BASE, id="ours-1"), path)
    before = path.read_bytes()
    with pytest.raises(MatchingError, match=r"ours-1\.json: there already"):
        write_model(replace(BASE, id="ours-2"), path)
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MatchingError, match=r"m\.json: cannot be written"):
        write_model(BASE, tmp_path / "nowhere" / "m.json")


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("", "expected up to 64"),
        ("../x", "expected up to 64"),
        ("Ours", "expected up to 64"),
        ("x" * 65, "expected up to 64"),
        (LINK_MODEL, "taken"),
    ],
)
def test_an_id_must_be_new_and_able_to_name_a_file(id: str, words: str) -> None:
    with pytest.raises(MatchingError, match=words):
        order(id, DAY, BASE)


@pytest.mark.parametrize("text", ["", "{}", "\x00\xff"])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "m.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(MatchingError, match=r"model m\.json"):
        model_named(str(path))
