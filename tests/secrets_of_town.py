"""Whether bytes hold a town's people in clear: every spelling of every fact, in any encoding."""

from __future__ import annotations

import ast
import csv
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_LEAST_LETTERS = 6
_AROUND = 40
_ROOT = Path(__file__).parents[1]
_PACKAGES = ("skiptrace", "connectors", "matching", "jobs", "config")
_WORD = re.compile(r"\b[a-z]{6,}\b")
_PRINTED = re.compile(rb"[\x20-\x7e]{4,}")
WIDE = {"utf-16-le": rb"(?:[\x20-\x7e]\x00){4,}", "utf-16-be": rb"(?:\x00[\x20-\x7e]){4,}"}


def spelled_ssn(row: Mapping[str, str]) -> Iterator[str]:
    digits = re.sub(r"\D", "", row["ssn"])
    if len(digits) == 9:
        for mark in ("", "-", " "):
            yield mark.join((digits[:3], digits[3:5], digits[5:]))


def spelled_phones(row: Mapping[str, str]) -> Iterator[str]:
    for phone in filter(None, row["phone"].split(";")):
        digits = re.sub(r"\D", "", phone)[-10:]
        area, exchange, line = digits[:3], digits[3:6], digits[6:]
        yield phone.strip()
        yield f"({area}) {exchange}-{line}"
        for mark in ("", "-", ".", " "):
            yield mark.join((area, exchange, line))


def spelled_dob(row: Mapping[str, str]) -> Iterator[str]:
    try:
        born = date.fromisoformat(row["dob"])
    except ValueError:
        return
    yield born.isoformat()
    yield f"{born:%m/%d/%Y}"
    yield f"{born.month}/{born.day}/{born.year}"
    yield f"{born:%Y%m%d}"


def spelled_names(row: Mapping[str, str]) -> Iterator[str]:
    """The whole name in the orders that files use, and a surname that is no common word."""
    first, middle, last = (row[f"{part}_name"] for part in ("first", "middle", "last"))
    if len(first) + len(last) >= _LEAST_LETTERS:
        yield f"{first} {last}"
        yield f"{last}, {first}"
        yield f"{last} {first}"
        yield f"{first} {middle} {last}"
    if len(last) >= _LEAST_LETTERS and last.casefold() not in own_words():
        yield last


@cache
def own_words() -> frozenset[str]:
    """The words that our code itself writes, in lower case: a surname that is one tells nobody.

    The surname Numbers stood in "numbers of one register differ", a veto. Beside a given name it
    is looked for all the same. What an invented town is made of is no word of ours.
    """
    files = [path for name in _PACKAGES for path in (_ROOT / name).rglob("*.py")]
    found: set[str] = set()
    for path in files:
        if "sandbox" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.update(_WORD.findall(node.value))
    return frozenset(found)


def spelled_account(row: Mapping[str, str]) -> Iterator[str]:
    if len(row["account_number"]) >= _LEAST_LETTERS:
        yield row["account_number"]


def spelled_rest(row: Mapping[str, str]) -> Iterator[str]:
    if row["email"]:
        yield row["email"]
    for street in (row["address"], row["forward_address"]):
        if re.search(r"\d.*[A-Za-z]{3}", street):
            yield street


SPELLINGS = {
    "ssn": spelled_ssn,
    "phone": spelled_phones,
    "dob": spelled_dob,
    "name": spelled_names,
    "e-mail or street": spelled_rest,
    "account number": spelled_account,
}


_FOUND = {
    "a found street": "SELECT line FROM truth_address JOIN truth_account USING (person_id)",
    "a found phone": "SELECT e164 FROM truth_phone JOIN truth_account USING (person_id)",
    "a found e-mail": "SELECT email FROM truth_email JOIN truth_account USING (person_id)",
    "a parcel": "SELECT parcel_id FROM truth_title JOIN truth_account USING (person_id)",
}
"""What only the town's sources know of those who owe."""
_LETTERS = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True)
class Secrets:
    """Spellings of personal facts, in lower case, by field; each of six characters at least."""

    by_field: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, mail: Path, truth: Path | None = None) -> Secrets:
        """What the creditor's file says of its people, and what is true of them besides."""
        with mail.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        found = {
            name: frozenset(text.casefold() for row in rows for text in spell(row))
            for name, spell in SPELLINGS.items()
        }
        return cls(found | (_of_truth(truth) if truth is not None else {}))

    def found_in(self, data: bytes) -> dict[str, int]:
        """How many facts of each field stand in the bytes, in UTF-8 or UTF-16, in any case.

        Only runs of printable characters are searched: the rest is ciphertext.
        """
        return dict(Counter(name for name, _ in self.surroundings(data)))

    def surroundings(self, data: bytes) -> dict[tuple[str, str], str]:
        """By field and fact, the text around the first place where it stands in the bytes."""
        text = "\n".join(readable(data)).casefold()
        beginnings = self._beginnings()
        hits: dict[tuple[str, str], str] = {}
        for at in range(len(text) - _LEAST_LETTERS + 1):
            for name, secret in beginnings.get(text[at : at + _LEAST_LETTERS], ()):
                if text.startswith(secret, at) and not _is_within(text, at, secret):
                    around = text[max(0, at - _AROUND) : at + len(secret) + _AROUND]
                    hits.setdefault((name, secret), around)
        return hits

    def _beginnings(self) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, spelled in self.by_field.items():
            for secret in spelled:
                found[secret[:_LEAST_LETTERS]].append((name, secret))
        return found


def _is_within(text: str, at: int, secret: str) -> bool:
    """Whether digits stand inside a longer word, such as a digest: those are nobody's."""
    around = text[max(0, at - 1) : at] + text[at + len(secret) : at + len(secret) + 1]
    return secret.isdigit() and any(letter.isalnum() for letter in around)


def _of_truth(truth: Path) -> dict[str, frozenset[str]]:
    with closing(sqlite3.connect(f"file:{truth}?mode=ro", uri=True)) as base:
        told = {name: [row[0] for row in base.execute(query)] for name, query in _FOUND.items()}
    return {name: frozenset(_telling(texts)) for name, texts in told.items()}


def _telling(texts: Iterable[str]) -> Iterator[str]:
    """The texts that are long enough to be nobody else's."""
    for text in texts:
        digits = re.sub(r"\D", "", text)[-10:]
        if len(digits) == 10 and not _LETTERS.search(text):
            yield from spelled_phones({"phone": text})
        elif len(text) > _LEAST_LETTERS or "@" in text:
            yield text.casefold()


def readable(data: bytes) -> Iterator[str]:
    """What can be read in the bytes: as UTF-8 text if it is, and runs of letters of any width."""
    try:
        yield data.decode("utf-8")
    except UnicodeDecodeError:
        yield from (run.decode("ascii") for run in _PRINTED.findall(data))
    for encoding, run in WIDE.items():
        yield from (found.decode(encoding) for found in re.findall(run, data))
