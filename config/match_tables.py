"""Shipped tables and models of matching: TOML files under config/weights, read once each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from skiptrace.model.errors import ConfigError


@cache
def match_table(name: str) -> Mapping[str, Any]:
    """The shipped table `config/weights/<name>.toml`; the same read-only object on every call.

    Raises ConfigError when no such table is shipped or it is not TOML.
    """
    if not name.replace("-", "").replace("_", "").isalnum():
        raise ConfigError("a table name holds letters, digits, hyphens and underscores only")
    try:
        text = files("config").joinpath("weights", f"{name}.toml").read_text(encoding="utf-8")
        return MappingProxyType(tomllib.loads(text))
    except FileNotFoundError:
        raise ConfigError(f"no table config/weights/{name}.toml is shipped") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"config/weights/{name}.toml is not TOML: {error}") from None
