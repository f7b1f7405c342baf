"""Reads TOML into typed, frozen settings; errors name the file, the key and the expectation."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from skiptrace.model.errors import ConfigError


class Table(BaseModel):
    """A TOML table of which every key is known; frozen once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


T = TypeVar("T", bound=BaseModel)


def shipped_text(name: str) -> str:
    """The text of a file in config/defaults."""
    return files("config").joinpath("defaults", name).read_text(encoding="utf-8")


def shipped(name: str, shape: type[T]) -> T:
    """A shipped default, such as waterfall.toml, as its typed table; read once a process."""
    found: T = _shipped(name, shape)
    return found


@cache
def _shipped(name: str, shape: type[Any]) -> Any:
    return parsed(shipped_text(name), name, shape)


def from_file(path: Path, shape: type[T]) -> T:
    """A TOML file of the operator as its typed table; ConfigError when absent or wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: expected UTF-8 text") from error
    return parsed(text, str(path), shape)


def parsed(text: str, name: str, shape: type[T]) -> T:
    """TOML text as a typed table; `name` stands for the text in errors."""
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: not valid TOML: {error}") from error
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        raise ConfigError(f"{name}: {_first_problem(error)}") from error


def _first_problem(error: ValidationError) -> str:
    lines = [
        f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
        for problem in error.errors(include_input=False, include_url=False)
    ]
    return "; ".join(lines[:5])
