"""Where the keys are: beside the settings, or where the environment says."""

from __future__ import annotations

from pathlib import Path

import pytest

from skiptrace.app.setup import create_installation, starting_settings


def test_the_environment_names_the_key_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "vault" / "case.key"
    keys.parent.mkdir()
    monkeypatch.setenv("SKIPTRACE_KEY_FILE", str(keys))
    made = create_installation(tmp_path / "one", starting_settings())
    assert made.key_file == keys
    assert keys.stat().st_mode & 0o777 == 0o600
    before = keys.read_bytes()
    create_installation(tmp_path / "two", starting_settings())
    assert keys.read_bytes() == before


def test_without_it_the_settings_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SKIPTRACE_KEY_FILE", raising=False)
    made = create_installation(tmp_path / "one", starting_settings())
    assert made.key_file == (tmp_path / "one" / "skiptrace.key").resolve()
    assert made.key_file.is_file()
