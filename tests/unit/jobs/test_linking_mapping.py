"""--map: what the user may say of columns, and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.linkage.columns import Mapped
from jobs.linkage.mapping import mapped_by
from skiptrace.model.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "mapped"),
    [
        ("phone=CELL NO", Mapped("phone", "CELL NO")),
        ("records.dob=born", Mapped("dob", "born", "records")),
        ("middle_initial=m", Mapped("middle_name", "m")),
        ("debtor_id=nr", Mapped("id", "nr", "subjects")),
        ("record_id=nr", Mapped("id", "nr", "records")),
        ("ignore=a=b", Mapped("ignore", "a=b")),
    ],
)
def test_one_column(text: str, mapped: Mapped) -> None:
    assert mapped_by(text) == (mapped,)


def test_a_file_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text('[columns]\ndob = "born"\n[records]\nphone = ["a", "b"]\n')
    assert mapped_by(str(path)) == (
        Mapped("dob", "born"),
        Mapped("phone", "a", "records"),
        Mapped("phone", "b", "records"),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("phone", "TARGET=COLUMN"),
        ("shoe=x", "unknown target 'shoe'; expected first_name"),
        ("sources.phone=x", "expected subjects or records"),
        ("phone=", "phone: expected the name of a column"),
    ],
)
def test_other_texts_are_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        mapped_by(text)


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml"):
        mapped_by("absent.toml")
