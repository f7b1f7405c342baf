"""The layout that a house was given, in a file of its own: what it changes, what is said of it."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.files.connector import FilesConnector
from connectors.files.house_layout import with_house_layout
from connectors.needs import needs_of
from connectors.registry import discover
from skiptrace.model.errors import ConfigError
from tests.inquiries import clock
from tests.unit.connectors_files.bureau import card

ROOT = Path(__file__).parents[3]
PIN = {"host_key": f"SHA256:{'A' * 43}"}
SECRETS = {"user": "agency", "password": "let-me-in"}


def settings(tmp_path: Path, **options: str) -> SourceSettings:
    url = "sftp://sftp.example.com"
    return SourceSettings(url, tmp_path, clock, SECRETS, {**PIN, **options})


def test_a_layout_replaces_tables_and_is_told_in_the_version(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text("answer_minutes = 5\n")
    found = with_house_layout(card(), {"layout": str(path)})
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    assert found.card.version == f"1+{digest}"
    assert found.section["answer_minutes"] == 5
    assert found.section["request"] == card().section["request"]
    assert with_house_layout(card(), {}) is not None and card().card.version == "1"


FAULTS = (
    ("not = [toml", "ours.toml: not TOML"),
    ("reply = 3", "ours.toml: reply"),
    ("answer_hours = 3", "ours.toml: answer_hours"),
)


@pytest.mark.parametrize("text, words", FAULTS)
def test_a_layout_that_cannot_be_read_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"sources\.bureau_batch\.options\.layout") as told:
        FilesConnector(card(), settings(tmp_path, layout=str(path)))
    assert words in str(told.value)


def test_a_layout_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        FilesConnector(card(), settings(tmp_path, layout=str(tmp_path / "none.toml")))


@pytest.mark.parametrize("source", ["tloxp_batch", "accurint_batch"])
def test_a_card_without_the_vendors_layout_is_asked_only_with_it(
    tmp_path: Path, source: str
) -> None:
    with pytest.raises(ConfigError, match="incomplete: the layout of its batch files"):
        discover().build(source, settings(tmp_path))
    path = tmp_path / "guide.toml"
    path.write_text("days = 3\n")
    assert discover().build(source, settings(tmp_path, layout=str(path))).card.id == source


def test_what_is_to_be_set_is_told() -> None:
    found = needs_of(card())
    assert found.secrets == ("user",)
    sealed = {"openpgp_key", "openpgp_passphrase", "openpgp_vendor"}
    assert set(found.optional_secrets) == {"password", "private_key", "passphrase"} | sealed
    assert found.options == ("host_key",)
    folders = {"request_folder", "reply_folder"}
    assert set(found.optional_options) == {"layout", "openpgp_suffix"} | folders


def test_the_layout_of_the_documentation_can_be_read(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "file-exchange.md").read_text()
    layout = text.split("```toml\n# layout.toml\n")[1].split("```")[0]
    tomllib.loads(layout)
    path = tmp_path / "layout.toml"
    path.write_text(layout)
    found = FilesConnector(card(), settings(tmp_path, layout=str(path)))
    assert found.card.version.startswith("1+")
