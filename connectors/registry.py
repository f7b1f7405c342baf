"""The registry: every card that is shipped or installed, and the connector that each one names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from connectors.address import check_address
from connectors.base import SourceSettings
from connectors.card import LoadedCard, load_card
from connectors.files.house_layout import is_completed
from connectors.isolation.connector import IsolatedConnector
from connectors.plugins import SOURCES, let_in
from skiptrace.model.card import ConnectorKind
from skiptrace.model.errors import ConfigError
from skiptrace.model.ports import Connector

_KIND_CONNECTORS: Mapping[ConnectorKind, str] = MappingProxyType(
    {
        ConnectorKind.REST: "connectors.engine.connector:EngineConnector",
        ConnectorKind.BUREAU: "connectors.engine.connector:EngineConnector",
        ConnectorKind.REGISTER: "connectors.register.connector:RegisterConnector",
        ConnectorKind.FILES: "connectors.files.connector:FilesConnector",
        ConnectorKind.PORTAL: "connectors.portal.connector:PortalConnector",
    }
)
_UPLOADS = "connectors.engine.upload_connector:UploadConnector"
"""A source that is asked about many contact points in one call."""
_BLOCKS = "connectors.register.blocks:BlockRegister"
"""A register that names nobody, and says what is so of blocks of numbers."""


@dataclass(frozen=True, slots=True)
class SourceRegistry:
    """All known cards by id."""

    cards: Mapping[str, LoadedCard]

    def find(self, card_id: str) -> LoadedCard:
        """The card of that id; raises ConfigError naming the id when there is none."""
        if card_id not in self.cards:
            raise ConfigError(f"no source has the id {card_id!r}; see `skiptrace sources list`")
        return self.cards[card_id]

    def build(self, card_id: str, settings: SourceSettings) -> Connector:
        """The connector of that card for one installation.

        The class is called with the card and the settings. Raises ConfigError for an unknown id, a
        card that is not whole, a secret that is not set, a broker over plain HTTP, a class that
        cannot be found, or a card that the class refuses.
        """
        loaded = self.find(card_id)
        if loaded.incomplete and not is_completed(loaded, settings.options):
            words = "complete a copy of its card under another id and take the line out"
            raise ConfigError(f"source {card_id}: incomplete: {loaded.incomplete}: {words}")
        absent = [name for name in loaded.secrets if not settings.secrets.get(name)]
        if absent:
            raise ConfigError(f"source {card_id}: secret {', '.join(absent)} is not set")
        check_address(loaded, settings)
        if loaded.connector:
            return IsolatedConnector(loaded, settings)
        connector: Connector = connector_class(loaded)(loaded, settings)
        return connector


def discover(folders: Sequence[Path] = (), plugins: Iterable[str] = ()) -> SourceRegistry:
    """The shipped sources, those under `folders`, and those of the plugins of these names.

    A package offers sources by an entry point of the group `skiptrace.sources` whose value is a
    module: its folder, or each folder in it, holds a card.toml. Raises ConfigError for two cards of
    one id, and for a plugin that is not installed.
    """
    brought = (_package_folder(point) for point in let_in(SOURCES, plugins))
    return read_cards([Path(__file__).parent / "sources", *brought, *folders])


def read_cards(folders: Iterable[Path]) -> SourceRegistry:
    """The cards under the folders, each either a source itself or a folder of sources."""
    cards: dict[str, LoadedCard] = {}
    for folder in folders:
        for path in _card_files(folder):
            loaded = load_card(path)
            other = cards.setdefault(loaded.card.id, loaded)
            if other is not loaded:
                raise ConfigError(f"{path}: id: {loaded.card.id!r} is also that of {other.file}")
    return SourceRegistry(MappingProxyType(dict(sorted(cards.items()))))


def _card_files(folder: Path) -> list[Path]:
    if (folder / "card.toml").is_file():
        return [folder / "card.toml"]
    return sorted(folder.glob("*/card.toml"))


def _package_folder(point: EntryPoint) -> Path:
    """Where the module of an entry point lies; found without running any code of the package."""
    package, *inner = point.module.split(".")
    spec = find_spec(package)
    folder = Path(spec.origin).parent.joinpath(*inner) if spec and spec.origin else None
    if folder is not None and inner and folder.with_suffix(".py").is_file():
        folder = folder.parent
    if folder is None or not folder.is_dir():
        raise ConfigError(f"entry point {point.name}: module {point.module} cannot be found")
    return folder


def connector_class(loaded: LoadedCard) -> Any:
    """The class that asks the sources of a card's kind."""
    is_of_blocks = loaded.card.kind is ConnectorKind.REGISTER and loaded.card.checks
    found = _BLOCKS if is_of_blocks else _KIND_CONNECTORS[loaded.card.kind]
    if found == _KIND_CONNECTORS[ConnectorKind.REST] and "upload" in loaded.section:
        found = _UPLOADS
    module, _, name = found.partition(":")
    return getattr(import_module(module), name)
