"""Nothing personal of a debtor is in clear where it need not be: database, logs, audit, names."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from tests.findings import findings_of
from tests.installation import DAY, Site, cut_mail

_LEAST_LETTERS = 6
_PRINTED = re.compile(rb"[\x20-\x7e]{4,}")
_WIDE = {"utf-16-le": rb"(?:[\x20-\x7e]\x00){4,}", "utf-16-be": rb"(?:\x00[\x20-\x7e]){4,}"}


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
    if len(last) >= _LEAST_LETTERS:
        yield last


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
}


@dataclass(frozen=True)
class Secrets:
    """Every spelling of every account's personal facts, in lower case, by field."""

    by_field: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, mail: Path) -> Secrets:
        with mail.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        found = {
            name: frozenset(text.casefold() for row in rows for text in spell(row))
            for name, spell in SPELLINGS.items()
        }
        return cls(found)

    def found_in(self, data: bytes) -> dict[str, int]:
        """How many facts of each field stand in the bytes, in UTF-8 or UTF-16, in any case.

        Only runs of printable characters are searched: the rest is ciphertext.
        """
        text = "\n".join(readable(data)).casefold()
        hits = {
            name: sum(one in text for one in spelled) for name, spelled in self.by_field.items()
        }
        return {name: count for name, count in hits.items() if count}


def readable(data: bytes) -> Iterator[str]:
    """What can be read in the bytes: as UTF-8 text if it is, and runs of letters of any width."""
    try:
        yield data.decode("utf-8")
    except UnicodeDecodeError:
        yield from (run.decode("ascii") for run in _PRINTED.findall(data))
    for encoding, run in _WIDE.items():
        yield from (found.decode(encoding) for found in re.findall(run, data))


@dataclass
class Used:
    """A site on which every command has run once, and what the commands said."""

    site: Site
    secrets: Secrets
    said: dict[str, bytes] = field(default_factory=dict)
    exported: bytes = b""
    database: dict[str, bytes] = field(default_factory=dict)

    def run(self, *args: str) -> None:
        done = self.site.run(*args, code=None)
        assert b"Traceback" not in done.stderr
        assert done.returncode in {0, 4}
        self.said[args[0]] = self.said.get(args[0], b"") + done.stderr + done.stdout


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory, ready: Site) -> Used:
    """Intake, nightly, trace, assets and write-back, with the write-ahead log kept on disk."""
    site = ready.copy(tmp_path_factory.mktemp("private") / "site")
    cut_mail(site, 36)
    used = Used(site, Secrets.of(site.mail))
    used.run("doctor")
    with closing(sqlite3.connect(site.folder / "skiptrace.db")) as reader:
        reader.execute("SELECT count(*) FROM account")  # open: the log is not folded in and dropped
        used.run("intake", str(site.mail), "--yes", "--as-of", DAY)
        used.run("nightly", "--as-of", DAY)
        number = next(n for n, kind, *_ in findings_of(site) if kind == "real_property")
        used.run("trace", number, "--as-of", DAY)
        files = ("--pdf", str(site.folder / "a.pdf"), "--xlsx", str(site.folder / "a.xlsx"))
        used.run("assets", number, "--matter", "M-1", "--as-of", DAY, *files)
        used.run("writeback", "apply", "--as-of", DAY)
        used.run("audit", "verify")
        used.run("doctor")
        used.exported = site.run("audit", "export").stdout
        names = ("skiptrace.db", "skiptrace.db-wal", "skiptrace.db-shm")
        used.database = {name: (site.folder / name).read_bytes() for name in names}
    return used


def test_the_search_finds_what_is_in_clear(used: Used) -> None:
    mail = used.site.mail.read_text()
    fields = set(SPELLINGS)
    assert set(used.secrets.found_in(mail.encode())) == fields
    for text in (mail.upper(), mail.lower()):
        for encoding in _WIDE:
            assert set(used.secrets.found_in(b"\xff\xfe\x81" + text.encode(encoding))) == fields
    assert set(used.secrets.found_in((used.site.folder / "writeback.csv").read_bytes())) >= {
        "e-mail or street"
    }


@pytest.mark.parametrize("name", ["skiptrace.db", "skiptrace.db-wal", "skiptrace.db-shm"])
def test_the_case_file_holds_nothing_in_clear(used: Used, name: str) -> None:
    assert len(used.database[name]) > 10_000
    assert used.secrets.found_in(used.database[name]) == {}


@pytest.mark.parametrize("command", ["intake", "nightly", "audit", "doctor", "writeback"])
def test_what_a_command_says_in_passing_names_nobody(used: Used, command: str) -> None:
    assert used.said[command]
    assert used.secrets.found_in(used.said[command]) == {}


def test_the_audit_trail_names_nobody(used: Used) -> None:
    assert used.exported.count(b"\n") > 150
    assert used.secrets.found_in(used.exported) == {}


def files_of(site: Site) -> list[Path]:
    """Every file below the site but the town's own, which are the providers' and the creditor's."""
    town = site.folder / "sandbox"
    return [p for p in site.folder.rglob("*") if p.is_file() and town not in p.parents]


def test_no_file_is_named_after_anybody(used: Used) -> None:
    names = "\n".join(str(path.relative_to(used.site.folder)) for path in files_of(used.site))
    assert "skiptrace.db" in names
    assert used.secrets.found_in(names.encode()) == {}


def test_no_file_but_those_made_for_people_holds_anything_in_clear(used: Used) -> None:
    """Left out: what was asked for (report, write-back), and data/, where the roll connectors keep
    whole public registers: who owns which parcel is published there about everybody.
    """
    asked_for = {".pdf", ".xlsx", ".csv"}
    rolls = used.site.folder / "data"
    others = [
        path
        for path in files_of(used.site)
        if path.suffix not in asked_for and rolls not in path.parents
    ]
    assert len(others) >= 3
    for path in others:
        assert used.secrets.found_in(path.read_bytes()) == {}, path.name


def test_files_that_hold_people_are_for_their_owner_only(used: Used) -> None:
    names = ["skiptrace.db", "skiptrace.key", "a.pdf", "a.xlsx", "writeback.csv"]
    open_to_others = [name for name in names if (used.site.folder / name).stat().st_mode & 0o077]
    assert open_to_others == []
