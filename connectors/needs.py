"""What an installation sets for a source: secrets, options, an address where none is published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from connectors.card import LoadedCard, read_section
from connectors.engine.auth import optional_secrets_of, secrets_of
from connectors.engine.section import EngineSection
from connectors.files.house_layout import LAYOUT
from connectors.files.layout import FilesSection
from connectors.files.sealing import OUR_KEY, OUR_PASSPHRASE, SUFFIX, THEIR_KEY
from connectors.files.server import HOST_KEY, PASSPHRASE, PASSWORD, PRIVATE_KEY, USER
from skiptrace.model.card import ConnectorKind

_OPTION = re.compile(r"\{option\.([a-z_0-9]+)(\??)\}")
_OVER_HTTP = frozenset({ConnectorKind.REST, ConnectorKind.BUREAU})


@dataclass(frozen=True, slots=True)
class Needs:
    """The names of what must be set and of what may be; `base_url` is the published address.

    `vendor_codes` are the laws whose codes for our purposes the contract brings (vendors.toml), as
    nobody publishes them; `incomplete` is what a copy of the card has to be completed by.
    """

    base_url: str
    secrets: tuple[str, ...] = ()
    optional_secrets: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    optional_options: tuple[str, ...] = ()
    vendor_codes: tuple[str, ...] = ()
    incomplete: str = ""


def needs_of(loaded: LoadedCard) -> Needs:
    """What the settings of a source hold; raises ConfigError for a table that cannot be read."""
    return replace(_needs(loaded), incomplete=loaded.incomplete)


def _needs(loaded: LoadedCard) -> Needs:
    if loaded.card.kind is ConnectorKind.FILES:
        return _of_files(loaded)
    if loaded.card.kind not in _OVER_HTTP:
        return Needs(loaded.base_url, tuple(sorted(loaded.secrets)))
    section = read_section(loaded, EngineSection)
    secrets = secrets_of(section.auth) | set(loaded.secrets)
    named = {(name, bool(mark)) for name, mark in _options(loaded.section)}
    wanted = {name for name, is_optional in named if not is_optional}
    further = {name for name, _ in named} - wanted | {f"{host}_url" for host in loaded.hosts}
    optional = optional_secrets_of(section.auth)
    if section.settlement is not None and not section.settlement.path:
        further.add("settlement_url")
    if section.client is not None:
        secrets |= section.client.secrets
        optional |= {section.client.password} - {""}
        further.add("ca_file")
    return Needs(
        loaded.base_url,
        tuple(sorted(secrets)),
        tuple(sorted(optional)),
        tuple(sorted(wanted)),
        tuple(sorted(further)),
        tuple(sorted(law for law in loaded.card.certify if not _publishes(loaded, law))),
    )


def _publishes(loaded: LoadedCard, law: str) -> bool:
    """Whether the card has codes for purposes of that law."""
    return any(purpose.startswith(f"{law}-") for purpose, _ in loaded.card.codes)


def _of_files(loaded: LoadedCard) -> Needs:
    """What a source over SFTP needs beside its card: who we are there, and which server it is."""
    section = read_section(loaded, FilesSection)
    templates = [section.request.model_dump(), section.reply.model_dump()]
    named = {(name, bool(mark)) for template in templates for name, mark in _options(template)}
    wanted = {HOST_KEY, *(name for name, is_optional in named if not is_optional)}
    further = {LAYOUT, SUFFIX, *(name for name, _ in named)} - wanted
    return Needs(
        loaded.base_url,
        tuple(sorted({USER, *loaded.secrets})),
        (OUR_KEY, OUR_PASSPHRASE, THEIR_KEY, PASSPHRASE, PASSWORD, PRIVATE_KEY),
        tuple(sorted(wanted)),
        tuple(sorted(further)),
    )


def _options(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield from _OPTION.findall(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _options(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _options(item)
