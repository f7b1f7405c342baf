"""Titles in front of a person's name; generational suffixes and credentials behind it."""

from __future__ import annotations

from collections.abc import Sequence

import nameparser

from matching.parse.name_tables import given_share, name_part_tables, surname_share
from matching.parse.person.clean_name import generation_form
from matching.parse.person.words import Word, cut_segment, is_suffix

_NAME = 0.0001
"""A word borne by this share of people as a given name is one, and no title."""
_HARDLY = 0.00005
"""A word borne by fewer people as a given name may be a title behind a name."""
_PURELY = 5.0
"""A word is no surname when it is this many times as frequent as a given name."""


def has_unknown_title(segments: Sequence[Sequence[Word]]) -> bool:
    """Whether a name is so long that titles may stand in it which our tables do not hold."""
    return any(len(segment) > 5 for segment in segments)


def without_titles(text: str) -> list[list[Word]]:
    """The name with the titles and credentials left out that nameparser knows."""
    parsed = nameparser.parse(text)
    segment = cut_segment(f"{parsed.given} {parsed.middle} {parsed.family}")
    suffix = cut_segment(parsed.suffix)
    return [part for part in (segment, suffix) if part]


def with_initials(segments: list[list[Word]]) -> list[list[Word]]:
    """The segments with J.R. behind one surname as initials: no junior is meant, and no degree.

    M.D. alone is a degree there too.
    """
    last = segments[1][0] if len(segments) > 1 else segments[0][-1] if segments else None
    if last is None or "." not in last.text or len(segments) == 1 != len(segments[0]) - 1:
        return segments
    whole = [segments[0][:1], segments[0][1:]] if len(segments) == 1 else segments
    head, tail = whole[0], whole[1]
    if len(tail) != 1 or not is_surname_alone(head):
        return segments
    if len(tail[0].plain) != 2 or tail[0].plain == "MD":
        return whole
    return [head, [Word(letter, letter) for letter in tail[0].plain], *whole[2:]]


def is_surname_alone(words: Sequence[Word]) -> bool:
    """Whether words in front of a comma are a surname alone: HARMON, VAN DYKE, DE LA CRUZ."""
    joined = name_part_tables().joined
    return all(word.plain in joined for word in words[:-1])


def without_suffixes(segments: list[list[Word]]) -> tuple[list[list[Word]], str, bool]:
    """The segments without generational suffixes and credentials, and what they said."""
    kept: list[list[Word]] = []
    generation, titled = "", False
    for at, segment in enumerate(segments):
        alone = at > 0 and (_are_suffixes(segment) or _are_credentials(segments, at, titled))
        if alone and not (at == 1 and len(segments) == 2 and _may_be_given(segments)):
            generation = generation or _generation_among(segment)
            titled = True
            continue
        shorter, found = _trimmed(segment, len(segments) > 1, at == 0)
        generation = generation or found
        kept.append(shorter)
    return kept, generation, titled


def _are_suffixes(segment: Sequence[Word]) -> bool:
    """Whether a text between commas holds nothing but suffixes and ranks: MAJ USAF RET, or III."""
    tables = name_part_tables()
    return all(
        is_suffix(word.plain)
        or word.plain == "I"
        or (word.plain in tables.front and word.plain not in tables.maybe)
        for word in segment
    )


def _are_credentials(segments: Sequence[Sequence[Word]], at: int, titled: bool) -> bool:
    """Whether a text between commas looks like a credential that no table holds.

    It is one short word in capitals behind a whole name, beside other credentials or unpronounced.
    """
    if len(segments[at]) != 1:
        letters = "".join(word.plain for word in segments[at])
        spelled = len(letters) == len(segments[at]) and letters in name_part_tables().behind
        return spelled and (at > 1 or not is_surname_alone(segments[0]))
    word = segments[at][0]
    short = 1 < len(word.plain) < 7 and word.text.isupper() and given_share(word.plain) == 0.0
    if not short or (len(segments[0]) < 2 and not (titled and at > 1)):
        return False
    if titled or any(_are_suffixes(other) for other in segments[at + 1 :]):
        return True
    head = segments[0]
    stands_out = not head[0].text.isupper() and given_share(head[0].plain) > _NAME
    return stands_out or not set(word.plain) & set("AEIOUY")


def _may_be_given(segments: list[list[Word]]) -> bool:
    """SMITH, V or DOE, ED: one surname, and behind the comma what may be a given name."""
    head, tail = segments[0], segments[1]
    word = tail[0].plain
    if len(tail) != 1 or len(head) != 1:
        return False
    return len(word) == 1 or (word in name_part_tables().maybe_behind and word != "RET")


def _generation_among(words: Sequence[Word]) -> str:
    found = next((form for word in words if (form := generation_of(word))), "")
    return found or ("I" if any(word.plain == "I" for word in words) else "")


def generation_of(word: Word) -> str:
    """The generational suffix that a word is (`ll` and `Ill` are II and III); else empty."""
    if word.text in ("ll", "lll", "Il", "lI", "IIl", "Ill"):
        return "I" * len(word.text)
    return generation_form(word.plain)


def _trimmed(segment: list[Word], is_part: bool, leads: bool) -> tuple[list[Word], str]:
    """A segment without the suffixes at its end: JR, III, MD, but never its last name.

    `is_part` says that there are other segments, and `leads` that they stand behind it.
    """
    words, generation = list(segment), ""
    floor = 1 if is_part else 2
    while len(words) > floor:
        word = words[-1]
        form = generation_of(word) if len(word.plain) > 1 else ""
        doubt = word.plain in ("JUNIOR", "SENIOR") and len(words) == 2 and not (is_part and leads)
        if form and not doubt:
            generation = generation or form
        elif not _is_credential(words) and not _is_rank(words):
            break
        words.pop()
    return words, generation


def _is_credential(words: Sequence[Word]) -> bool:
    """Whether the last word is a credential; one that may be a name wants a name left in front."""
    tables, word = name_part_tables(), words[-1].plain
    if word not in tables.behind:
        return False
    dotted = "." in words[-1].text and len(words) > 2
    return word not in tables.maybe_behind or dotted or _is_crowded(words)


def _is_crowded(words: Sequence[Word]) -> bool:
    """Whether a given name and a surname are left in front of the last word."""
    doubtful = words[-1].plain in ("DO", "MA")
    return len(words) > 3 and len(words[-2].plain) > 1 and not doubtful


def _is_rank(words: Sequence[Word]) -> bool:
    """SMITH JOHN MRS, or John Smith Maj: a title that stands behind a whole name."""
    tables, word = name_part_tables(), words[-1].plain
    title = len(words) > 2 and word in tables.front and word not in tables.maybe
    return title and word != "THE" and given_share(word) < _HARDLY


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
    """Whether the first word is a title; JUDGE or DON only before a given name and a surname."""
    tables, head, after = name_part_tables(), words[0].plain, words[1].plain
    if head == "THE":
        return after in tables.front
    if head not in tables.maybe:
        return head in tables.front
    whole = len(words) > 2 and len(words[-1].plain) > 1
    if not whole or not given_share(head) < _NAME < given_share(after):
        return False
    if head in tables.rarely and given_share(words[-1].plain) > surname_share(words[-1].plain):
        return False
    purely = given_share(after) > _PURELY * surname_share(after)
    return head not in tables.rarely or purely or len(words) > 3
