"""Records that agree less and less with a subject, one field at a time: none may weigh more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.unit.matching.constraints.paired import PERSON, Case, Facts

STEPS: Mapping[str, Sequence[Facts]] = {
    "surname": [
        {}, {"last_name": "WINKELMANN"}, {"last_name": "WINKLEMANS"}, {"last_name": "WEBERLING"},
        {"last_name": "OSTRANDER"},
    ],
    "surname, sound": [{}, {"last_name": "WINKLEMAN"}, {"last_name": "OSTRANDER"}],
    "surname, unknown": [{}, {"last_name": ""}, {"last_name": "OSTRANDER"}],
    "given name": [
        {}, {"first_name": "HERB"}, {"first_name": "H", "middle_name": ""},
        {"first_name": "HAROLD", "middle_name": ""}, {"first_name": "NORBERT", "middle_name": ""},
    ],
    "given name, slips": [
        {}, {"first_name": "HERBRET"}, {"first_name": "HERRBET"}, {"first_name": "NORMAN"},
    ],
    "given name, unknown": [{}, {"first_name": ""}, {"first_name": "NORMAN"}],
    "middle name": [{}, {"middle_name": ""}, {"middle_name": "T"}],
    "generation": [{}, {"suffix": ""}, {"suffix": "SR"}],
    "birth, digits": [
        {}, {"dob": "1958-04-18"}, {"dob": "1958-09-28"}, {"dob": "1959-09-28"},
        {"dob": "1963-09-28"}, {"dob": "1973-09-28"}, {"dob": "1991-09-28"},
    ],
    "birth, less said": [{}, {"dob": "1958-04"}, {"dob": "1958"}, {"dob": ""}, {"dob": "1985"}],
    "birth, stand-in": [{}, {"dob": "1958-01-01"}, {"dob": "1963-09-28"}],
    "birth, unknown": [{}, {"dob": ""}, {"dob": "1973-09-28"}],
    "SSN": [
        {}, {"ssn": "4321"}, {"ssn": "900124327"}, {"ssn": "900881177"},
    ],
    "SSN, unknown": [{}, {"ssn": ""}, {"ssn": "900881177"}],
    "phone": [
        {}, {"phone": "2025550143"}, {"phone": "2025550187"}, {"phone": "2024440187"},
        {"phone": "3034440187"},
    ],
    "phone, unknown": [{}, {"phone": ""}, {"phone": "3034440187"}],
    "e-mail": [{}, {"email": ""}, {"email": "nobody@example.com"}],
    "place": [
        {}, {"address": "100 N MAIN"}, {"address": "104 N MAIN ST"}, {"address": "771 N MAIN ST"},
        {"address": "771 ORCHARD RD"},
        {"address": "771 ORCHARD RD", "city": "PORTLAND", "zip": "97205"},
        {"address": "771 ORCHARD RD", "city": "DENVER", "state": "CO", "zip": "80202"},
    ],
    "unit": [
        {"address": "100 N MAIN ST APT 4"}, {"address": "100 N MAIN ST"},
        {"address": "100 N MAIN ST APT 9"}, {"address": "771 N MAIN ST APT 9"},
        {"address": "771 ORCHARD RD"},
    ],
    "middle name, in full": [
        {}, {"middle_name": "L"}, {"middle_name": ""}, {"middle_name": "TIMOTHY"},
    ],
    "surname, compound": [
        {}, {"last_name": "WINKELMAN"}, {"last_name": "WEBERLING"}, {"last_name": "BRANDAUER"},
    ],
    "SSN, last four": [{}, {"ssn": "4327"}, {"ssn": "8877"}],
    "birth, year": [{}, {"dob": ""}, {"dob": "1963"}, {"dob": "1991"}],
    "box": [
        {}, {"address": ""},
        {"address": "PO BOX 912", "city": "DENVER", "state": "CO", "zip": "80202"},
    ],
    "directional": [{}, {"address": "100 MAIN ST"}, {"address": "100 S MAIN ST"}],
    "address, unknown": [
        {}, {"address": ""}, {"address": "", "city": "", "zip": "", "state": ""},
        {"address": "771 ORCHARD RD", "city": "DENVER", "state": "CO", "zip": "80202"},
    ],
}  # fmt: skip
"""From the most agreement to the least, each beside what a background leaves of the rest."""

_PLACE = ("address", "city", "state", "zip")
"""What says little alone is there with the rest."""

SUBJECTS: Mapping[str, Facts] = {
    "generation": {"suffix": "JR"},
    "unit": {"address": "100 N MAIN ST APT 4"},
    "middle name, in full": {"middle_name": "LEOPOLD"},
    "surname, compound": {"last_name": "WINKELMAN-OSTRANDER"},
    "SSN, last four": {"ssn": "4321"},
    "birth, year": {"dob": "1958"},
    "box": {"address": "PO BOX 77"},
}
BACKGROUNDS: Mapping[str, Facts] = {
    "all else agrees": {},
    "nothing but the name": dict.fromkeys(
        ("middle_name", "dob", "ssn", "phone", "email", "address", "city", "state", "zip"), ""
    ),
    "name and birth": dict.fromkeys(("ssn", "phone", "email", "address", "city", "zip"), ""),
    "name and house": dict.fromkeys(("dob", "ssn", "phone", "email"), ""),
    "name, house and phone": dict.fromkeys(("dob", "ssn", "email"), ""),
    "name and phone": dict.fromkeys(("dob", "ssn", "email", "address", "city", "zip"), ""),
    "moved": {"address": "9 PINE CT", "city": "TULSA", "state": "OK", "zip": "74103"},
    "moved, other phone": {
        "address": "9 PINE CT", "city": "TULSA", "state": "OK", "zip": "74103",
        "phone": "9185550199", "ssn": "",
    },
    "other birth": {"dob": "1961-09-02"},
    "other given name": {"first_name": "GERDA", "middle_name": ""},
    "other surname": {"last_name": "OSTRANDER"},
    "no number": {"ssn": "", "email": ""},
}  # fmt: skip


@dataclass(frozen=True)
class Ladder:
    """The cases of one field beside one background, the one that agrees most first."""

    field: str
    background: str
    cases: tuple[Case, ...]

    def steps(self) -> Iterator[tuple[Case, Case]]:
        """Each case with the next, which agrees less."""
        return pairwise(self.cases)


def ladders() -> list[Ladder]:
    """Every field beside every background."""
    return [_ladder(field, background) for field in STEPS for background in BACKGROUNDS]


def _ladder(field: str, background: str) -> Ladder:
    """The field as the step says, or as the subject has it; all else as the background has it."""
    subject = {**PERSON, **SUBJECTS.get(field, {})}
    family, beside = f"{field}, {background}", BACKGROUNDS[background]
    told = {name for step in STEPS[field] for name in step}
    own = {name: subject[name] for name in (told | set(_PLACE) if told & set(_PLACE) else told)}
    cases = tuple(
        Case(family, str(number), {**beside, **own, **step}, subject)
        for number, step in enumerate(STEPS[field])
    )
    return Ladder(field, background, cases)
