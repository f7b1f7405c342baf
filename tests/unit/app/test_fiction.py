"""An invented world is brought by a plugin, and whoever works on one asks nobody real."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.fiction import fiction_of
from connectors.sandbox.fiction import NUMBERS, TownFiction
from matching.parse.identifier.read import SsnStatus
from matching.parse.numbers import Numbers
from matching.parse.phone.read import read_phones
from skiptrace.app.fiction import Scene, numbers_of, on_scene
from skiptrace.app.installation import Installation
from skiptrace.app.sources import cards, open_sources
from skiptrace.model.card import Limit
from skiptrace.model.errors import ConfigError
from tests.business_register import write_register
from tests.tables import each

TOWN = '[plugins.sandbox]\ndir = "town"\nurl = "http://127.0.0.1:9"\n'
BUREAU = """
[sources.enformion_person]
base_url = "{}"
secrets = {{ ap_name = "file:key", ap_password = "file:key" }}
"""
REGISTER = "[sources.sunbiz_corporations]\noptions = {{ {} }}\n"


def installation(folder: Path, settings: str) -> Installation:
    (folder / "skiptrace.toml").write_text(settings)
    (folder / "key").write_text("k")
    return Installation.load(folder / "skiptrace.toml")


def test_numbers_kept_for_fiction_are_people_s_in_a_fiction_alone(tmp_path: Path) -> None:
    real, invented = (numbers_of(installation(tmp_path, text)) for text in ("", TOWN))
    assert (real, invented) == (Numbers(), NUMBERS)
    (fictional,) = read_phones("239-555-0123")
    assert (real.phones.usable(fictional), invented.phones.usable(fictional)) == (False, True)
    assert SsnStatus.NEVER_ISSUED in invented.ssns - real.ssns


@each(
    ("address", "is_asked"),
    [
        ("{sandbox}/enformion", True),
        ("http://127.0.0.1:80", True),
        ("http://localhost:80", True),
        ("https://[::1]:80", True),
        ("https://devapi.enformion.com", False),
        ("", False),  # the published address
        ("https://10.0.0.8", False),
        ("https://127.0.0.1@example.com", False),
    ],
)
def test_where_people_are_invented_nobody_real_is_asked(
    tmp_path: Path, address: str, is_asked: bool
) -> None:
    made = installation(tmp_path, TOWN + BUREAU.format(address))
    if is_asked:
        with open_sources(made) as found:
            assert set(found.connectors) == {"enformion_person"}
        return
    with (
        pytest.raises(ConfigError, match=r"sources\.enformion_person\.base_url: is no address on"),
        open_sources(made),
    ):
        pass


@each(
    ("option", "is_loaded"),
    [('path = "sunbiz.txt"', True), ('url = "https://dos.example.com/file"', False)],
)
def test_neither_is_a_register_fetched_from_afar(
    tmp_path: Path, option: str, is_loaded: bool
) -> None:
    made = installation(tmp_path, TOWN + REGISTER.format(option))
    if is_loaded:
        with open_sources(made) as found:
            assert set(found.connectors) == {"sunbiz_corporations"}
        return
    with pytest.raises(ConfigError, match=r"options\.url: is no address on"), open_sources(made):
        pass


def test_a_real_source_is_asked_where_people_are_real(tmp_path: Path) -> None:
    with open_sources(installation(tmp_path, BUREAU.format(""))) as found:
        assert set(found.connectors) == {"enformion_person"}


def test_the_scene_stands_where_the_plugin_is_named(tmp_path: Path) -> None:
    with on_scene(installation(tmp_path, TOWN)) as scene:
        assert scene.placed("{sandbox}/x") == "http://127.0.0.1:9/x"
    assert Scene().placed("{sandbox}/x {}") == "{sandbox}/x {}"


@each(
    ("plugins", "words"),
    [
        ({"sandbox": {}}, r"plugins\.sandbox\.dir: expected the folder"),
        ({"sandbox": {"dir": "t", "port": "1"}}, r"plugins\.sandbox\.port: expected dir or url"),
        ({"sandbok": {"dir": "t"}}, r"plugins\.sandbok: no installed package"),
    ],
)
def test_a_plugin_that_cannot_be_let_in_is_named(
    tmp_path: Path, plugins: dict[str, dict[str, str]], words: str
) -> None:
    with pytest.raises(ConfigError, match=words):
        fiction_of(plugins, tmp_path)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("acme_worlds:Absent", r"entry point acme: acme_worlds:Absent cannot be imported"),
        ("acme_worlds:World", r"plugins: acme and sandbox each bring a world"),
    ],
)
def test_two_worlds_and_one_that_cannot_be_loaded_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, words: str
) -> None:
    (tmp_path / "acme_worlds.py").write_text("World = None\n")
    info = tmp_path / "acme-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[skiptrace.fictions]\nacme = {target}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    both = {"acme": {}, "sandbox": {"dir": "town"}}
    with pytest.raises(ConfigError, match=words):
        fiction_of(both if "each" in words else {"acme": {}}, tmp_path)


def test_a_town_that_is_not_there_is_found_before_a_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"plugins\.sandbox\.dir: there is no folder town"):
        TownFiction(tmp_path, {"dir": "town"}).check()
    TownFiction(tmp_path, {"dir": "town", "url": "http://127.0.0.1:9"}).check()


PLAN = "[sources.courtlistener]\nlimits = [{ calls = 500, seconds = 3600 }]\n"


@each(
    ("settings", "limits"),
    [
        ("", (Limit(5, 60), Limit(50, 3600), Limit(125, 86400))),
        (PLAN, (Limit(500, 3600),)),
        (PLAN.replace("{ calls = 500, seconds = 3600 }", ""), ()),
    ],
)
def test_limits_of_the_house_s_plan_stand_in_place_of_the_card_s(
    tmp_path: Path, settings: str, limits: tuple[Limit, ...]
) -> None:
    assert cards(installation(tmp_path, settings))["courtlistener"].limits == limits


def test_cards_are_the_shipped_ones_those_let_in_and_the_installation_s_own(tmp_path: Path) -> None:
    shipped, town = (set(cards(installation(tmp_path, text))) for text in ("", TOWN))
    assert shipped == set(cards(None))
    assert "county_court" in town - shipped
    write_register(tmp_path / "sources" / "harbor", ())
    assert set(cards(installation(tmp_path, ""))) - shipped == {"harbor_businesses"}
