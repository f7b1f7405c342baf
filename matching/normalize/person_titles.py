"""Titles in front of a person's name; generational suffixes and credentials behind it."""

from __future__ import annotations

from collections.abc import Sequence

import nameparser

from matching.normalize.clean_name import generation_form
from matching.normalize.name_tables import given_share, name_part_tables
from matching.normalize.person_words import Word, cut_segment, is_suffix

_NAME = 0.0001
"""A word borne by this share of people as a given name is one, and no title."""


def has_unknown_title(segments: Sequence[Sequence[Word]]) -> bool:
    """Whether a name is so long that titles may stand in it which our tables do not hold."""
    return any(len(segment) > 5 for segment in segments)


def without_titles(text: str) -> list[list[Word]]:
    """The name with the titles and credentials left out that nameparser knows."""
    parsed = nameparser.parse(text)
    segment = cut_segment(f"{parsed.given} {parsed.middle} {parsed.family}")
    suffix = cut_segment(parsed.suffix)
    return [part for part in (segment, suffix) if part]


def without_suffixes(segments: list[list[Word]]) -> tuple[list[list[Word]], str, bool]:
    """The segments without generational suffixes and credentials, and what they said."""
    kept: list[list[Word]] = []
    generation, titled = "", False
    for at, segment in enumerate(segments):
        alone = at > 0 and all(is_suffix(word.plain) for word in segment)
        if alone and not (at == 1 and len(segments) == 2 and _may_be_given(segments)):
            generation = generation or _generation_among(segment)
            titled = True
            continue
        shorter, found = _trimmed(segment, is_first=at == 0 and len(segments) > 1)
        generation = generation or found
        kept.append(shorter)
    return kept, generation, titled


def _may_be_given(segments: list[list[Word]]) -> bool:
    """SMITH, V or DOE, ED: one surname, and behind the comma what may be a given name."""
    head, tail = segments[0], segments[1]
    word = tail[0].plain
    if len(tail) != 1 or len(head) != 1:
        return False
    return len(word) == 1 or (word in name_part_tables().maybe_behind and word != "RET")


def _generation_among(words: Sequence[Word]) -> str:
    return next((form for word in words if (form := generation_of(word))), "")


def generation_of(word: Word) -> str:
    """The generational suffix that a word is (`ll` and `Ill` are II and III); else empty."""
    if word.text in ("ll", "lll", "Il", "lI", "IIl", "Ill"):
        return "I" * len(word.text)
    return generation_form(word.plain)


def _trimmed(segment: list[Word], is_first: bool) -> tuple[list[Word], str]:
    """A segment without the suffixes at its end: JR, III, MD, but never its last name."""
    words, generation = list(segment), ""
    tables = name_part_tables()
    floor = 1 if is_first else 2
    while len(words) > floor:
        word = words[-1]
        form = generation_of(word) if len(word.plain) > 1 else ""
        doubt = word.plain in tables.maybe_behind or word.plain in ("JUNIOR", "SENIOR")
        if form and not (doubt and len(words) == 2 and not is_first):
            generation = generation or form
        elif not (word.plain in tables.behind and (not doubt or _is_crowded(words))):
            break
        words.pop()
    return words, generation


def _is_crowded(words: Sequence[Word]) -> bool:
    """Whether a given name and a surname are left in front of the last word."""
    before = words[-2].plain
    doubtful = words[-1].plain in ("DO", "MA")
    return len(words) > 3 - doubtful + doubtful and len(before) > 1 and not doubtful


def without_front(segments: list[list[Word]], titled: bool) -> tuple[list[list[Word]], bool]:
    """The segments without the titles in front of them, and whether there were any."""
    kept = []
    for segment in segments:
        words = _untitled(segment)
        titled = titled or len(words) < len(segment)
        kept.append(words)
    return [words for words in kept if words], titled


def _untitled(words: list[Word]) -> list[Word]:
    while len(words) > 1 and _is_title(words):
        words = words[1:]
    return words


def _is_title(words: Sequence[Word]) -> bool:
    """Whether the first word is a title; DEAN or KING only before a given name and a surname."""
    tables, head, after = name_part_tables(), words[0].plain, words[1].plain
    if head == "THE":
        return after in tables.front
    if head not in tables.maybe:
        return head in tables.front
    whole = len(words) > 2 and len(words[-1].plain) > 1
    return whole and given_share(head) < _NAME < given_share(after)
