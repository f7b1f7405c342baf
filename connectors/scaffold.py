"""Begins a new source: a folder with a card, an example and a test that fails until it is done."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from skiptrace.model.errors import ConfigError

_ID = re.compile(r"[a-z][a-z0-9_]*")
_FILES = {
    "card.toml.txt": "card.toml",
    "example.toml.txt": "examples/somebody.toml",
    "test.py.txt": "test_{id}.py",
}


def new_source(source_id: str, folder: Path) -> list[Path]:
    """Writes the files of a new source into `folder`/`source_id`, which must not be there yet.

    Raises ConfigError for an id that no card may have and for a folder that is there.
    """
    if _ID.fullmatch(source_id) is None:
        raise ConfigError(f"{source_id}: expected small letters, digits and _, a letter first")
    into = folder / source_id
    if into.exists():
        raise ConfigError(f"{into}: is there already")
    written = []
    try:
        for template, name in _FILES.items():
            text = files("connectors.kit.scaffold").joinpath(template).read_text(encoding="utf-8")
            path = into / name.replace("{id}", source_id)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("SOURCE_ID", source_id), encoding="utf-8")
            written.append(path)
    except OSError as error:
        raise ConfigError(f"{into}: cannot be written ({error.strerror})") from None
    return written
