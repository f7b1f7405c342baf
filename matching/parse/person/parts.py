"""One person's name as written, read into given name, middle names, surname and generation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.parse.name_tables import (
    given_share,
    name_part_tables,
    name_tables,
    surname_share,
)
from matching.parse.person.name_order import NameOrder
from matching.parse.person.order import is_rather_given, written_order
from matching.parse.person.titles import (
    generation_of,
    has_unknown_title,
    is_surname_alone,
    with_initials,
    without_front,
    without_suffixes,
    without_titles,
)
from matching.parse.person.words import (
    Word,
    are_plain_initials,
    cut_segment,
    is_suffix,
    plain_word,
)
from skiptrace.model.subject import PersonName

_NICKNAME = re.compile(
    r"\((?P<round>[^()]*)(?:\)|$)|\[(?P<square>[^\[\]]*)(?:\]|$)"
    r"|(?:^|(?<=\s))(?:\"[^\"]*\"|\u201c[^\u201d]*\u201d|'[^']{1,30}')(?=[\s,]|$)"
)
_QUOTE = re.compile("[(\\[\"'\u201c]")
_SPACED_END = re.compile(r"\s[DMB]\.?\s*(?:,|$)", re.IGNORECASE)
_SPACED = re.compile(
    r"\b(Ph|Ed|Psy|Pharm|Th|Sc|LL|Litt)\.?\s(D\b|M\b|B\b)\.?(?=\s*(?:,|$))", re.IGNORECASE
)
_MARKS = frozenset(("VAN", "THI"))


def read_person(text: str, order: NameOrder, surname: str = "") -> PersonName:
    """One person's name in parts; a surname taken over from a joint owner may be given.

    Titles, credentials and nicknames in quotes are dropped. A comma ends a surname. Words that
    fit no rule are kept in the middle name; it never raises.
    """
    bare = _NICKNAME.sub(_unbracketed, text) if _QUOTE.search(text) else text
    if _SPACED_END.search(bare):
        bare = _SPACED.sub(r"\1\2", bare)
    found = _segments(bare)
    if has_unknown_title(found):
        found = without_titles(bare) or found
    segments, generation, titled = without_suffixes(with_initials(found))
    if not segments:
        return PersonName(original=text)
    segments, titled = without_front(segments, titled)
    if surname:
        name = _inherited([word for segment in segments for word in segment], surname)
    elif len(segments) > 1:
        name = _with_comma(segments)
    else:
        name = _arranged(segments[0], order, titled)
    given, middle, family, read = name
    given, middle = _initials_apart(given, middle)
    return PersonName(_joined(given), _joined(middle), _joined(family), generation or read, text)


def _segments(text: str) -> list[list[Word]]:
    """The words of every text between commas, empty ones left out."""
    if "," not in text:
        words = cut_segment(text)
        return [words] if words else []
    found: list[list[Word]] = []
    for piece in text.split(","):
        follows = bool(found) and (len(found) > 1 or not is_surname_alone(found[0]))
        if words := cut_segment(piece, follows):
            found.append(words)
    return found


def _unbracketed(found: re.Match[str]) -> str:
    """What takes the place of a nickname: nothing, or the suffix that brackets hold at the end."""
    held = found["round"] or found["square"] or ""
    words = cut_segment(held)
    is_last = not found.string[found.end() :].strip(" ,.")
    if words and is_last and all(generation_of(word) or word.plain == "I" for word in words):
        return f", {held}"
    return " "


def bracketed_surname(text: str) -> str:
    """The surname that stands in round brackets, often a former one; or empty."""
    if "(" not in text:
        return ""
    for found in _NICKNAME.finditer(text):
        words = cut_segment(found["round"] or "")
        if not words or not is_surname_alone(words) or is_suffix(words[-1].plain):
            continue
        if surname_share(words[-1].plain) > given_share(words[-1].plain):
            return _joined(words)
    return ""


def _initials_apart(
    given: Sequence[Word], middle: Sequence[Word]
) -> tuple[Sequence[Word], Sequence[Word]]:
    """TJ as a given name is T with a middle initial J."""
    if len(given) != 1 or (len(given[0].plain) > 3 and "." not in given[0].text):
        return given, middle
    if not (are_plain_initials(given[0].plain) or "." in given[0].text):
        return given, middle
    letters = [Word(letter, letter.upper()) for letter in given[0].text if letter.isalpha()]
    return letters[:1], [*letters[1:], *middle]


_Parts = tuple[Sequence[Word], Sequence[Word], Sequence[Word], str]


def _joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _inherited(words: list[Word], surname: str) -> _Parts:
    given, middle = _given_and_middle(words)
    return given, middle, cut_segment(surname), ""


def _with_comma(segments: list[list[Word]]) -> _Parts:
    family = segments[0]
    rest = [word for segment in segments[1:] for word in segment]
    given, middle = _given_and_middle(rest)
    return given, middle, family, ""


def _given_and_middle(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]]:
    size = 1
    if words and words[0].plain in name_part_tables().arabic_given and len(words) > 1:
        size = 3 if words[1].plain in ("AL", "EL", "UL", "AR", "AS") and len(words) > 2 else 2
    return words[:size], words[size:]


def _arranged(words: list[Word], order: NameOrder, titled: bool) -> _Parts:
    plains = [word.plain for word in words]
    if len(words) == 1:
        return _single(words, order, titled)
    if _is_korean(words, order) or written_order(plains, order) is NameOrder.SURNAME_FIRST:
        return _surname_first(words, plains)
    return _given_first(words, plains)


def _is_korean(words: Sequence[Word], order: NameOrder) -> bool:
    """KIM MIN-JUN: a known family name in front of a given name of two syllables."""
    head, tail = words[0].plain, words[-1].text
    if len(words) != 2 or "-" not in tail or order is not NameOrder.UNKNOWN:
        return False
    syllables = [plain_word(part) for part in tail.split("-")]
    eastern = name_tables().east_asian
    return head in eastern and all(
        len(part) < 6 and (part in eastern or surname_share(part) < 0.00005) for part in syllables
    )


def _single(words: list[Word], order: NameOrder, titled: bool) -> _Parts:
    word = words[0].plain
    is_surname = order is NameOrder.SURNAME_FIRST or titled
    if order is NameOrder.UNKNOWN:
        is_surname = is_surname or surname_share(word) > given_share(word)
    return ((), (), words, "") if is_surname else (words, (), (), "")


def _surname_first(words: list[Word], plains: list[str]) -> _Parts:
    size = _leading_size(plains)
    family, rest = words[:size], words[size:]
    generation = ""
    if len(rest) > 1 and len(rest[0].plain) > 1 and (form := generation_of(rest[0])):
        generation, rest = form, rest[1:]
    if _is_vietnamese(plains) and len(rest) > 1:
        return rest[-1:], rest[:-1], family, generation
    given, middle = _given_and_middle(rest)
    return given, middle, family, generation


def _is_vietnamese(plains: Sequence[str]) -> bool:
    """NGUYEN VAN AN, and LE VAN TAM: family name, middle name, given name."""
    tables = name_tables()
    if len(plains) < 3:
        return False
    marks = name_part_tables().vietnamese_middle if plains[0] in tables.vietnamese else _MARKS
    known = plains[0] in tables.vietnamese or plains[0] in tables.vietnamese_too
    return known and plains[1] in marks and plains[-1] not in _MARKS


def _leading_size(plains: Sequence[str]) -> int:
    """How many of the first words are the surname: particles, and two Spanish family names."""
    joined, size = name_part_tables().joined, 1
    if _is_vietnamese(plains):
        return 1
    while size < len(plains) - 1 and plains[size - 1] in joined:
        size += 1
    spanish = name_tables().spanish
    if size + 2 < len(plains) and plains[size] == "Y":
        return size + 2
    more = size + 1 < len(plains) and plains[size - 1] in spanish and plains[size] in spanish
    return size + 1 if more and not is_rather_given(plains[size]) else size


def _given_first(words: list[Word], plains: list[str]) -> _Parts:
    generation = ""
    if len(words) > 2 and plains[-1] in ("V", "I") and len(plains[-2]) > 1:
        generation, words, plains = plains[-1], words[:-1], plains[:-1]
    given, _ = _given_and_middle(words[:-1])
    start = max(_surname_start(plains), len(given))
    return given, words[len(given) : start], words[start:], generation


def _surname_start(plains: Sequence[str]) -> int:
    """Where the surname begins in a name with the given name in front."""
    end = len(plains)
    arabic = name_part_tables().arabic_given
    for at in range(1, end - 1):
        if plains[at] in arabic:
            return at
        if _joins(plains, at):
            return at - _is_married_name(plains, at)
    tables = name_tables()
    if end > 3 and plains[-2] == "Y" and not tables.spanish.isdisjoint((plains[-3], plains[-1])):
        return end - 3
    both = end > 2 and plains[-1] in tables.spanish and plains[-2] in tables.spanish
    return end - 2 if both and not is_rather_given(plains[-2]) else end - 1


def _is_married_name(plains: Sequence[str], at: int) -> bool:
    """ROSA QUIROZ DE VEGA: her own family name, and her husband's behind DE."""
    spanish = name_tables().spanish
    own = at > 1 and plains[at] == "DE" and plains[at - 1] in spanish and plains[at + 1] in spanish
    return own and not is_rather_given(plains[at - 1])


def _joins(plains: Sequence[str], at: int) -> bool:
    """Whether the word at that place is a particle of the surname behind it."""
    word, after = plains[at], plains[at + 1]
    tables = name_part_tables()
    if word not in tables.joined:
        return False
    if len(word) == 1:
        return surname_share(word + after) > 0.0
    if word in tables.vietnamese_middle and plains[-1] in name_tables().vietnamese:
        return False
    if word in _MARKS and plains[-1] in name_tables().vietnamese_too:
        return False
    end = at
    while end < len(plains) - 1 and plains[end] in tables.joined:
        end += 1
    if len(plains[end]) == 1:
        return False
    return not (plains[end] in tables.devotional and end < len(plains) - 1)
