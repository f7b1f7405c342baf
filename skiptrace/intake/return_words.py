"""Return codes as files write them: a list's code, its words, both, or a word of the creditor's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from skiptrace.intake.returned_mail import ReturnCodes

_BETWEEN = re.compile(r"\s*[-:/=(]\s*|\s+")
# What says that a piece came back, in front of why.
_CAME_BACK = re.compile(
    r"(?:RTS|R/T/S|RETURN(?:ED)?(?: TO SENDER)?)\b[\s:;,/-]*(?=\w)(?!TO SENDER)", re.IGNORECASE
)
_SIGNS = re.compile(r"[^0-9a-z]+")
# Where a row names no list, its words are looked for in these, in this order.
_LISTS = ("ACS", "NCOALINK", "DPV")


def plain(text: str) -> str:
    """A code's words in small letters, with one blank for all signs between them."""
    return _SIGNS.sub(" ", text.casefold()).strip()


@dataclass(frozen=True)
class ReturnWords:
    """Reads what stands in a column of return codes.

    `own` are the creditor's words, plain, each with the list and the code that it means.
    """

    codes: ReturnCodes
    own: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def read(self, code_list: str, text: str) -> tuple[str, str]:
        """The list and the code of a text; a text that nobody knows stays as it is, in capitals.

        Without a list only words tell one: a letter alone is a code of several. What says that the
        piece came back (RTS - Vacant) may stand in front.
        """
        found = self._read(code_list, text)
        if not self.codes.knows(*found) and (front := _CAME_BACK.match(text)):
            behind = self._read(code_list, text[front.end() :])
            return behind if self.codes.knows(*behind) else found
        return found

    def _read(self, code_list: str, text: str) -> tuple[str, str]:
        if own := self.own.get(plain(text)):
            return own
        code = _padded(code_list, text.upper())
        if not text or (code_list and self.codes.find(code_list, code) is not None):
            return code_list, code
        if code_list:
            return code_list, self._code(code_list, text, code)
        for name in _LISTS:
            if (found := self._spoken[name].get(plain(text))) is not None:
                return name, found
        return "", code

    def knows(self, code_list: str, text: str) -> bool:
        """Whether a text says something by its list, by its words, or by the creditor's."""
        return self.codes.knows(*self.read(code_list, text))

    def _code(self, code_list: str, text: str, code: str) -> str:
        """The code that a text of a list says in words, or in a code with words behind it."""
        spoken = self._spoken.get(code_list, {})
        if (found := spoken.get(plain(text))) is not None:
            return found
        first, *rest = _BETWEEN.split(text, maxsplit=1)
        ahead = _padded(code_list, first.upper())
        behind = spoken.get(plain(rest[0])) if rest else None
        return ahead if behind is not None and behind == ahead else code

    @cached_property
    def _spoken(self) -> dict[str, dict[str, str]]:
        """The words of each list and of the one that it includes, with their codes."""
        return {name: dict(self._words_of(name)) for name in self.codes.lists}

    def _words_of(self, code_list: str) -> Iterator[tuple[str, str]]:
        for table in reversed(self.codes.lists_of(code_list)):
            for code, words in table.spoken.items():
                yield from ((plain(word), code) for word in words)
            yield from ((plain(rule.words), code) for code, rule in table.codes.items())


def _padded(code_list: str, code: str) -> str:
    """NCOALink's codes have two digits; a spreadsheet drops the first when it is 0."""
    return f"0{code}" if code_list == "NCOALINK" and len(code) == 1 and code.isdigit() else code
