"""Builds the connectors of an installation, and of whatever its plugins bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from config.settings import LimitTable, SourceTable
from connectors import schema
from connectors.address import check_here
from connectors.base import SourceSettings
from connectors.card import LoadedCard
from connectors.catalogue import catalogue_page, shipped
from connectors.needs import Needs, needs_of
from connectors.registry import SourceRegistry, discover
from connectors.scaffold import new_source
from skiptrace.app.fiction import Scene, on_scene
from skiptrace.app.installation import Installation, environment_of_a_process, utc_now
from skiptrace.app.places import CasePlaces
from skiptrace.app.policy import counsel_of
from skiptrace.app.sent_files import CaseSentFiles
from skiptrace.casefile.case import CaseFile
from skiptrace.model.card import ConnectorCard, Limit
from skiptrace.model.errors import ConfigError
from skiptrace.model.ports import Checker, Connector, Places, Provable, SentFiles
from skiptrace.model.signature import Check, nothing_leaves

_OWN_CARDS = "sources"
"""The folder beside the settings that holds an installation's own cards, where it has some."""
_FILES = ("path", "layout")
"""Options that name a file beside the settings."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The connectors that settings enable, and the cards of all that are installed.

    `checkers` are those of them that are asked about a contact point and name nobody. `marks` tell
    one installation of a source from another: its address, options and secrets. `scene` is where
    the providers of a fiction listen.
    """

    connectors: Mapping[str, Connector]
    cards: Mapping[str, ConnectorCard]
    marks: Mapping[str, str]
    checkers: Mapping[str, Checker] = field(default_factory=dict)
    scene: Scene = field(default_factory=Scene)


@dataclass(frozen=True, slots=True)
class Shared:
    """What the connectors of every process share through the case file."""

    places: Places
    sent: SentFiles
    check: Check


def _shared(case: CaseFile | None) -> Shared | None:
    if case is None:
        return None
    return Shared(CasePlaces(case, utc_now), CaseSentFiles(case, utc_now), case.permits.check)


OpenSources: TypeAlias = Callable[[Installation, CaseFile | None], AbstractContextManager[Sources]]
"""Opens the connectors of an installation, as `open_sources` does."""


@contextmanager
def open_sources(installation: Installation, case: CaseFile | None = None) -> Iterator[Sources]:
    """The installation's connectors, ready to ask; a fiction is served as long.

    Over a case file they keep the limits of their sources together with all that work on it, and
    send what its gate permitted; without one they send nothing.
    """
    with on_scene(installation) as scene:
        yield sources_at(installation, case, scene)


def sources_at(installation: Installation, case: CaseFile | None, scene: Scene) -> Sources:
    """The same where a fiction's providers listen already."""
    shared, registry = _shared(case), registry_of(installation)
    enabled = {i: t for i, t in installation.settings.sources.items() if t.enabled}
    unknown = sorted(enabled.keys() - registry.cards.keys())
    if unknown:
        raise ConfigError(f"sources.{unknown[0]}: no such connector is installed")
    if not enabled:
        raise ConfigError("sources: none is enabled; see `skiptrace sources list`")
    built = {i: connector_of(installation, registry, i, scene, shared) for i in enabled}
    marks = {i: _mark(installation, i, table, scene) for i, table in enabled.items()}
    checkers = {i: one for i, one in built.items() if one.card.checks}
    asked = {i: one for i, one in built.items() if not one.card.checks}
    return Sources(asked, _cards(registry), marks, checkers, scene)


def _mark(installation: Installation, source_id: str, table: SourceTable, scene: Scene) -> str:
    found = _settings(installation, source_id, table, scene)
    said = (found.base_url, sorted(found.options.items()), sorted(found.secrets.items()))
    return sha256(repr(said).encode()).hexdigest()


def registry_of(installation: Installation | None) -> SourceRegistry:
    """The shipped sources, those of the installation's plugins, and those of its own folder.

    Each has the limits that the settings give it, where they do.
    """
    if installation is None:
        return discover()
    settings = installation.settings
    found = discover([installation.root / _OWN_CARDS], settings.plugins)
    by_plan = {i: t.limits for i, t in settings.sources.items() if t.limits is not None}
    return SourceRegistry({i: _limited(one, by_plan.get(i)) for i, one in found.cards.items()})


def _limited(loaded: LoadedCard, by_plan: Sequence[LimitTable] | None) -> LoadedCard:
    if by_plan is None:
        return loaded
    limits = tuple(Limit(one.calls, one.seconds) for one in by_plan)
    return replace(loaded, card=replace(loaded.card, limits=limits))


def cards(installation: Installation | None) -> dict[str, ConnectorCard]:
    """The cards of every source that an installation knows, by id; of none, the shipped ones."""
    return _cards(registry_of(installation))


def card_schema() -> dict[str, Any]:
    """The JSON Schema of a card."""
    return schema.card_schema()


def begin_source(source_id: str, folder: Path, sort: str) -> list[Path]:
    """Writes the files of a new source of that sort; raises ConfigError when it cannot."""
    return new_source(source_id, folder, sort)


def catalogue() -> str:
    """The page of the shipped sources (docs/sources.md), made from their cards."""
    return catalogue_page(shipped())


def needs(installation: Installation | None, source_id: str) -> Needs:
    """What the settings of a source hold; raises ConfigError where there is none of that id."""
    return needs_of(registry_of(installation).find(source_id))


def proofs(installation: Installation, source_id: str) -> Iterator[str]:
    """What could be proved of a source as it is set up here, without a word of anybody.

    Raises ConfigError for one that is not set up, ConnectorError for what does not hold.
    """
    if source_id not in installation.settings.sources:
        raise ConfigError(f"sources.{source_id}: not in the settings; see `skiptrace sources show`")
    with on_scene(installation) as scene:
        made = connector_of(installation, registry_of(installation), source_id, scene)
        if isinstance(made, Provable):
            yield from made.prove()


def _cards(registry: SourceRegistry) -> dict[str, ConnectorCard]:
    return {card_id: loaded.card for card_id, loaded in registry.cards.items()}


def connector_of(
    installation: Installation,
    registry: SourceRegistry,
    source_id: str,
    scene: Scene,
    shared: Shared | None = None,
) -> Connector:
    """One source's connector by the settings; errors as in SourceRegistry.build."""
    table = installation.settings.sources[source_id]
    try:
        installation.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"data_dir: cannot be made ({error.strerror})") from error
    settings = _settings(installation, source_id, table, scene)
    if scene.plugin:
        check_here(registry.find(source_id), settings)
    certified = _certificate(installation, registry.cards.get(source_id), source_id)
    options = {**settings.options, **certified}
    settings = replace(settings, options=options, check=nothing_leaves)
    if shared is not None:
        settings = replace(settings, places=shared.places, sent=shared.sent, check=shared.check)
    return registry.build(source_id, settings)


def _certificate(
    installation: Installation, loaded: LoadedCard | None, source_id: str
) -> dict[str, str]:
    """The option by which a source of limited-access data learns of the house's certification.

    Its day is counsel's (policy.toml, `deaths.certified_until`). ConfigError where the settings
    give the source another.
    """
    limited = loaded.section.get("limited_access") if loaded is not None else None
    if limited is None:
        return {}
    option = str(limited["option"])
    if option in installation.settings.sources[source_id].options:
        where = f"sources.{source_id}.options.{option}"
        raise ConfigError(f"{where}: expected in policy.toml of counsel, as deaths.certified_until")
    until = counsel_of(installation).settings.deaths.certified_until
    return {option: until.isoformat()} if until is not None else {}


def _settings(
    installation: Installation, source_id: str, table: SourceTable, scene: Scene
) -> SourceSettings:
    folder = installation.data_dir / source_id
    options = {
        name: str(installation.root / value) if name in _FILES else scene.placed(value)
        for name, value in table.options.items()
    }
    return SourceSettings(
        base_url=scene.placed(table.base_url),
        data_dir=folder,
        clock=utc_now,
        secrets=installation.secrets(table.secrets),
        options=options,
        environment=environment_of_a_process(),
    )
