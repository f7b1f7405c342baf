"""The words of SoQL, and what is wrong with a query in Socrata's own codes.

Source: the query clauses, data types and functions documented at dev.socrata.com/docs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_WORD = r":?[A-Za-z_][A-Za-z0-9_]*"
_PATTERN = re.compile(
    rf"""(?P<space>\s+)
    | (?P<string>'(?:[^']|'')*')
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<quoted>`{_WORD}`)
    | (?P<word>{_WORD})
    | (?P<symbol>!=|<>|<=|>=|:\*|[=<>(),*-])""",
    re.VERBOSE,
)
KEYWORDS = frozenset(
    {
        *("AND", "OR", "NOT", "IN", "LIKE", "IS", "NULL", "BETWEEN", "AS", "ASC", "DESC"),
        *("FIRST", "LAST", "TRUE", "FALSE"),
    }
)


class SoqlError(Exception):
    """A query that Socrata would refuse: `code` is its error code; the text is its message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Kind(StrEnum):
    """What a token is."""

    STRING = "string"
    NUMBER = "number"
    NAME = "name"
    KEYWORD = "keyword"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a query: a string without its quotes, a keyword in capitals."""

    kind: Kind
    text: str
    column: int


def tokens(text: str) -> Iterator[Token]:
    """The words of a clause, and an END; raises SoqlError where no word begins."""
    at = 0
    while at < len(text):
        found = _PATTERN.match(text, at)
        if found is None:
            raise SoqlError("query.soql.bad-token", f"Unexpected character at column {at + 1}")
        if found.lastgroup != "space":
            yield _token(found, at + 1)
        at = found.end()
    yield Token(Kind.END, "end of input", len(text) + 1)


def _token(found: re.Match[str], column: int) -> Token:
    text = found.group()
    if found.lastgroup == "string":
        return Token(Kind.STRING, text[1:-1].replace("''", "'"), column)
    if found.lastgroup == "number":
        return Token(Kind.NUMBER, text, column)
    if found.lastgroup == "symbol":
        return Token(Kind.SYMBOL, "!=" if text == "<>" else text, column)
    if found.lastgroup == "quoted":
        return Token(Kind.NAME, text[1:-1].lower(), column)
    if text.upper() in KEYWORDS:
        return Token(Kind.KEYWORD, text.upper(), column)
    return Token(Kind.NAME, text.lower(), column)
