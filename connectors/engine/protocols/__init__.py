"""What all sources of one protocol share, as tables of the same dialect: one file a protocol.

A card names its `protocol` and gives the values that the file names (`<dataset>`); what
the card says itself goes before what the protocol says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

_VALUE = re.compile(r"<([a-z_]+)>")


def with_protocol(table: Any) -> Any:
    """The table with what its protocol brings; raises ValueError naming a wrong value."""
    if not isinstance(table, dict) or not isinstance(name := table.get("protocol"), str):
        return table
    shared = protocols().get(name)
    if shared is None:
        raise ValueError(f"protocol: expected one of {', '.join(sorted(protocols()))}")
    takes: Mapping[str, str] = shared.get("takes", {})
    for key, form in takes.items():
        if re.fullmatch(form, str(table.get(key, ""))) is None:
            raise ValueError(f"{key}: a source of {name} gives it in the form {form}")
    values = {key: table[key] for key in takes}
    own = {key: value for key, value in table.items() if key not in takes}
    brought = {key: _filled(value, values) for key, value in shared.items() if key != "takes"}
    return _merged(brought, own)


@lru_cache(maxsize=1)
def protocols() -> Mapping[str, Mapping[str, Any]]:
    """The shipped protocols by name."""
    found = [file for file in files(__name__).iterdir() if file.name.endswith(".toml")]
    return {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in found
    }


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _VALUE.sub(lambda found: values.get(found[1], found[0]), value)
    if isinstance(value, dict):
        return {key: _filled(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, values) for item in value]
    return value


def _merged(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Both tables; one within is merged alike, a list of the card goes before the shared one."""
    found = dict(shared)
    for key, value in own.items():
        old = found.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            same = old.get("kind") == value.get("kind", old.get("kind"))
            found[key] = _merged(old, value) if same else value
        elif isinstance(old, list) and isinstance(value, list):
            found[key] = [*value, *old]
        else:
            found[key] = value
    return found
