"""The layout that a house was given by its vendor, in a file of its own, in place of the card's."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from connectors.card import LoadedCard, read_section
from connectors.files.layout import FilesSection
from skiptrace.model.card import ConnectorKind
from skiptrace.model.errors import ConfigError

LAYOUT = "layout"
"""The option that names the file; its keys and tables are those of [files]."""


def is_completed(loaded: LoadedCard, options: Mapping[str, str]) -> bool:
    """Whether an installation has the layout that a card of this kind lacks."""
    return loaded.card.kind is ConnectorKind.FILES and bool(options.get(LAYOUT))


def with_house_layout(loaded: LoadedCard, options: Mapping[str, str]) -> LoadedCard:
    """The card with the keys and tables of the file that the option `layout` names, if it does.

    Its version then ends in the file's hash, so that findings tell by which layout they were read.
    Raises ConfigError naming the file and the key: unreadable, no TOML, wrong layout.
    """
    if not (named := options.get(LAYOUT, "")):
        return loaded
    where = f"sources.{loaded.card.id}.options.{LAYOUT}: {Path(named).name}"
    try:
        body = Path(named).read_bytes()
        tables = tomllib.loads(body.decode("utf-8"))
    except OSError as error:
        raise ConfigError(f"{where}: cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise ConfigError(f"{where}: not TOML: {error}") from None
    version = f"{loaded.card.version}+{hashlib.sha256(body).hexdigest()[:8]}"
    section = {**loaded.section, **tables}
    found = replace(loaded, card=replace(loaded.card, version=version), section=section)
    try:
        read_section(found, FilesSection)
    except ConfigError as error:
        raise ConfigError(f"{where}: {str(error).partition('[files] ')[2]}") from None
    return found
