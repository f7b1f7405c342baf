"""Ninety small files of agencies, taken in one after the other through the command line."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from skiptrace.casefile.account_reading import read_holds
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.cli.session import opened
from skiptrace.intake.fields.holds import SINCE_EVER
from skiptrace.model.account import Hold
from tests.acceptance.agency_cases import CELLS, LAYOUTS
from tests.acceptance.agency_files import File, own_numbers, written
from tests.acceptance.agency_names import NAMES
from tests.acceptance.agency_trades import TRADES
from tests.installation import DAY, Site

FILES: dict[str, File] = {**LAYOUTS, **CELLS, **NAMES, **TRADES}


@dataclass(frozen=True)
class Desk:
    """All files taken in: what each run said, what the case file has by account number."""

    words: dict[str, str]
    again: dict[str, str]
    entries: dict[str, list[str]]
    rejects: dict[str, list[str]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, ready: Site) -> Desk:
    """A site that took in every file, each of them twice."""
    site = ready.copy(tmp_path_factory.mktemp("agency") / "site")
    words, again, rejects = {}, {}, {}
    for number, (name, file) in enumerate(FILES.items()):
        path = written(site.folder, number, file)
        told = [f"--map={target}={column}" for target, column in file.mapping.items()]
        run = ("intake", str(path), "--yes", "--as-of", DAY, *told)
        words[name] = site.run(*run, code=None).stderr.decode()
        again[name] = site.run(*run, code=None).stderr.decode()
        rejects[name] = rejected(path)
    with opened(str(site.config)) as session:
        found = defaultdict(list)
        with session.case.read() as tx:
            entries = session.case.accounts.page(tx, ("", ""), 10_000)
            own = read_holds(tx, [entry.account.id for entry in entries])
        for entry in entries:
            holds = own.get(entry.account.id, ())
            found[entry.account.number].append(said_of(entry, holds))
    return Desk(words, again, found, rejects)


def rejected(path: Path) -> list[str]:
    """What stands first in every rejected row of a file."""
    kept = path.with_name(f"{path.stem}.rejects.csv")
    if not kept.exists():
        return []
    with kept.open(newline="", encoding="utf-8", errors="surrogateescape") as file:
        return [row[2] for row in list(csv.reader(file))[1:]]


def said_of(entry: AccountEntry, holds: Sequence[Hold]) -> str:
    """One obligor in words: who, and what else is known; the first has the account's own holds.

    What another account of the same name holds is not told here.
    """
    own = sorted(holds, key=lambda hold: hold.code) if entry.role == "primary" else ()
    return ", ".join((_who(entry), *_more(entry), *map(_held, own)))


def _held(hold: Hold) -> str:
    return f"hold {hold.code}{'' if hold.since == SINCE_EVER else f'@{hold.since}'}"


def _who(entry: AccountEntry) -> str:
    subject = entry.subject
    name = subject.organization or subject.names[0].full or f"?{subject.names[0].original}"
    is_asked = any("plain words" in words for words in subject.left_out)
    return f"{entry.role} {subject.kind} {'?' if is_asked else ''}{name}"


def _more(entry: AccountEntry) -> Iterator[str]:
    subject, account, mail = entry.subject, entry.account, entry.returned_mail
    yield from (f"dba {name}" for name in subject.trade_names)
    yield from (f"c/o {name}" for name in subject.care_of)
    yield from ([f"born {subject.dob}"] if subject.dob else [])
    if subject.ssn or subject.ssn4:
        yield f"ssn {subject.ssn}" if subject.ssn else f"ssn4 {subject.ssn4}"
    yield from ([f"ein {subject.ein}"] if subject.ein else [])
    yield from (f"tel {phone.value}" for phone in subject.phones)
    yield from ([f"owes {account.balance}"] if account.balance is not None else [])
    yield from ([f"status {account.status}"] if account.status else [])
    yield from ([f"mail {mail.code_list or '?'} {mail.code}"] if mail else [])


def test_there_are_sixty_files() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_what_the_case_file_has_of_a_file(name: str, desk: Desk) -> None:
    own = own_numbers(list(FILES).index(name))
    file = FILES[name]
    wanted = defaultdict(list)
    for line in file.taken:
        number, _, said = line.partition(" ")
        wanted[number.replace("@", own)].append(said)
    of_file = {n: said for n, said in desk.entries.items() if n.startswith(own) or n in wanted}
    assert {n: sorted(said) for n, said in of_file.items()} == {
        n: sorted(said) for n, said in wanted.items()
    }
    assert [number.replace(own, "@") for number in desk.rejects[name]] == list(file.rejected)
    for words in file.told:
        assert words in desk.words[name]
    assert "Traceback" not in desk.words[name]


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_comes_again_changes_nothing(name: str, desk: Desk) -> None:
    assert "0 new, 0 changed" in desk.again[name]
