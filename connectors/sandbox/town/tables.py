"""The shipped word lists of the sandbox."""

from __future__ import annotations

import csv
import tomllib
from importlib.resources import files
from typing import Any

_DATA = files("connectors.sandbox").joinpath("data")


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of a CSV table of the data folder, by the names in its first line."""
    text = _DATA.joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def read_toml(name: str) -> dict[str, Any]:
    """A TOML table of the data folder."""
    return tomllib.loads(_DATA.joinpath(name).read_text(encoding="utf-8"))


def read_sql(name: str) -> str:
    """An SQL script that lies beside this module or in the sandbox's own folder."""
    return files("connectors.sandbox").joinpath(name).read_text(encoding="utf-8")
