"""US addresses to Publication 28 form: own grammars first, usaddress where they do not reach."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from matching.parse.address.clean import segments
from matching.parse.address.foreign import is_foreign
from matching.parse.address.form import AddressKind, NormalAddress, has_hyphened_numbers
from matching.parse.address.last_line import LastLine, mended, read_state, split_last_line
from matching.parse.address.plain_line import Town, plain_rest, town_of
from matching.parse.address.plain_street import plain_street
from matching.parse.address.reading import read_facts
from matching.parse.address.repeats import without_repeats
from matching.parse.address.zip import given_zip
from matching.parse.text import LONGEST
from skiptrace.model.subject import PostalAddress

__all__ = ["AddressKind", "NormalAddress", "normalize_address", "read_addresses"]


def normalize_address(address: PostalAddress) -> NormalAddress:
    """The address in components and in Publication 28 form; it never raises.

    Parts that the sender filled in (city, state, ZIP) are trusted over the line. What cannot be
    read is kind `unparsed` with a flag that says why. Of a dual address it is the lower one, which
    receives the mail (section 215). Only the first 600 characters of a field are read.
    """
    return _facts(*_bounded(address))[-1]


def read_addresses(address: PostalAddress) -> tuple[NormalAddress, ...]:
    """Every delivery point that the text names, in its order: two facts for a dual address.

    Empty when there is none to derive.
    """
    facts = _facts(*_bounded(address))
    return () if facts[-1].kind is AddressKind.UNPARSED else facts


def _bounded(address: PostalAddress) -> tuple[PostalAddress, str, bool]:
    """The address cut to a length that bounds time and memory, and whether it was cut."""
    parts = (address.line, address.city, address.state, address.zip5, address.zip4)
    original = address.original
    if max(map(len, parts)) <= LONGEST and len(original) <= LONGEST:
        return address, original, False
    line, city, state, zip5, zip4 = (part[:LONGEST] for part in parts)
    cut = PostalAddress(line, city, state, zip5, zip4, original[:LONGEST])
    return cut, cut.original, True


@lru_cache(maxsize=65536)
def _facts(address: PostalAddress, _original: str, is_cut: bool) -> tuple[NormalAddress, ...]:
    """The reading of one address, kept by its parts and its original wording; never empty."""
    if not is_cut:
        return _plain(address) or _read(address)
    facts = _read(address)
    return tuple(replace(fact, flags=fact.flags | {"too_long"}) for fact in facts)


def _read(address: PostalAddress) -> tuple[NormalAddress, ...]:
    if not (address.city or address.state or address.zip5):
        parts = segments(address.line or address.original)
        if is_foreign(parts):
            return (NormalAddress(details=parts, flags=frozenset({"foreign"})),)
    return read_facts(mended(_last_line(address)))


def _plain(address: PostalAddress) -> tuple[NormalAddress, ...]:
    """The reading of a plain house number and street in a town of its own; empty for any other."""
    house, rest = plain_rest(address.line)
    if not (house and address.city):
        return ()
    found, town = _in_town(address.city, address.state, address.zip5, address.zip4)
    street = _street(rest)
    if street is None or street.street[0].isdigit() or not town.parts_from(rest):
        return ()
    if has_hyphened_numbers(found.zip5):
        return ()
    predir, suffix, postdir = street.predir, street.suffix, street.postdir
    name = street.street
    return (
        replace(found, number=house, predir=predir, street=name, suffix=suffix, postdir=postdir),
    )


_street = lru_cache(maxsize=65536)(plain_street)


@lru_cache(maxsize=65536)
def _in_town(city: str, state: str, zip5: str, zip4: str) -> tuple[NormalAddress, Town]:
    """An address there, and what lines there must not say."""
    found = _read(PostalAddress("1 MAIN ST", city, state, zip5, zip4))[-1]
    return found, town_of(city, found)


@lru_cache(maxsize=65536)
def _place(text: str) -> str:
    """A city or a state that stands alone."""
    return " ".join(segments(text))


def _last_line(address: PostalAddress) -> LastLine:
    parts = segments(address.line or address.original)
    if not (address.city or address.state or address.zip5):
        return split_last_line(parts)
    inner = split_last_line(parts)
    zip5, zip4, flag = given_zip(address.zip5, address.zip4)
    state, city = _place(address.state), _place(address.city)
    code = read_state(state) or state
    repeats = inner.zip5 == zip5 if inner.zip5 else inner.city == city != "" and inner.state == code
    kept = inner.segments if repeats else without_repeats(parts, city, code, zip5)[0]
    return LastLine(kept, city, code, zip5, zip4, frozenset({flag} - {""}))
