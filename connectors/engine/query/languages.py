"""Query languages: the only place where values become query text, always as escaped literals.

`soql` (dev.socrata.com/docs/queries) and `sql`, as ArcGIS and Carto take it, write a literal in
single quotes and double those in it. `lucene` writes a phrase in double quotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from connectors.engine.query.template import Escape

Language = Literal["soql", "sql", "lucene"]
_WILDCARDS = re.compile(r"[%_\\]")
_PHRASE = re.compile(r'[\\"]')


def literal(text: str) -> str:
    """The text as a literal of SoQL and SQL: quotes doubled, control characters dropped."""
    printable = "".join(letter for letter in text if letter.isprintable())
    return "'" + printable.replace("'", "''") + "'"


def _sql(before: str, text: str, after: str) -> str:
    """A literal, or a pattern of `like` with these wildcards around a value that has none."""
    if before or after:
        text = before + _WILDCARDS.sub("", text) + after
    return literal(text)


def _lucene(before: str, text: str, after: str) -> str:
    printable = "".join(letter for letter in text if letter.isprintable())
    return '"' + _PHRASE.sub(" ", printable) + '"'


ESCAPES: Mapping[Language, Escape] = {"soql": _sql, "sql": _sql, "lucene": _lucene}
