"""Canonical JSON: the same content gives the same bytes, with sorted keys and no spare blanks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


def canonical_json(content: object) -> str:
    """The content as one line of JSON with a final newline; numbers are exact."""
    text = json.dumps(plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n"


def plain(content: object) -> Plain:
    """The content in JSON's own types: dates in ISO form, money as text, enums by value.

    Raises TypeError for a type that no report holds, so that nothing is written as its repr.
    """
    if is_dataclass(content):
        return {f.name: plain(getattr(content, f.name)) for f in fields(content)}
    if isinstance(content, Mapping):
        return {_key(key): plain(value) for key, value in content.items()}
    return _scalar(content) if _is_scalar(content) else _items(content)


def _is_scalar(content: object) -> bool:
    return content is None or isinstance(content, str | int | float | Decimal | date | Enum)


def _scalar(content: object) -> Plain:
    if isinstance(content, Enum):
        return _scalar(content.value)
    if isinstance(content, Decimal):
        return format(content, "f")
    if isinstance(content, date):
        return content.isoformat()
    return content if isinstance(content, str | int | float) else None


def _items(content: object) -> Plain:
    if not isinstance(content, Iterable) or isinstance(content, bytes):
        raise TypeError(f"no JSON form for {type(content).__name__}")
    if isinstance(content, set | frozenset):
        return sorted((plain(item) for item in content), key=repr)
    return [plain(item) for item in content]


def _key(key: object) -> str:
    return str(key.value) if isinstance(key, Enum) else str(key)
