"""What an installation sets for a source: secrets, options, an address where none is published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.card import LoadedCard, read_section
from connectors.engine.auth import optional_secrets_of, secrets_of
from connectors.engine.section import EngineSection
from skiptrace.model.card import ConnectorKind

_OPTION = re.compile(r"\{option\.([a-z_0-9]+)(\??)\}")
_OVER_HTTP = frozenset({ConnectorKind.REST, ConnectorKind.BUREAU})


@dataclass(frozen=True, slots=True)
class Needs:
    """The names of what must be set and of what may be; `base_url` is the published address."""

    base_url: str
    secrets: tuple[str, ...] = ()
    optional_secrets: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    optional_options: tuple[str, ...] = ()


def needs_of(loaded: LoadedCard) -> Needs:
    """What the settings of a source hold; raises ConfigError for a table that cannot be read."""
    if loaded.card.kind not in _OVER_HTTP:
        return Needs(loaded.base_url, tuple(sorted(loaded.secrets)))
    section = read_section(loaded, EngineSection)
    secrets = secrets_of(section.auth) | set(loaded.secrets)
    named = {(name, bool(mark)) for name, mark in _options(loaded.section)}
    wanted = {name for name, is_optional in named if not is_optional}
    further = {name for name, _ in named} - wanted
    if section.settlement is not None and not section.settlement.path:
        further.add("settlement_url")
    return Needs(
        loaded.base_url,
        tuple(sorted(secrets)),
        tuple(sorted(optional_secrets_of(section.auth))),
        tuple(sorted(wanted)),
        tuple(sorted(further)),
    )


def _options(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield from _OPTION.findall(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _options(item)
    elif isinstance(value, list):
        for item in value:
            yield from _options(item)
