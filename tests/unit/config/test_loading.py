"""Settings: every error names file and key, every shipped default parses, nothing is guessed."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from config.acts import ActTable
from config.bankruptcy import BankruptcyTable
from config.columns import ColumnTables
from config.counsel import FILES
from config.loader import Table, from_file, parsed, shipped, shipped_text
from config.recorded_documents import RecordedDocuments
from config.register_status import RegisterStatus
from config.reliability import Reliability
from config.settings import Settings
from config.waterfall import WaterfallFile
from skiptrace.intake.returned_mail import shipped_return_codes
from skiptrace.model.errors import ConfigError

SHAPES: dict[str, type[Table]] = {
    "acts.toml": ActTable,
    "bankruptcy.toml": BankruptcyTable,
    "reliability.toml": Reliability,
    "waterfall.toml": WaterfallFile,
    "skiptrace.toml": Settings,
    "columns.toml": ColumnTables,
    "recorded_documents.toml": RecordedDocuments,
    "register_status.toml": RegisterStatus,
    **FILES,
}
READ_BY_INTAKE = {"returned_mail.toml"}


def test_every_shipped_default_is_read_by_somebody() -> None:
    here = {p.name for p in files("config").joinpath("defaults").iterdir() if p.is_file()}
    assert here == SHAPES.keys() | READ_BY_INTAKE


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_every_shipped_default_parses(name: str) -> None:
    assert shipped(name, SHAPES[name])


def test_the_shipped_table_of_the_intake_parses() -> None:
    assert shipped_return_codes()


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_an_unknown_key_is_an_error_that_names_file_and_key(name: str) -> None:
    text = f"colour = 1\n{shipped_text(name)}"
    with pytest.raises(ConfigError, match=r"^mine\.toml: colour: "):
        parsed(text, "mine.toml", SHAPES[name])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[nightly]\nchunks = 5", "nightly.chunks"),
        ("[nightly]\nchunk = 0", "nightly.chunk"),
        ("[nightly]\nbudget = -1", "nightly.budget"),
        ('[trace]\nbudget = "nan"', "trace.budget"),
        ('[trace]\nbudget = "much"', "trace.budget"),
        ("[findings]\nverified = 1.0", "findings.verified"),
        ('[writeback]\ntarget = "fax"', "writeback.target"),
        ("[sandbox]", "sandbox"),
        ("[plugins]\nsandbox = 1", "plugins.sandbox"),
        ("[sources.x]\nurl = 'y'", "sources.x.url"),
        ("sources = 5", "sources"),
        ("[sources.x.secrets]\nkey = 7", "sources.x.secrets.key"),
    ],
)
def test_a_wrong_setting_is_named_with_its_table(tmp_path: Path, text: str, key: str) -> None:
    file = tmp_path / "skiptrace.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as raised:
        from_file(file, Settings)
    assert str(raised.value).startswith(f"{file}: {key}: ")


def test_a_wrong_value_is_not_repeated_in_the_error() -> None:
    with pytest.raises(ConfigError) as raised:
        parsed("[sources.x.secrets]\nkey = ['hunter2']", "mine.toml", Settings)
    assert "hunter2" not in str(raised.value)


def test_several_problems_are_told_at_once() -> None:
    with pytest.raises(ConfigError, match=r"a: .*; b: "):
        parsed("a = 1\nb = 2", "mine.toml", Settings)


@pytest.mark.parametrize("text", ["[nightly", "a = ", "a = 1\na = 2"])
def test_what_is_no_toml_is_an_error_that_names_the_file(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^mine\.toml: not valid TOML: "):
        parsed(text, "mine.toml", Settings)


def test_a_file_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml: cannot be read"):
        from_file(tmp_path / "absent.toml", Settings)


def test_a_file_in_another_encoding_is_an_error_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes('data_dir = "Müller"'.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"latin\.toml"):
        from_file(file, Settings)


def test_an_empty_file_is_the_defaults_and_settings_are_frozen() -> None:
    settings = parsed("", "mine.toml", Settings)
    assert settings == Settings()
    assert settings.nightly.budget == Decimal("0.50")
    assert settings.plugins == {}
    with pytest.raises(ValueError, match="frozen"):
        settings.nightly.chunk = 3  # type: ignore[misc]
