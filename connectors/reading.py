"""What every answer must be, whatever its source sent: readable, storable and bounded.

The bounds keep one answer from taking a run's memory: comparing two people compares every address,
phone and name of the one with every one of the other.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from skiptrace.model.errors import ConnectorError, SourceChanged
from skiptrace.model.record import Indicator, Reported, SourceRecord

MOST_RECORDS = 5_000
"""Records of one answer."""
MOST_FACTS = 100
"""Facts of one kind in one record, where the answer has few records."""
MOST_FACTS_OF_ALL = 5_000
"""Facts of one kind in one answer, as long as each record may have `LEAST_FACTS`."""
LEAST_FACTS = 10
LONGEST_TEXT = 4_000
"""Characters of one text."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MOST_NOTES = 3
_UNDATED = date.min
_LISTS = ("names", "addresses", "phones", "emails", "employers")
Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Taken:
    """The records of an answer, and what was cut off them in words, empty when nothing was."""

    records: tuple[SourceRecord, ...]
    cut: str = ""

    def reason(self, *others: str) -> str:
        """What a person should know of the answer, in one line."""
        return "; ".join(filter(None, (*others, self.cut)))


class Unreadable(SourceChanged):
    """One answer that our reading broke on: its own fault, until several come in a row."""


@contextmanager
def reading() -> Iterator[None]:
    """Whatever the reading of an answer raises within this is a ConnectorError.

    Anything but one of those is Unreadable, which names the kind of the fault only: its words may
    quote the answer.
    """
    try:
        yield
    except ConnectorError:
        raise
    except Exception as error:  # noqa: BLE001 - no answer may end a run
        unreadable = Unreadable(f"the answer cannot be read ({type(error).__name__})")
    else:
        return
    raise unreadable


def storable(text: str) -> str:
    """The text with U+FFFD for what no case file holds.

    That is half of a surrogate pair (no UTF-8 has it) and NUL (PostgreSQL has none in a text).
    """
    return _UNSTORABLE.sub("\ufffd", text) if _UNSTORABLE.search(text) else text


def taken(records: Iterable[SourceRecord]) -> Taken:
    """The records as they may be stored and compared.

    Texts are storable and at most 4,000 characters long; an answer has at most 5,000 records, a
    record at most 100 facts of a kind (indicators: of each of their kinds), fewer in an answer of
    more than fifty records. The most recent facts stay, undated ones after the dated, in their
    order. Raises SourceChanged for a reference that would have to be mended.
    """
    left = iter(records)
    kept = list(islice(left, MOST_RECORDS))
    more = sum(1 for _ in left)
    notes = [f"{more + len(kept):,} records, {len(kept):,} read"] if more else []
    most = max(LEAST_FACTS, min(MOST_FACTS, MOST_FACTS_OF_ALL // max(len(kept), 1)))
    mending = _Mending()
    bounded = [_bounded(record, most) for record in kept]
    cut = [words for _, words in bounded if words]
    notes += [f"record cut: {words}" for words in cut[:_MOST_NOTES]]
    if len(cut) > _MOST_NOTES:
        notes.append(f"{len(cut) - _MOST_NOTES:,} more records cut")
    found = tuple(mending.record(record) for record, _ in bounded)
    return Taken(found, "; ".join([*notes, *mending.notes()]))


def _bounded(record: SourceRecord, most: int) -> tuple[SourceRecord, str]:
    """The record with at most so many facts of a kind, and which of them were cut."""
    changes: dict[str, Any] = {}
    words: list[str] = []
    for name in _LISTS:
        facts = getattr(record, name)
        if len(facts) > most:
            changes[name] = _latest(facts, most)
            words.append(f"{len(facts):,} {name}, {most} read")
    if len(record.indicators) > most:
        kept = _indicators(record.indicators, most)
        if len(kept) < len(record.indicators):
            changes["indicators"] = kept
            words.append(f"{len(record.indicators):,} indicators, {len(kept)} read")
    return (replace(record, **changes) if changes else record), ", ".join(words)


def _latest(facts: Sequence[Fact], most: int) -> tuple[Fact, ...]:
    """So many facts, the last seen first, in the order in which they stood."""
    order = sorted(range(len(facts)), key=lambda at: _seen(facts[at]), reverse=True)
    return tuple(facts[at] for at in sorted(order[:most]))


def _indicators(facts: Sequence[Indicator], most: int) -> tuple[Indicator, ...]:
    """So many of each kind: a death is not lost among ten thousand liens."""
    counts = Counter(fact.kind for fact in facts)
    latest = {kind: _latest([f for f in facts if f.kind is kind], most) for kind in counts}
    kept = {id(fact) for found in latest.values() for fact in found}
    return tuple(fact for fact in facts if id(fact) in kept)


def _seen(fact: object) -> date:
    if isinstance(fact, Reported):
        day = fact.last_seen or fact.first_seen
    else:
        day = fact.dated if isinstance(fact, Indicator) else None
    return day.latest() if day else _UNDATED


@cache
def _parts_of(kind: Any) -> tuple[str, ...]:
    """The fields that a dataclass is made of; none of any other type."""
    return tuple(one.name for one in fields(kind) if one.init) if is_dataclass(kind) else ()


@cache
def _values_in(kind: Any) -> Callable[[Any], Iterable[Any]] | None:
    """What gives the values that one of this type is made of; None where it is one value."""
    if issubclass(kind, tuple):
        return iter
    if issubclass(kind, Mapping):
        return operator.methodcaller("values")
    if len(names := _parts_of(kind)) < 2:
        return (lambda value: (getattr(value, names[0]),)) if names else None
    return operator.attrgetter(*names)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, in any order."""
    left = [value]
    while left:
        one = left.pop()
        kind: Any = type(one)
        if isinstance(one, str):
            yield one
        elif values := _values_in(kind):
            left.extend(values(one))


def _are_sound(texts: Sequence[str]) -> bool:
    """Whether no text is too long or has to be mended."""
    longest = max(map(len, texts), default=0)
    return longest <= LONGEST_TEXT and _UNSTORABLE.search("".join(texts)) is None


class _Mending:
    """Makes texts storable, and counts what it changed."""

    def __init__(self) -> None:
        self._damaged = self._long = 0

    def record(self, record: SourceRecord) -> SourceRecord:
        """The record with storable texts; the same record when they are all sound."""
        if _are_sound(list(_texts(record))):
            return record
        if self._text(record.ref) != record.ref:
            raise SourceChanged("a record's reference is too long, or no text")
        mended: SourceRecord = self._value(record)
        return mended

    def notes(self) -> Iterator[str]:
        """What was changed, in words."""
        if self._damaged:
            yield f"{self._damaged:,} damaged texts mended"
        if self._long:
            yield f"{self._long:,} texts cut at {LONGEST_TEXT:,} characters"

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, tuple):
            return self._same_or(value, [self._value(item) for item in value], tuple)
        if isinstance(value, Mapping):
            mended = [self._value(item) for item in value.values()]
            return self._same_or(value, mended, lambda made: dict(zip(value, made, strict=True)))
        kind: Any = type(value)
        if names := _parts_of(kind):
            changes = {
                name: mended
                for name in names
                if (mended := self._value(old := getattr(value, name))) is not old
            }
            return replace(value, **changes) if changes else value
        return value

    @staticmethod
    def _same_or(value: Any, made: list[Any], build: Callable[[list[Any]], Any]) -> Any:
        olds = value.values() if isinstance(value, Mapping) else value
        same = all(new is old for new, old in zip(made, olds, strict=True))
        return value if same else build(made)

    def _text(self, text: str) -> str:
        if len(text) > LONGEST_TEXT:
            self._long += 1
            text = text[:LONGEST_TEXT]
        sound = storable(text)
        if sound is not text:
            self._damaged += 1
        return sound
