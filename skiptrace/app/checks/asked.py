"""The sources: that there are some, that each can be asked, that registers on disk can be read.

Nothing leaves the machine: a source's address is looked at, not asked. A register that lies on
this machine is loaded, as the first run would, since only then it is known to be readable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from config.settings import SourceTable
from connectors.registry import SourceRegistry
from skiptrace.app.fiction import fiction, scene_at
from skiptrace.app.installation import Installation
from skiptrace.app.sources import connector_of, registry_of
from skiptrace.model.errors import ConfigError, SkiptraceError
from skiptrace.model.ports import Register

_NOWHERE = "http://127.0.0.1"
"""Stands for the address of a fiction, which is known only while its providers run."""


def check_sources(installation: Installation) -> str:
    """Some source is enabled, and each has its address and its secrets."""
    registry, enabled = registry_of(installation), _enabled(installation)
    if not enabled:
        raise ConfigError("sources: none is enabled; see `skiptrace sources list`")
    if (world := fiction(installation)) is not None:
        world.check()
    if faults := [words for _, _, words in _built(installation, registry, enabled) if words]:
        raise ConfigError("; ".join(faults))
    return f"{len(enabled)} of {len(registry.cards)} connectors enabled, each can be asked"


def check_registers(installation: Installation) -> str:
    """Every register on this machine is loaded, under this release's reading of names."""
    registry, faults = registry_of(installation), list[str]()
    loaded = 0
    for source_id, connector, _ in _built(installation, registry, _enabled(installation)):
        if not isinstance(connector, Register) or not connector.is_here:
            continue
        try:
            connector.make_ready()
            loaded += 1
        except SkiptraceError as error:
            faults.append(f"{source_id}: {error}")
    if faults:
        raise ConfigError("; ".join(faults))
    return f"{loaded} on this machine, each is loaded"


def _enabled(installation: Installation) -> Mapping[str, SourceTable]:
    return {i: t for i, t in installation.settings.sources.items() if t.enabled}


def _built(
    installation: Installation, registry: SourceRegistry, enabled: Mapping[str, SourceTable]
) -> Iterator[tuple[str, object, str]]:
    """Each enabled source with its connector, or with what is wrong with it."""
    scene = scene_at(installation, _NOWHERE)
    for source_id in enabled:
        try:
            yield source_id, connector_of(installation, registry, source_id, scene), ""
        except SkiptraceError as error:
            yield source_id, None, f"{source_id}: {error}"
