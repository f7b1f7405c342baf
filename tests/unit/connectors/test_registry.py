"""A source is a folder: shipped, installed by a package, or beside the installation."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.registry import discover, read_cards
from connectors.socrata import SocrataConnector
from skiptrace.model.errors import ConfigError
from tests.inquiries import clock

SOURCES = Path(__file__).parents[3] / "connectors" / "sources"
SHIPPED = sorted(path.parent.name for path in SOURCES.glob("*/card.toml"))


def settings(**secrets: str) -> SourceSettings:
    return SourceSettings("http://127.0.0.1:1", Path("unused"), clock, secrets)


def a_source(folder: Path, card_id: str = "other_registry", **changes: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = (SOURCES / "town_businesses" / "card.toml").read_text()
    text = text.replace('"sandbox_business_registry"', f'"{card_id}"')
    for key, value in changes.items():
        text = f"{key} = {value}\n" + text
    (folder / "card.toml").write_text(text)
    return folder


def test_every_shipped_folder_is_a_source_and_promises_no_live_check() -> None:
    cards = discover().cards
    assert len(cards) == len(SHIPPED) >= 4
    for loaded in cards.values():
        assert loaded.folder.name in SHIPPED
        assert loaded.card.verified == "shape"


def test_a_folder_beside_the_installation_is_a_source(tmp_path: Path) -> None:
    registry = discover([a_source(tmp_path / "one"), tmp_path / "none"])
    assert isinstance(registry.build("other_registry", settings()), SocrataConnector)


def test_an_installed_package_brings_its_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "acme_sources"
    a_source(package / "registry", "acme_registry")
    (package / "__init__.py").write_text("raise RuntimeError('a card is read without any code')")
    info = tmp_path / "acme-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[skiptrace.sources]\nacme = acme_sources\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert discover().cards["acme_registry"].folder == package / "registry"

    (info / "entry_points.txt").write_text("[skiptrace.sources]\nacme = acme_absent.deep\n")
    with pytest.raises(ConfigError, match=r"entry point acme: module acme_absent\.deep"):
        discover()


def test_two_sources_of_one_id_name_both_files(tmp_path: Path) -> None:
    a_source(tmp_path / "a"), a_source(tmp_path / "b")
    with pytest.raises(ConfigError) as caught:
        read_cards([tmp_path])
    assert str(tmp_path / "a" / "card.toml") in str(caught.value)
    assert str(tmp_path / "b" / "card.toml") in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"connector": "'connectors.absent:Thing'"}, "connectors.absent:Thing cannot be imported"),
        ({"connector": "'connectors.socrata:Absent'"}, "connectors.socrata:Absent cannot"),
        ({"secrets": "['key']"}, "secret key is not set"),
    ],
)
def test_a_source_that_cannot_be_built_says_why(
    tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    registry = read_cards([a_source(tmp_path, **changes)])
    with pytest.raises(ConfigError, match=words):
        registry.build("other_registry", settings())


def test_an_unknown_source_is_named() -> None:
    with pytest.raises(ConfigError, match="no source has the id 'nobody'"):
        discover().build("nobody", settings())
