"""Begins a new source: a folder with a card, an example and a test that fails until it is done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from skiptrace.model.errors import ConfigError

_ID = re.compile(r"[a-z][a-z0-9_]*")
_NAMES = ("card.toml", "examples/somebody.toml", "test_{id}.py")
_TEMPLATES: Mapping[str, tuple[str, str, str]] = {
    "rest": ("card.toml.txt", "example.toml.txt", "test.py.txt"),
    "files": ("card_files.toml.txt", "example_files.toml.txt", "test_files.py.txt"),
    "checks": ("card_checks.toml.txt", "example_checks.toml.txt", "test.py.txt"),
}
SORTS = tuple(_TEMPLATES)
"""What a source can begin as: asked over HTTP about people, by files, or about contact points."""


def new_source(source_id: str, folder: Path, sort: str = "rest") -> list[Path]:
    """Writes the files of a new source into `folder`/`source_id`, which must not be there yet.

    `sort` is one of `SORTS`. Raises ConfigError for an id that no card may have and for a folder
    that is there.
    """
    if _ID.fullmatch(source_id) is None:
        raise ConfigError(f"{source_id}: expected small letters, digits and _, a letter first")
    into = folder / source_id
    if into.exists():
        raise ConfigError(f"{into}: is there already")
    written = []
    try:
        for template, name in zip(_TEMPLATES[sort], _NAMES, strict=True):
            text = files("connectors.kit.scaffold").joinpath(template).read_text(encoding="utf-8")
            path = into / name.replace("{id}", source_id)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("SOURCE_ID", source_id), encoding="utf-8")
            written.append(path)
    except OSError as error:
        raise ConfigError(f"{into}: cannot be written ({error.strerror})") from None
    return written
