"""XML as nested objects, read so that no document can reach beyond itself.

Expat resolves nothing by itself; a document with a DOCTYPE, and so every entity of its own, is
refused before anything of it is used.
"""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from skiptrace.model.errors import SourceChanged, SourceUnavailable

_DEEPEST = 100
_TEXT = "#text"


class _Refused(Exception):
    """What no source needs to send."""


def xml_value(body: bytes, call: str) -> object:
    """The document as `{root: value}`, names without their namespaces.

    An element with children is an object, of which a name that comes twice is a list; attributes
    are `@name`, the text of an element that has some `#text`; any other element is its text.

    Raises SourceUnavailable for a document that is cut, SourceChanged for anything else that is
    no XML, has a DOCTYPE or nests deeper than 100 elements.
    """
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.EntityDeclHandler = builder.refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    try:
        parser.Parse(body, True)
    except _Refused:
        raise SourceChanged(f"{call}: XML that no source needs to send") from None
    except expat.ExpatError as error:
        if error.code in _CUT:
            raise SourceUnavailable(f"{call}: the answer was cut off") from None
        raise SourceChanged(f"{call}: the answer is not XML") from None
    return builder.root


_CUT = frozenset(
    expat.errors.codes[words]
    for words in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)


class _Builder:
    """Takes the events of a parser and builds the nested value."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self._open: list[dict[str, Any]] = []
        self._texts: list[list[str]] = []

    def refuse(self, *_: object) -> None:
        raise _Refused

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _DEEPEST:
            raise _Refused
        self._open.append({f"@{_local(key)}": text for key, text in attributes.items()})
        self._texts.append([])

    def text(self, text: str) -> None:
        self._texts[-1].append(text)

    def end(self, name: str) -> None:
        inside, text = self._open.pop(), "".join(self._texts.pop()).strip()
        value: Any = inside
        if not inside:
            value = text
        elif text:
            inside[_TEXT] = text
        into = self._open[-1] if self._open else self.root
        _add(into, _local(name), value)


def _add(into: dict[str, Any], name: str, value: Any) -> None:
    if name not in into:
        into[name] = value
    elif isinstance(into[name], list):
        into[name].append(value)
    else:
        into[name] = [into[name], value]


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
