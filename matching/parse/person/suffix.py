"""What stands in a column for suffixes: a generation, credentials, ranks, or something else."""

from __future__ import annotations

from matching.parse.name_tables import name_part_tables
from matching.parse.person.titles import generation_of
from matching.parse.person.words import Word, cut_segment, is_suffix, plain_word
from matching.parse.text import LONGEST


def read_suffix(text: str) -> str | None:
    """The generation that a suffix names (JR, SR, I to V), empty for credentials and ranks alone.

    None for what is none of these, and for two generations at once. Only the first 600 characters
    are read; it never raises.
    """
    words = [word for part in text[:LONGEST].split(",") for word in _words(part)]
    if len(words) > 1 and words[0].plain == "THE":
        words = words[1:]
    forms = {word: _generation(word) for word in words}
    if not words or not all(form or _is_behind(word.plain) for word, form in forms.items()):
        return None
    found = {form for form in forms.values() if form}
    return None if len(found) > 1 else next(iter(found), "")


def _words(part: str) -> list[Word]:
    """The words of a text without commas; letters that spell one suffix are one: PH. D., J. R."""
    whole = plain_word(part)
    if _is_behind(whole) or generation_of(Word(part, whole)):
        return [Word(part, whole)]
    return cut_segment(part, follows=True)


def _generation(word: Word) -> str:
    return "I" if word.plain == "I" else generation_of(word)


def _is_behind(plain: str) -> bool:
    """Whether a word may stand behind a name: a credential, or a rank that is no given name."""
    tables = name_part_tables()
    is_rank = plain in tables.front and plain not in tables.maybe and plain != "THE"
    return is_suffix(plain) or is_rank
