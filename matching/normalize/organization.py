"""Organisation names: the name proper, its legal form, its numbers, and what it trades as."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from matching.normalize.address_tables import address_tables
from matching.normalize.organization_dates import split_date
from matching.normalize.organization_words import (
    cut_words,
    organization_tables,
    split_form,
    written_out,
)
from matching.normalize.person_roles import PartyRole, marked_pieces
from matching.normalize.text import LONGEST, folded, thinned


@dataclass(frozen=True, slots=True)
class RelatedName:
    """Another name that a field states: `trade`, `former`, `alias`, `parent` or `principal`."""

    relation: str
    organization: NormalOrganization


@dataclass(frozen=True, slots=True)
class NormalOrganization:
    """An organisation's name in words with abbreviations written out.

    `form` is the legal form (LLC, INC, LP, ...), `numbers` are series numbers and ordinals, `dated`
    the date of a trust, `role` is `estate`, `trustee`, `division`, `unreadable` (a field of more
    than 600 characters) or empty. `open` is parallel to `words`: the abbreviation where it may
    stand for other words too. `store` is the number of a shop or branch, `place` the state or
    country behind the name, `related` are other names that the field states.
    """

    words: tuple[str, ...] = ()
    form: str = ""
    numbers: tuple[str, ...] = ()
    dated: str = ""
    role: str = ""
    open: tuple[str, ...] = ()
    store: str = ""
    place: str = ""
    related: tuple[RelatedName, ...] = ()

    @property
    def key(self) -> str:
        """The match key: words and numbers without spaces; the legal form does not count."""
        return "".join((*self.words, *self.numbers, self.place.replace(" ", "")))


_DIVISION = re.compile(
    r"\s*,?\s*\b(?:A|AN)?\s*(?:WHOLLY OWNED )?(?:DIVISION|DIV|SUBSIDIARY|UNIT|AFFILIATE) OF\b(.*)$"
)
_TRUSTEE = re.compile(
    r"\s*,?\s*\b(?:NOT IN ITS INDIVIDUAL CAPACITY BUT )?(?:SOLELY )?(?:AS\s+)?"
    r"(?:SUCCESSOR\s+|INDENTURE\s+|OWNER\s+|CO-?)*(?:TRUSTEES?|TTEES?)\b[\s,]*"
    r"(?:(?:OF|FOR|ON BEHALF OF|UNDER|TO|FBO)\b)?(.*)$"
)
_ESTATE = re.compile(r"^(?:THE )?(?:ESTATE|HEIRS) OF ")
_STORE = re.compile(
    r"[\s,(-]*(?:\b(?:STORE|BRANCH|LOCATION|LOC|SHOP|SITE)\s*(?:#|NO\.?|NUMBER)?\s*"
    r"|#\s*|\b(?:NO|NUM|NUMBER)\.?\s+(?=\d))0*(\d+)\b\)?"
)
_PUBLIC = re.compile(
    r"^(?:THE )?(CITY|COUNTY|TOWN|VILLAGE|TOWNSHIP|BOROUGH|PARISH|DIOCESE) OF ((?:\S+ ?){1,3})$"
)
_INVERTED = re.compile(
    r"^([^,]+), ?(?:THE )?(CITY|COUNTY|TOWN|VILLAGE|TOWNSHIP|BOROUGH|STATE|UNIVERSITY) OF$"
)
_OF_PLACE = re.compile(r"[\s,]*(?:\bOF\s+([A-Z. ]+)|\(([A-Z. ]+)\))$")
_COUNTRY = re.compile(r"(?<=\w)[\s,]+\(?(U\.?S\.?A?\.?|(?:NORTH )?AMERICA)\)?$")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "AE", "Ö": "OE", "Ü": "UE"})
_RELATION = {
    PartyRole.TRADE_NAME: "trade",
    PartyRole.FORMER: "former",
    PartyRole.ALIAS: "alias",
}


def read_organization(text: str) -> NormalOrganization:
    """The organisation of a field; it never raises, and an empty field has no words.

    Care-of and attention lines are left out; trade and former names are `related`.
    """
    if len(text) > LONGEST:
        return NormalOrganization(role="unreadable")
    return _read(text)


@lru_cache(maxsize=65536)
def _read(text: str) -> NormalOrganization:
    found = marked_pieces(thinned(folded(text.translate(_UMLAUTS))))
    if not found or found[0].role is PartyRole.CARE_OF:
        return NormalOrganization()
    main, others = _stated(found[0].text), found[1:]
    related = [
        RelatedName(_RELATION[piece.role], _stated(piece.text))
        for piece in others
        if piece.role in _RELATION
    ]
    if not related:
        return main
    return replace(main, related=(*main.related, *related))


def _stated(plain: str) -> NormalOrganization:
    """One name in capitals, without trade and former names."""
    for pattern, role, relation in (
        (_DIVISION, "division", "parent"),
        (_TRUSTEE, "trustee", "principal"),
    ):
        if found := pattern.search(plain):
            behind = _named(found.group(1))
            related = (RelatedName(relation, behind),) if behind.words else ()
            return replace(_named(plain[: found.start()]), role=role, related=related)
    if _ESTATE.search(plain):
        return replace(_named(_ESTATE.sub("", plain)), role="estate")
    return _named(plain)


def _named(plain: str) -> NormalOrganization:
    plain, dated = split_date(plain)
    plain = plain.strip(" ,.;")
    store = ""
    if found := _STORE.search(plain):
        store, plain = found.group(1), f"{plain[: found.start()]} {plain[found.end() :]}".strip()
    plain = _INVERTED.sub(r"\2 OF \1", plain)
    plain = _PUBLIC.sub(r"\2 \1", plain)
    plain, form, place = _without_place(plain)
    words = _year_in_front(cut_words(plain))
    if all(word in organization_tables().form_words for word in words):
        words = []
    words, inner = split_form(words) if not form else (words, "")
    found_words = written_out(words)
    return NormalOrganization(
        found_words.words,
        form or inner,
        found_words.numbers,
        dated,
        "",
        found_words.open if any(found_words.open) else (),
        store,
        place,
    )


def _year_in_front(words: list[str]) -> list[str]:
    """OSTROW TRUST 2010 as 2010 OSTROW TRUST, so that the form stands at the end."""
    last = words[-1] if len(words) > 2 else ""
    year = len(last) == 4 and last.isdigit() and words[-2] in ("TRUST", "TR")
    return [last, *words[:-1]] if year else words


def _without_place(plain: str) -> tuple[str, str, str]:
    """A name without its legal form and a state or country behind it: text, form, place."""
    words = plain.split()
    for size in range(min(5, len(words) - 1), 0, -1):
        tail = cut_words(" ".join(words[-size:]))
        shorter, form = split_form(["-", *tail])
        if len(shorter) == 1 and form:
            head, inner, place = _without_place(" ".join(words[:-size]).strip(" ,"))
            if form in ("CO", "LTD") and inner not in ("", "CO"):
                form = inner
            return head, form, place
    head, place = _place_behind(plain.strip(" ,"))
    return head, "", place


def _place_behind(plain: str) -> tuple[str, str]:
    if found := _COUNTRY.search(plain):
        country = "AMERICA" if "AMERICA" in found.group(1) else "USA"
        head = re.sub(r"[\s,]+OF$", "", plain[: found.start()])
        return (head, country) if len(cut_words(head)) > 1 or "BANK" not in head else (plain, "")
    found = _OF_PLACE.search(plain)
    if found is None:
        return _state_behind(plain)
    name = (found.group(1) or found.group(2)).replace(".", "").strip()
    code = address_tables().states.get(name, "")
    head = plain[: found.start()]
    return (head, code) if code and len(cut_words(head)) > 1 else (plain, "")


def _state_behind(plain: str) -> tuple[str, str]:
    """A state written out at the end of a name: PINECREST NEVADA, PINECREST NORTH DAKOTA."""
    words = plain.split()
    for size in (2, 1):
        name = " ".join(words[-size:])
        code = address_tables().states.get(name, "") if len(words) > size else ""
        if code and len(name) > 3:
            return " ".join(words[:-size]).strip(" ,"), code
    return plain, ""
