"""Who is the same person: told alike whether keys lead to few subjects or to a crowd."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.kin import kin_of
from skiptrace.model.account import Account, ObligorRole, Reach
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import EntityKind, KnownContact, PersonName, PostalAddress, Subject

CROWD = 36
"""Accounts of which all share one of two telephones, and every fourth a surname."""

SURNAMES = ("ROE", "LEE", "POE", "DOE")


def entry(number: int, rng: np.random.Generator) -> AccountEntry:
    """Account `number`; every sixth is of the person of the one six before, by fewer facts."""
    is_second = number % 6 == 5
    who = number - 5 if is_second else number
    home = PostalAddress(f"{who + 1} Oak St", "Tampa", "FL", "33601")
    subject = Subject(
        id="",
        kind=EntityKind.PERSON,
        names=(PersonName("JANE" if who % 2 else "ANN", "", SURNAMES[who % 4]),),
        dob=None if is_second else PartialDate(1950 + who % 40, 1 + who % 12, 1 + who % 28),
        ssn="" if is_second else f"9{who:08d}",
        ssn4=f"{who:04d}",
        addresses=(KnownContact(home),),
        phones=(KnownContact(f"+1239555010{rng.integers(2)}"),),
    )
    return AccountEntry(Account("", f"A{number}", status="open"), subject)


@pytest.fixture
def crowd(tmp_path: Path, empty_sqlite: Path, keyring: Keyring) -> Iterator[CaseFile]:
    case = open_case_file(f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'c.db')}", keyring)
    rng = np.random.default_rng(5)
    with case.write() as tx:
        case.accounts.add(tx, [entry(number, rng) for number in range(CROWD)])
    yield case
    case.close()


def people(case: CaseFile, subject_id: str, most: int) -> tuple[dict[str, Reach], int]:
    """Who the subject is, or may be, and how many were met on the way."""
    with case.read() as tx:
        kin = kin_of(tx, [subject_id], most)
        kin.know(tx, kin.reachable([subject_id]))
    return kin.people([subject_id]), len(kin.others())


def test_a_crowd_is_followed_by_who_they_are_and_comes_to_the_same(crowd: CaseFile) -> None:
    ids = [
        crowd.accounts.subject_id(crowd.accounts.account_id(f"A{n}"), ObligorRole.PRIMARY)
        for n in range(CROWD)
    ]
    far, near = 0, 0
    for number, subject_id in enumerate(ids):
        by_keys, met = people(crowd, subject_id, CROWD + 1)
        by_sameness, fewer = people(crowd, subject_id, 0)
        assert by_sameness == by_keys
        far, near = far + met, near + fewer
        if number % 6 == 0:
            assert by_keys[ids[number + 5]] is not None, "the second account of the person"
    assert near < far, "nobody else's neighbours are asked for"
