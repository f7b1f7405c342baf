"""Templates of a card: text with values in braces, each escaped for where it goes.

`{surname}` is a value that must be there; of `{middle?}` nothing is asked where there is none.
`{% surname %}` is a pattern, in a query language only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from connectors.engine.query.values import NAMES, OPTION, SECRET

_VALUE = re.compile(r"\{([% &]*)((?:option\.|secret\.)?[a-z_0-9]+)(\??)([% &]*)\}")
Escape = Callable[[str, str, str], str]
"""What a value becomes with the wildcards before and behind it."""


def plain(before: str, text: str, after: str) -> str:
    """The value as it stands, without control characters, for what escapes it as a whole."""
    return "".join(letter for letter in text if letter.isprintable())


def names_in(template: str) -> Iterator[str]:
    """The values that a template names."""
    yield from (found[1] for found in _VALUE.findall(template))


def names_of(*tables: object) -> set[str]:
    """The values that the templates of these tables name."""
    return {name for table in tables for text in _texts(table) for name in names_in(text)}


def needed_by(*tables: object) -> set[str]:
    """The values without which a template of these tables is not filled."""
    found = (found for table in tables for text in _texts(table) for found in _VALUE.findall(text))
    return {name for _, name, optional, _ in found if not optional}


def escaped_xml(before: str, text: str, after: str) -> str:
    """The value as character data or a quoted attribute of XML, without control characters."""
    return escape(plain(before, text, after), {'"': "&quot;", "'": "&apos;"})


def unknown_names(value: object) -> list[str]:
    """The names in the braces of a template, or of all templates of a table, that no value has."""
    fixed = (OPTION, SECRET)
    return sorted(n for n in names_of(value) if n not in NAMES and not n.startswith(fixed))


def fill(template: str, values: Mapping[str, str], escaped: Escape = plain) -> str | None:
    """The template with its values; None when one that must be there is not."""
    for _, name, optional, _ in _VALUE.findall(template):
        if not optional and not values.get(name):
            return None
    return _VALUE.sub(
        lambda found: (
            escaped(found[1], values.get(found[2], ""), found[4]) if values.get(found[2]) else ""
        ),
        template,
    )


def fill_all(templates: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str] | None:
    """The templates by their keys, without those that are left empty; None as `fill`."""
    found: dict[str, str] = {}
    for key, template in templates.items():
        if (text := fill(template, values)) is None:
            return None
        if text or not template:
            found[key] = text
    return found


class _Lacking(Exception):
    """A value that must be there is not."""


def fill_tree(tree: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any] | None:
    """A JSON object with its texts filled, without what is left empty; None as `fill`."""
    try:
        return dict(_filled(tree, values) or {})
    except _Lacking:
        return None


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    """The value filled; None for one that is left out."""
    if isinstance(value, str):
        text = fill(value, values)
        if text is None:
            raise _Lacking
        return text if text or not value else None
    if isinstance(value, Mapping):
        inside = {key: _filled(item, values) for key, item in value.items()}
        kept = {key: item for key, item in inside.items() if item is not None}
        return kept or None
    if isinstance(value, list | tuple):
        items = [item for one in value if (item := _filled(one, values)) is not None]
        return items or None
    return value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
