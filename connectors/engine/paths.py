"""Paths into the decoded body of a reply: `meta.total`, `features[].attributes`."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.engine.record_map.rows import segments, shown
from skiptrace.model.errors import SourceChanged


class _Absent:
    """What stands where a body has nothing; null is something."""


ABSENT = _Absent()


def value_at(body: object, path: str) -> object:
    """What stands at the path, or ABSENT; '' is the body itself."""
    value = body
    for name in segments(path) if path else ():
        if not isinstance(value, dict) or name not in value:
            return ABSENT
        value = value[name]
    return value


def text_at(body: object, path: str) -> str:
    """The single value at the path as text; '' for none, for null, and for what is not single."""
    value = value_at(body, path)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() if isinstance(value, str | int | float) else ""


def is_set(body: object, path: str) -> bool:
    """Whether something stands there that is neither empty, null, zero nor false."""
    value = value_at(body, path)
    if isinstance(value, str):
        return value.strip().lower() not in ("", "0", "false", "null", "none")
    return value is not ABSENT and bool(value)


def texts_under(value: object) -> Iterator[str]:
    """Every single value under a value, as text."""
    if isinstance(value, dict):
        for item in value.values():
            yield from texts_under(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_under(item)
    elif value is not ABSENT and value is not None:
        yield str(value)


def rows_at(body: object, path: str, place: str = "$") -> Iterator[tuple[str, object]]:
    """The rows of the list at the path, each with where it stands; null has none.

    `name[]` goes on into every element: `a[].b` is b of each, `a[].b[]` every element of these.
    Raises SourceChanged when there is no list.
    """
    if not path:
        yield from _listed(body, place)
        return
    value = body
    names = segments(path)
    for at, name in enumerate(names):
        plain = name.removesuffix("[]")
        if not isinstance(value, dict):
            raise SourceChanged(f"{place}: expected an object")
        if plain not in value:
            raise SourceChanged(f"{place}: column {shown(plain)} is missing")
        value, place = value[plain], f"{place}.{plain}"
        if name != plain:
            rest = ".".join(part.replace(".", "\\.") for part in names[at + 1 :])
            for inner, item in _listed(value, place):
                if "[]" in rest:
                    yield from rows_at(item, rest, inner)
                elif rest:
                    yield f"{inner}.{rest}", _inside(item, rest, inner)
                else:
                    yield inner, item
            return
    yield from _listed(value, place)


def _listed(value: object, place: str) -> Iterator[tuple[str, object]]:
    if value is None:
        return
    if not isinstance(value, list):
        raise SourceChanged(f"{place}: expected a list of rows")
    yield from ((f"{place}[{number}]", item) for number, item in enumerate(value))


def _inside(item: object, path: str, place: str) -> object:
    found = value_at(item, path)
    if found is ABSENT:
        raise SourceChanged(f"{place}: column {shown(path)} is missing")
    return found
