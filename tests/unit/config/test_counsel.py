"""Counsel's tables: a file replaces the shipped one, and one that is wrong is refused by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.counsel import FILES, counsel_tables, shipped_counsel
from config.loader import shipped_text
from skiptrace.model.errors import ConfigError

TODAY = date(2026, 11, 30)
SIGNED = 'signed = { by = "A. Counsel", on = 2026-11-29 }\n'


def test_without_a_folder_the_shipped_tables_count_and_nobody_signed_them() -> None:
    assert counsel_tables(None, TODAY) == shipped_counsel()
    assert [table.signed for table in shipped_counsel().files.values()] == [None] * len(FILES)
    assert shipped_counsel().files.keys() == FILES.keys()


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_of_the_folder_takes_the_place_of_the_shipped_one(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(SIGNED + shipped_text(name))
    found = counsel_tables(tmp_path, TODAY)
    signed = {n for n, table in found.files.items() if table.signed is not None}
    assert signed == {name}


def test_a_new_hold_code_needs_no_code(tmp_path: Path) -> None:
    text = shipped_text("holds.toml").replace('"BK07-OPEN" = {', '"BK09-OPEN" = {')
    (tmp_path / "holds.toml").write_text(SIGNED + text)
    holds = counsel_tables(tmp_path, TODAY).holds
    assert "BK09-OPEN" in holds.codes
    assert "BK07-OPEN" not in holds.codes


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("holds.toml", "codes = {}\nstatuses = {}", r"holds\.toml: signed: "),
        (
            "holds.toml",
            'signed = { by = "A. Counsel", on = 2026-12-01 }\ncodes = {}\nstatuses = {}',
            r"holds\.toml: signed\.on: expected a day up to 2026-11-30",
        ),
        ("holds.toml", f"{SIGNED}colour = 1\ncodes = {{}}\nstatuses = {{}}", r"toml: colour: "),
        ("holds.toml", 'signed = { by = " ", on = 2026-11-29 }', r"toml: signed\.by: "),
        (
            "hold.toml",
            SIGNED,
            r"hold\.toml: no table of that name; expected one of cases",
        ),
        ("purposes.toml", f"{SIGNED}[purposes", r"purposes\.toml: not valid TOML"),
    ],
)
def test_a_wrong_table_is_refused_by_file_and_key(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ConfigError, match=said):
        counsel_tables(tmp_path, TODAY)


def test_a_folder_that_is_not_there_is_no_folder_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="policy: there is no folder"):
        counsel_tables(tmp_path / "counsel", TODAY)
