"""Somebody who is named before those who act for them: MARY ROE BY HER GUARDIAN JOHN ROE."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.parse.name_field.roles import PartyRole

_OFFICE = (
    r"(?P<guardian>(?:NATURAL |LEGAL )?GUARDIANS?(?: AD LITEM)?|CONSERVATORS?|NEXT FRIEND"
    r"|(?:NATURAL )?(?:PARENTS?|MOTHER|FATHER)(?: AND (?:NATURAL |NEXT )?(?:GUARDIAN|FRIEND))?)"
    r"|(?P<attorney>POA|P/O/A|POWER OF ATTORNEY|(?:ATTORNEY|ATTY)[ -]IN[ -]FACT|AIF|AGENT)"
    r"|(?P<custodian>CUSTODIANS?)|(?P<trustee>TRUSTEES?)"
)
_WARD = re.compile(
    r"(?P<name>\S+\s.*?\S)[\s,;]+(?:BY(?:\s+AND\s+THROUGH)?|B/N/F|BNF(?=\s))\s+(?P<who>\S.*)",
    re.IGNORECASE,
)
_OF_AGENT = re.compile(
    rf"^(?:(?:HIS|HER|THEIR|ITS)\s+)?(?:{_OFFICE})[\s,:]+(?P<behind>\w.*)$", re.IGNORECASE
)
_AGENT_OF = re.compile(
    rf"^(?P<front>\w.*?)[\s,]+(?:AS\s+)?(?:(?:HIS|HER|THEIR|ITS)\s+)?(?:{_OFFICE})[\s.]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ward:
    """Whom a text is about (`name`), who acts for them (`agent`) and in what role."""

    name: str
    agent: str
    role: PartyRole


def read_ward(text: str) -> Ward | None:
    """The ward and the one who acts, where a text names the ward first and an office; else None."""
    found = _WARD.fullmatch(text)
    if found is None:
        return None
    acting = _OF_AGENT.match(found["who"]) or _AGENT_OF.match(found["who"])
    if acting is None:
        return None
    named = acting.groupdict()
    role = next(PartyRole(office) for office in _OFFICES if named[office])
    return Ward(found["name"], named.get("behind") or named.get("front") or "", role)


_OFFICES = ("guardian", "attorney", "custodian", "trustee")
