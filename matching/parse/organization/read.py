"""Organisation names: the name proper, its legal form, its numbers, and what it trades as."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from matching.parse.name_field.roles import PartyRole, marked_pieces
from matching.parse.organization.dates import split_date
from matching.parse.organization.forms import (
    FormSplit,
    form_behind,
    form_tables,
    split_form,
    split_front,
)
from matching.parse.organization.places import place_behind, without_descriptor
from matching.parse.organization.text import plain_organization
from matching.parse.organization.words import CutName, cut_name, written_out
from matching.parse.text import LONGEST


@dataclass(frozen=True, slots=True)
class RelatedName:
    """Another name that a field states.

    `relation` is `trade`, `former`, `alias`, `parent`, `principal` (of a trustee) or `behalf` (whom
    an agent, servicer or assignee acts for).
    """

    relation: str
    organization: NormalOrganization


@dataclass(frozen=True, slots=True)
class NormalOrganization:
    """An organisation's name in words with abbreviations written out.

    `form` is the legal form (LLC, INC, LP, ...), `numbers` are series numbers and ordinals,
    `dated` the date of a trust, `role` is `estate`, `trustee`, `agent`, `division`,
    `unreadable` (a field of more than 600 characters) or empty. `open` is parallel to `words`:
    the abbreviation where it may stand for other words too. `store` is the number of a shop or
    branch, `place` the state or country behind the name or of its formation, `related` are
    other names that the field states. `company` tells that COMPANY stood beside another form.
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
    company: bool = False

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
_AGENT = re.compile(
    r"(?<=\w)[\s,.]+(?:SOLELY )?(?:AS\s+)?(?:(?:ATTORNEY|ATTY)[ -]IN[ -]FACT|(?:SUB-?)?SERVICER"
    r"|(?:[A-Z]+ )?AGENT|NOMINEE|ASSIGNEE|RECEIVER|CUSTODIAN|ADMINISTRATOR|CONSERVATOR|LIQUIDATOR)"
    r"\s+(?:OF|FOR|TO|ON BEHALF OF)\b(.*)$"
    r"|(?<=\w)[\s,.]+(?:ON BEHALF OF|FOR THE BENEFIT OF)\b(.*)$"
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
    found = marked_pieces(plain_organization(text))
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
        (_AGENT, "agent", "behalf"),
    ):
        if found := pattern.search(plain):
            behind = _named(found.group(1) or found.group(found.lastindex or 1) or "")
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
    plain, formed = without_descriptor(plain) if plain else ("", "")
    cut = cut_name(plain)
    named, place = _without_form_and_place(cut)
    found_words = written_out(list(named.words))
    return NormalOrganization(
        words=found_words.words,
        form=named.form,
        numbers=found_words.numbers,
        dated=dated,
        open=found_words.open if any(found_words.open) else (),
        store=store,
        place=place or formed,
        company=named.company,
    )


def _year_in_front(words: tuple[str, ...]) -> tuple[str, ...]:
    """OSTROW TRUST 2010 as 2010 OSTROW TRUST, so that the form stands at the end."""
    last = words[-1] if len(words) > 2 else ""
    year = len(last) == 4 and last.isdigit() and words[-2] in ("TRUST", "TR")
    return (last, *words[:-1]) if year else words


_MARKS = frozenset(("OF", "(", ")"))


def _without_form_and_place(cut: CutName) -> tuple[FormSplit, str]:
    """A name without its legal form and a state or country, whichever stands behind the other."""
    split = _split(_year_in_front(cut.words), cut.dotted)
    size, place = place_behind(split.words)
    if size:
        inner = _split(split.words[: len(split.words) - size], cut.dotted)
        weak = split.form in ("", "CO", "LTD")
        form = (inner.form or split.form) if weak else split.form
        split = FormSplit(inner.words, form, split.company or inner.company)
    kept = tuple(word for word in split.words if word not in _MARKS)
    if split.form in ("", "TBK", "CORP", "CO") and len(kept) > 1:
        front = split_front(kept)
        kept, split = front.words, FormSplit(front.words, front.form or split.form)
    named = () if not split.form and not place and _is_bare_form(kept) else kept
    return FormSplit(named, split.form, split.company), place


def _split(words: tuple[str, ...], dotted: frozenset[str]) -> FormSplit:
    """The words without the forms at their end, also one in brackets: ACME (PTY) LTD."""
    if "(" in words[-9:]:
        words = _without_brackets(words)
    return split_form(words, dotted)


def _without_brackets(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without the last brackets where a part of a legal form stands in them."""
    start = len(words) - 1 - words[::-1].index("(")
    end = words.index(")", start) if ")" in words[start:] else len(words)
    inside = words[start + 1 : end]
    before = words[start - 1 : start]
    together = form_behind(("-", *before, *inside))[0]
    if together >= len(inside) or inside in _FORM_PARTS:
        return (*words[:start], *inside, *words[end + 1 :])
    return words


_FORM_PARTS = (("PRIVATE",), ("PVT",), ("P",), ("PUBLIC",), ("HAFTUNGSBESCHRAENKT",), ("HB",))


def _is_bare_form(words: tuple[str, ...]) -> bool:
    """Whether nothing but a short legal form is there: LLC, L L C."""
    bare = "".join(words)
    return len(bare) < 6 and (bare in form_tables().abbreviations or bare in ("THE", "OF"))
