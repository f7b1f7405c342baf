"""Legal forms of organisations: in any writing, behind a name or in front of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from config.match_tables import match_table

_MOST_WORDS = 9
"""Words of the longest writing of a form."""
_LONG_WORD = 7
"""Letters of a word from which a slip of the pen is looked through."""
_UMLAUT = re.compile(r"(?<=[AOU])E")
JOINING = frozenset(("THE", "OF", "AND", "UND", "Y"))
"""Words that do not tell two names apart."""


@dataclass(frozen=True, slots=True)
class FormTables:
    """Writings of legal forms without spaces, by the short forms of their words.

    `front` may stand in front of a name written out, `short` abbreviated too; `doubtful` are
    abbreviations that are words or names as well.
    """

    forms: Mapping[str, str]
    abbreviations: frozenset[str]
    front: frozenset[str]
    short: frozenset[str]
    doubtful: frozenset[str]
    starts: frozenset[str]


@dataclass(frozen=True, slots=True)
class _FormWords:
    whole: Mapping[str, str]
    prefixes: Mapping[str, str]
    slips: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FormSplit:
    """Words without their legal form; `company` when COMPANY stood beside another form."""

    words: tuple[str, ...]
    form: str = ""
    company: bool = False


@cache
def _form_words() -> _FormWords:
    whole: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for short, line in match_table("legal_forms")["words"].items():
        for word in line.split():
            target = prefixes if word.endswith("*") else whole
            target[_plain(word.rstrip("*"))] = short
    slips = ("LIMITED", "COMPANY", "CORPORATION", "INCORPORATED", "LIABILITY", "PARTNERSHIP")
    return _FormWords(whole, prefixes, tuple((word, whole[word]) for word in slips))


@cache
def form_tables() -> FormTables:
    """The shipped tables, read once."""
    raw = match_table("legal_forms")
    forms: dict[str, str] = {}
    abbreviations: set[str] = set()
    starts: set[str] = set()
    for form, line in raw["forms"].items():
        for writing in line.split(","):
            words = [word for word in writing.split() if word not in JOINING]
            forms.setdefault(_key(words), form)
            starts.add(_short(words[0]))
            if len(words) == 1 or all(len(word) < 4 for word in words):
                abbreviations.add("".join(words))
    front = raw["front"]
    return FormTables(
        forms=forms,
        abbreviations=frozenset(abbreviations),
        front=frozenset(front["phrases"].split()),
        short=frozenset(front["short"].split()),
        doubtful=frozenset(front["doubtful"].split()),
        starts=frozenset(starts),
    )


def _plain(word: str) -> str:
    """BESCHRAENKTER as BESCHRANKTER: an umlaut written either way."""
    return _UMLAUT.sub("", word) if len(word) > 5 else word


@lru_cache(maxsize=131072)
def _short(word: str) -> str:
    """The short form of one word of a phrase, a slip of the pen looked through, or the word."""
    word, known = _plain(word), _form_words()
    if found := known.whole.get(word):
        return found
    for size in range(len(word), 3, -1):
        if found := known.prefixes.get(word[:size]):
            return found
    return _slip(word, known)


def _slip(word: str, known: _FormWords) -> str:
    for whole, short in known.slips:
        ends = word[0] == whole[0] and word[-1] == whole[-1]
        if ends and len(word) >= _LONG_WORD - 1 and OSA.distance(word, whole) == 1:
            return short
    return word


def _key(words: Sequence[str]) -> str:
    if len(words) == 1 and words[0] not in _form_words().whole:
        return _plain(words[0])
    return "".join(map(_short, words))


def form_behind(words: Sequence[str], dotted: Collection[str] = ()) -> tuple[int, str]:
    """How many words at the end are one legal form, and the form; 0 and empty without one.

    `dotted` are the initials that dots or a slash parted in the text. At least one word is left.
    """
    tables = form_tables()
    for size in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        tail = words[-size:]
        form = tables.forms.get(_tail_key(tail), "")
        if form and not _is_doubtful(tail, dotted):
            return size, form
    return 0, ""


def _tail_key(tail: Sequence[str]) -> str:
    if len(tail) > 1:
        return "".join(map(_short, tail))
    word = tail[0]
    return _slip_key(word) if len(word) > 5 else _key(tail)


@lru_cache(maxsize=131072)
def _slip_key(word: str) -> str:
    known = _form_words()
    plain = _plain(word)
    return known.whole.get(plain) or _slip(plain, known)


def _is_doubtful(tail: Sequence[str], dotted: Collection[str]) -> bool:
    """Whether a form may be a word of the name: SPA, or the number of FUND I LP, FUND A SA."""
    if len(tail) == 1:
        return tail[0] in form_tables().doubtful and tail[0] not in dotted
    lettered = tail[0] in tuple("IVX") or (tail[0] in tuple("ABCD") and len(tail[-1]) > 1)
    return lettered and _tail_key(tail[1:]) in form_tables().forms


def split_form(words: Sequence[str], dotted: Collection[str] = ()) -> FormSplit:
    """The words without the legal forms at their end, and the form that says most.

    COMPANY and LIMITED say less than a form beside them: COMPANY LLC is an LLC. A trust beside
    another form is part of the name. At least one word is left.
    """
    size, form = form_behind(words, dotted)
    kept, company = tuple(words[: len(words) - size]), False
    while size:
        size, inner = form_behind(kept, dotted)
        if inner in ("TRUST", "NA") or form in ("TRUST", "NA", "FSB"):
            break
        company = company or (bool(size) and "CO" in (form, inner))
        kept = kept[: len(kept) - size]
        form = inner if inner not in ("", "CO") and form in ("CO", "LTD") else form
    return FormSplit(kept, form, company)


def split_front(words: Sequence[str]) -> FormSplit:
    """The words without a legal form in front of them, written out or usual there; one is left."""
    tables = form_tables()
    if _short(words[0]) not in tables.starts:
        return FormSplit(tuple(words))
    for size in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        head = words[:size]
        form = tables.forms.get(_key(head), "")
        if form and _may_lead(head, form):
            return FormSplit(tuple(words[size:]), form)
    return FormSplit(tuple(words))


def _may_lead(head: Sequence[str], form: str) -> bool:
    tables = form_tables()
    is_written_out = any(len(word) > 4 for word in head)
    if is_written_out and form in tables.front:
        return len(head) > 1 or len(head[0]) > 9
    return "".join(head) in tables.short
