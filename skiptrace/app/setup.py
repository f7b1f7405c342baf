"""Creates an installation: its settings file, its keys, its empty case file."""

from __future__ import annotations

import os
from pathlib import Path

from config.default_model import POPULATION
from config.loader import shipped_text
from skiptrace.app.acting import owns_key_file, register_owner
from skiptrace.app.anchoring import append_mark
from skiptrace.app.installation import Installation
from skiptrace.casefile.anchor import AnchorFile
from skiptrace.casefile.case import create_case_file
from skiptrace.casefile.key_file import create_key_file, read_key_file
from skiptrace.model.errors import ConfigError

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def starting_settings(population: int = POPULATION) -> str:
    """The settings a new installation starts with; no source is enabled.

    `population` is how many people its sources will cover, about.
    """
    text = shipped_text("skiptrace.toml")
    return text.replace(f"population = {POPULATION} ", f"population = {population} ")


def create_installation(folder: Path, settings: str) -> Installation:
    """Write the settings (mode 0600), then keys and case file; a new folder has mode 0700.

    ConfigError if the folder has settings.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "skiptrace.toml"
    try:
        with os.fdopen(os.open(path, _NEW, 0o600), "w", encoding="utf-8") as file:
            file.write(settings)
    except FileExistsError:
        raise ConfigError(f"{path}: there is an installation already") from None
    return complete_installation(path)


def complete_installation(config_file: Path) -> Installation:
    """The keys, the empty case file and the anchor of settings that are there already.

    A key file that is there (SKIPTRACE_KEY_FILE) is used, never overwritten; the operating-system
    user who owns it is the first user. Raises CaseFileError when the case file exists.
    """
    installation = Installation.load(config_file)
    path = installation.key_file
    keyring = read_key_file(*installation.key_place) if path.exists() else create_key_file(path)
    case = create_case_file(installation.case_url, keyring)
    if owns_key_file(installation):
        register_owner(installation, case)
    append_mark(AnchorFile(installation.anchor, keyring), case, keyring)
    case.close()
    return installation
