"""Values of a file that so many share that they tell nobody from another."""

from __future__ import annotations

import numpy as np
import pytest

from matching.compare.words import word_facts
from matching.encode.batch import NOT_KNOWN, PersonBatch, Words
from matching.encode.profiles import batch_of_profiles
from matching.engine.crowded import FAMILIES, CrowdCounts, Crowded
from matching.parse.person.clean_name import clean_name
from matching.profile import Profile
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import PersonName

PHONE, EMAIL, SSN, BORN = "+15125550142", "desk@example.com", "900128329", "1985-05-05"
SUBJECT = Profile(
    names=(clean_name(PersonName("ANN", "", "WEXFORD")),),
    phones=(PHONE,),
    emails=(EMAIL,),
    ssn=SSN,
    ssn4=SSN[-4:],
    dob=PartialDate.parse(BORN),
)


def bearer(number: int, **values: object) -> Profile:
    """Somebody whose surname tells the number, with values of the subject."""
    surname = "".join(chr(65 + int(digit)) for digit in f"{number:04d}") + "SON"
    return Profile(names=(clean_name(PersonName("LEE", "", surname)),), **values)  # type: ignore[arg-type]


def crowded_of(*parts: list[Profile]) -> tuple[Crowded, PersonBatch]:
    words = Words()
    subjects = batch_of_profiles([SUBJECT], words)
    counts = CrowdCounts(subjects)
    for part in parts:
        people = batch_of_profiles(part, words)
        counts.add(people, word_facts(words))
    return counts.crowded(), subjects


VALUES = {
    "phones": {"phones": (PHONE,)},
    "emails": {"emails": (EMAIL,)},
    "numbers": {"ssn": SSN, "ssn4": SSN[-4:]},
}


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize(("beyond", "is_crowd"), [(-1, False), (0, True)])
def test_as_many_surnames_make_a_crowd(kind: str, beyond: int, is_crowd: bool) -> None:
    people = [bearer(n, **VALUES[kind]) for n in range(FAMILIES[kind] + beyond)]
    found, _ = crowded_of(people[:2], people[2:])
    assert found.counts == ({kind: 1} if is_crowd else {})


@pytest.mark.parametrize("kind", VALUES)
def test_many_records_of_one_family_are_no_crowd(kind: str) -> None:
    found, _ = crowded_of([bearer(7, **VALUES[kind])] * 40)
    assert found.counts == {}


@pytest.mark.parametrize(
    ("born", "same", "others", "is_crowd"),
    [
        (BORN, 20, 0, False),
        (BORN, 21, 0, True),
        (BORN, 30, 27_000, False),  # as many as a file of its size has
        (BORN, 60, 27_000, True),
    ],
)
def test_a_day_of_birth_is_a_crowd_far_beyond_its_share(
    born: str, same: int, others: int, is_crowd: bool
) -> None:
    one = [bearer(n, dob=PartialDate.parse(born)) for n in range(same)]
    rest = [
        bearer(0, dob=PartialDate(1930 + n % 70, 2 + n % 11, 1 + n % 28)) for n in range(others)
    ]
    found, _ = crowded_of(one, rest)
    assert found.counts == ({"births": 1} if is_crowd else {})


@pytest.mark.parametrize(("same", "is_crowd"), [(60, False), (320, True)])
def test_new_years_days_are_measured_by_each_other(same: int, is_crowd: bool) -> None:
    """1 January stands for its year, which it tells; only one of them that sticks out does not."""
    words = Words()
    counts = CrowdCounts(batch_of_profiles([bearer(1, dob=PartialDate(1970, 1, 1))], words))
    known = [bearer(n, dob=PartialDate(1930 + n % 70, 1, 1)) for n in range(1400)]
    known += [bearer(n, dob=PartialDate(1970, 1, 1)) for n in range(same)]
    counts.add(batch_of_profiles(known, words), word_facts(words))
    assert counts.crowded().counts == ({"births": 1} if is_crowd else {})


def test_what_is_crowded_is_not_known_and_the_rest_stays() -> None:
    everything = {"phones": (PHONE, "+15125550199"), "emails": (EMAIL,), "ssn": SSN, "ssn4": "8329"}
    people = [bearer(n, dob=PartialDate.parse(BORN), **everything) for n in range(25)]
    found, subjects = crowded_of(people)
    assert found.counts == {"phones": 1, "emails": 1, "numbers": 1, "births": 1}
    left = found.without(subjects)
    assert (left.year.tolist(), left.month.tolist(), left.day.tolist()) == ([0], [0], [0])
    assert (left.ssn.tolist(), left.last4.tolist()) == ([NOT_KNOWN], [NOT_KNOWN])
    assert left.phones.start.tolist() == left.emails.start.tolist() == [0, 0]
    assert np.array_equal(left.names.surname, subjects.names.surname)
    words = Words()
    other = batch_of_profiles([Profile(phones=("+15125550142", "+15125550199"))], words)
    kept = found.without(other).phones
    assert (kept.start.tolist(), kept.values.tolist()) == ([0, 1], [5125550199])


def test_without_a_crowd_nobody_changes() -> None:
    found, subjects = crowded_of([bearer(1)])
    assert found.counts == {}
    assert found.without(subjects) is subjects
