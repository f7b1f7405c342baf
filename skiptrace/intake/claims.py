"""Which targets of the intake the columns of a file may be, by their headers, and how surely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from config.columns import column_tables, header_phrase
from config.headers import Meaning, area_codes, meanings_of, read_header
from skiptrace.intake.seat_claims import seat_target

PHONES = ("phone", "phone_2", "phone_3", "phone_4")
AREA_CODES = ("area_code", "area_code_2", "area_code_3", "area_code_4")
"""The area code of each phone, for numbers of seven digits."""

NAMED, KNOWN, LESSER, OPEN = 1.0, 0.95, 0.8, 0.5
"""How sure a claim is: the target's own name, a known header, one of a lesser kind, one of two."""

# Similarity (0 to 100, rapidfuzz ratio of the words in order) from which a header may be meant.
_SIMILAR = 88.0


@dataclass(frozen=True, slots=True)
class Choice:
    """One target with the column taken for it, how sure that is (0 to 1), and why."""

    target: str
    column: str
    confidence: float
    why: str


def claims_of(header: Sequence[str]) -> list[Choice]:
    """Every target that a column of the file may be, by exact name, known or similar header."""
    read = read_header(header)
    single = [
        found[0] if len(found) == 1 and not seat_target(column) else None
        for column, found in zip(header, read, strict=True)
    ]
    phones = _phones(header, single)
    restraints = _restraints(header, single)
    codes = {code: phone for phone, code in area_codes(single).items() if phone in phones}
    found: list[Choice] = []
    for at, (column, meanings) in enumerate(zip(header, read, strict=True)):
        if at in codes:
            target = AREA_CODES[PHONES.index(phones[codes[at]])]
            sure = NAMED if target == column else KNOWN
            found.append(Choice(target, column, sure, f"belongs to {header[codes[at]]!r}"))
        elif column in column_tables().intake:
            found.append(Choice(column, column, NAMED, "has the target's name"))
        elif at in restraints:
            found.append(Choice(restraints[at], column, KNOWN, "is a known header"))
        elif seat := seat_target(column):
            found.append(Choice(seat, column, KNOWN, "is a known header of another person"))
        elif at in phones:
            found.append(Choice(phones[at], column, KNOWN, "is a known header"))
        else:
            found += _known(column, meanings) if meanings else _similar(column)
    return found


def _phones(header: Sequence[str], meanings: Sequence[Meaning | None]) -> dict[int, str]:
    """The target of each phone: by the column's own name, else a house's first, others behind."""
    rule = column_tables().intake[PHONES[0]]
    found = {at: column for at, column in enumerate(header) if column in PHONES}
    others = sorted(
        (_is_further(header[at], m), m.number, at)
        for at, m in enumerate(meanings)
        if m and m.held in rule.of and at not in found and m.qualifier in ("", *rule.qualifiers)
    )
    free = [target for target in PHONES if target not in header]
    for is_further, _, at in others:
        if free:
            found[at] = free.pop(1 if is_further and free[0] == PHONES[0] and free[1:] else 0)
    return found


def _restraints(header: Sequence[str], meanings: Sequence[Meaning | None]) -> dict[int, str]:
    """The target of each column of what restrains: all of them are read, its day in one."""
    tables, found = column_tables(), {}
    for flag in tables.flags():
        of = [at for at, meaning in enumerate(meanings) if meaning and meaning.held == flag]
        day = tables.day_of(flag)
        days = [at for at, meaning in enumerate(meanings) if meaning and meaning.held == day]
        if days and day not in header:
            found[days[0]] = day
            days = days[1:]
        free = (name for name in tables.columns_of(flag) if name not in header)
        found |= dict(zip((*of, *days), free, strict=False))
    return found


def _is_further(column: str, meaning: Meaning) -> bool:
    """Whether a phone is not the first of a house: a cell, at work, another."""
    words = header_phrase(column).split()
    return meaning.qualifier not in ("", "home") or bool({"cell", "mobile"} & {*words})


def _known(column: str, meanings: Sequence[Meaning]) -> list[Choice]:
    if len(meanings) > 1:
        claims = [c for m in meanings for c in _of_meaning(column, m, "may be that")]
        return [Choice(c.target, column, OPEN, c.why) for c in claims]
    if meanings[0].held in column_tables().intake[PHONES[0]].of:
        return []
    return list(_of_meaning(column, meanings[0], "is a known header"))


def _of_meaning(column: str, meaning: Meaning, why: str) -> Iterator[Choice]:
    """The targets that read what a column holds; of several only the first counts."""
    if meaning.number in (2, 3) and meaning.held == "address":
        meaning = Meaning(f"address_{meaning.number}", meaning.qualifier)
    if meaning.number > 1:
        return
    for target, rule in column_tables().intake.items():
        is_plain = meaning.qualifier in ("", *rule.qualifiers)
        if meaning.held in rule.of and (is_plain or meaning.qualifier in rule.further):
            is_sure = is_plain and meaning.held == rule.of[0]
            yield Choice(target, column, KNOWN if is_sure else LESSER, why)
        elif meaning.held in rule.qualified and meaning.qualifier in rule.qualifiers:
            yield Choice(target, column, KNOWN, why)


def _similar(column: str) -> list[Choice]:
    """The targets of the headers that the column's is most like."""
    from rapidfuzz import fuzz, process

    headers = _known_headers()
    asked = _in_order(header_phrase(column))
    found = process.extract(asked, headers, scorer=fuzz.ratio, score_cutoff=_SIMILAR)
    best = [like for _, score, like in found if score == found[0][1]]
    claims: dict[str, Choice] = {}
    for like in best:
        for meaning in meanings_of(like):
            for claim in _of_meaning(column, meaning, f"is like {like!r}"):
                confidence = round(found[0][1] / 100 * 0.9, 2)
                claims.setdefault(claim.target, Choice(claim.target, column, confidence, claim.why))
    return list(claims.values())


@cache
def _known_headers() -> Mapping[str, str]:
    """Every known header, with its words in the order of the alphabet."""
    known = (header for held in column_tables().held.values() for header in held.headers)
    return {header: _in_order(header) for header in known}


def _in_order(header: str) -> str:
    return " ".join(sorted(header.split()))
