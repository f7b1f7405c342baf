"""Social security numbers never leave in a report: only the last four digits are shown (R64)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from skiptrace.model.subject import EntityKind
from skiptrace.reports.content import ReportCase

_WRITTEN = re.compile(r"(?<![\w-])\d{3}-\d{2}-(\d{4})(?![\w-])")
_MARKS = str.maketrans("", "", " .-")
"""What may stand between the digits of a number."""


def masked(ssn: str) -> str:
    """The last four digits of a nine- or four-digit number behind a mask; empty for all else."""
    is_number = len(ssn) in (4, 9) and ssn.isascii() and ssn.isdigit()
    return f"xxx-xx-{ssn[-4:]}" if is_number else ""


def ending(number: str) -> str:
    """The last four digits of a tax number that is not known to be an SSN; empty stays empty."""
    return f"ending in {number[-4:]}" if number else ""


@dataclass(frozen=True, slots=True)
class SsnMask:
    """Masks the known numbers of a case wherever and however punctuated they are written."""

    known: frozenset[str]

    @classmethod
    def of(cls, *cases: ReportCase) -> SsnMask:
        """The mask for the numbers of the subjects and of every candidate record of the cases."""
        subjects = (case.order.subject for case in cases)
        own = [s.ssn for s in subjects if s.kind is EntityKind.PERSON]
        records = (c.record.ssn for case in cases for c in case.candidates.values())
        return cls.of_numbers([*own, *records])

    @classmethod
    def of_numbers(cls, numbers: Iterable[str]) -> SsnMask:
        """The mask for these nine-digit numbers; shorter ones are no secret and are ignored."""
        return cls(frozenset(n for n in numbers if len(n) == 9 and n.isdigit()))

    def reference(self, text: str) -> str:
        """A record reference without the known numbers; other digits are left as they are."""
        bare = text.translate(_MARKS)
        if not any(number in bare for number in self.known):
            return text
        spelled = "|".join("[ .-]?".join(number) for number in sorted(self.known))
        written = re.compile(rf"(?<!\d)(?:{spelled})(?!\d)")
        return written.sub(lambda hit: masked(re.sub(r"\D", "", hit[0])), text)

    def text(self, text: str) -> str:
        """Free text without the known numbers or anything written like one (000-00-0000)."""
        return _WRITTEN.sub(lambda hit: f"xxx-xx-{hit[1]}", self.reference(text))
