"""A source is a folder: shipped, installed by a package, or beside the installation."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.engine.connector import EngineConnector
from connectors.registry import discover, read_cards
from skiptrace.model.errors import ConfigError
from tests.inquiries import clock

SOURCES = Path(__file__).parents[3] / "connectors" / "sources"
SHIPPED = sorted(path.parent.name for path in SOURCES.glob("*/card.toml"))
TOWN = SOURCES.parent / "sandbox" / "sources"


def settings(**secrets: str) -> SourceSettings:
    return SourceSettings("http://127.0.0.1:1", Path("unused"), clock, secrets)


def a_source(folder: Path, card_id: str = "other_registry", **changes: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = (TOWN / "town_businesses" / "card.toml").read_text()
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
        assert loaded.card.verified in ("shape", "none")


@pytest.mark.parametrize(("line", "is_asked"), [("", True), ("the guide of its answers", False)])
def test_a_card_that_lacks_what_nobody_publishes_is_asked_only_once_it_is_whole(
    tmp_path: Path, line: str, is_asked: bool
) -> None:
    registry = discover([a_source(tmp_path, incomplete=f'"{line}"')])
    if is_asked:
        assert registry.build("other_registry", settings())
        return
    with pytest.raises(ConfigError, match="incomplete: the guide of its answers: complete a copy"):
        registry.build("other_registry", settings())


def test_a_folder_beside_the_installation_is_a_source(tmp_path: Path) -> None:
    registry = discover([a_source(tmp_path / "one"), tmp_path / "none"])
    assert isinstance(registry.build("other_registry", settings()), EngineConnector)


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
    assert "acme_registry" not in discover().cards, "a package is let in by name"
    assert discover(plugins=["acme"]).cards["acme_registry"].folder == package / "registry"

    (info / "entry_points.txt").write_text("[skiptrace.sources]\nacme = acme_absent.deep\n")
    with pytest.raises(ConfigError, match=r"entry point acme: module acme_absent\.deep"):
        discover(plugins=["acme"])
    with pytest.raises(ConfigError, match=r"plugins\.acne: no installed package"):
        discover(plugins=["acme", "acne"])


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
        (
            {"connector": "'connectors.engine.connector:Absent'"},
            "connectors.engine.connector:Absent cannot",
        ),
        ({"secrets": "['key']"}, "secret key is not set"),
    ],
)
def test_a_source_that_cannot_be_built_says_why(
    tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    registry = read_cards([a_source(tmp_path, **changes)])
    with pytest.raises(ConfigError, match=words):
        registry.build("other_registry", settings())


BUREAU_KEYS = {"ap_name": "a", "ap_password": "b"}


@pytest.mark.parametrize(
    ("address", "is_refused"),
    [
        ("http://bureau.example.com", True),
        ("HTTP://bureau.example.com/api", True),
        (" http://10.0.0.7:8080", True),
        ("http://127.0.0.1@bureau.example.com", True),
        ("http://bureau.example.com\\@127.0.0.1", True),
        ("http://user:secret-1@127.0.0.1", True),
        ("http://127.0.0.1.example.com", True),
        ("http://[::1", True),
        ("bureau.example.com", True),
        ("ftp://127.0.0.1", True),
        ("https://bureau.example.com", False),
        ("http://127.0.0.1:8000", False),
        ("http://localhost:8000/x", False),
        ("http://[::1]:8000", False),
        ("", False),
    ],
)
def test_a_bureau_is_not_asked_over_plain_http(address: str, is_refused: bool) -> None:
    made = SourceSettings(address, Path("unused"), clock, BUREAU_KEYS)
    if not is_refused:
        assert discover().build("enformion_person", made).card.id == "enformion_person"
        return
    with pytest.raises(ConfigError, match=r"sources\.enformion_person\.base_url: http://") as told:
        discover().build("enformion_person", made)
    assert "secret-1" not in str(told.value)


def test_the_desk_of_a_bureau_is_not_asked_over_plain_http_either() -> None:
    options = {"settlement_url": "http://bureau.example.com/calls"}
    made = SourceSettings("https://bureau.example.com", Path("x"), clock, BUREAU_KEYS, options)
    with pytest.raises(ConfigError, match=r"sources\.enformion_person\.options\.settlement_url"):
        discover().build("enformion_person", made)


@pytest.mark.parametrize(
    "changes", [{"recipient": '"data_broker"'}, {"cost": '{ per_call = "0.01" }'}]
)
def test_neither_is_any_broker_nor_any_paid_source(tmp_path: Path, changes: dict[str, str]) -> None:
    folder = a_source(tmp_path)
    lines = (folder / "card.toml").read_text().splitlines()
    kept = [line for line in lines if line.partition(" =")[0] not in changes]
    added = [f"{key} = {value}" for key, value in changes.items()]
    (folder / "card.toml").write_text("\n".join(added + kept))
    made = SourceSettings("http://data.example.com", Path("unused"), clock)
    with pytest.raises(ConfigError, match=r"sources\.other_registry\.base_url"):
        read_cards([folder]).build("other_registry", made)


def test_a_public_register_may_be_read_over_plain_http(tmp_path: Path) -> None:
    made = SourceSettings("http://data.example.com", Path("unused"), clock)
    registry = read_cards([a_source(tmp_path)])
    assert isinstance(registry.build("other_registry", made), EngineConnector)


def test_an_unknown_source_is_named() -> None:
    with pytest.raises(ConfigError, match="no source has the id 'nobody'"):
        discover().build("nobody", settings())
