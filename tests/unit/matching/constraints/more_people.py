"""Records of other people that come about as files are made and as families and houses change."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from tests.unit.matching.constraints.paired import Case, Facts, only

HOUSE = ("address", "city", "state", "zip")
NUMBERS: dict[str, Facts] = {
    "number unknown": {"ssn": ""},
    "next number": {"ssn": "900124322"},
    "digits of the number exchanged": {"ssn": "900124312"},
    "copied number": {},
}


def siblings() -> Iterator[Case]:
    """Brothers and sisters, whose numbers were given out one after the other."""
    people: dict[str, Facts] = {
        "brother, two years younger": {"first_name": "HAROLD", "dob": "1960-06-21"},
        "sister, ten months younger": {"first_name": "HELGA", "dob": "1959-02-20"},
        "twin of another name": {"first_name": "GISELA"},
        "twin of one initial": {"first_name": "HELMUT"},
        "triplet, birth by the year": {"first_name": "HUBERT", "dob": "1958"},
    }
    for (who, own), (number, ssn) in product(people.items(), NUMBERS.items()):
        yield Case("sibling", f"{who}, {number}", {"middle_name": "", **own, **ssn})
        moved = {"address": "9 ELM ST", "email": ""}
        yield Case("sibling away", f"{who}, {number}", {"middle_name": "", **own, **ssn, **moved})


def in_laws() -> Iterator[Case]:
    """Who married into the house, and who is called by the husband's name."""
    people: dict[str, Facts] = {
        "daughter-in-law": {"first_name": "MIRIAM", "dob": "1986-05-09"},
        "mother-in-law": {"first_name": "EDELTRAUD", "last_name": "BRANDAUER", "dob": "1932-02-11"},
        "stepson": {"first_name": "LEANDER", "last_name": "BRANDAUER", "dob": "1985-12-03"},
        "former wife": {"first_name": "GERDA", "last_name": "BRANDAUER", "dob": "1961-09-02"},
        "second wife of one initial": {"first_name": "HEDWIG", "dob": "1964-07-19"},
    }
    shared: dict[str, Facts] = {"all contacts": {}, "phone": {"email": "", "address": "4 ELM ST"}}
    for (who, own), (what, contact), ssn in product(people.items(), shared.items(), ("", "4321")):
        words = f"{who}, {what}, {'copied last four' if ssn else 'number unknown'}"
        yield Case("in-law", words, {"middle_name": "", **own, **contact, "ssn": ssn})


def lines() -> Iterator[Case]:
    """A name that goes down a family: grandfather, nephew, grandson of the house."""
    births = {
        "grandson": "2009-06-30", "grandfather": "1904-10-08", "nephew": "1983-03-12",
        "uncle": "1936-08-25", "grandson by the year": "2009", "cousin": "1967-01-23",
    }  # fmt: skip
    for (who, born), (what, more) in product(
        births.items(),
        {
            "same house and phone": {"ssn": "", "email": ""},
            "same house, other middle name": {"ssn": "", "middle_name": "K", "phone": ""},
            "same town, all contacts": {"ssn": "", "address": "55 ELM ST"},
        }.items(),
    ):
        yield Case("line", f"{who}, {what}", {"dob": born, **more})


def strangers() -> Iterator[Case]:
    """Bearers of a name that many bear."""
    for first, last in (("JAMES", "SMITH"), ("MARIA", "GARCIA"), ("MICHAEL", "JOHNSON")):
        subject = {"first_name": first, "last_name": last}
        kept: dict[str, Facts] = {
            "nothing else": only(),
            "one town": only("city", "state", "zip"),
            "one state": only("state"),
            "year of birth": only(dob="1958"),
            "town and year of birth": only("city", "state", "zip", dob="1958"),
            "other day of the month": only("city", "state", "zip", dob="1958-04-02"),
            "other day, other middle name": only("city", "state", "zip", dob="1958-11-06",
                                                 middle_name="Q"),
            "next door, other middle name": only("city", "state", "zip", address="104 N MAIN ST",
                                                 middle_name="Q"),
            "phone a digit off": only("city", "state", phone="2025550143", middle_name="Q"),
        }  # fmt: skip
        for what, record in kept.items():
            yield Case("common name", f"{first} {last}, {what}", record, subject)


def recycled() -> Iterator[Case]:
    """Who has the debtor's former phone, e-mail address, house or unit now."""
    stranger: Facts = {"first_name": "ISIDOR", "last_name": "BRANDAUER"}
    near: Facts = {"first_name": "HERBERT", "last_name": "BRANDAUER"}
    kin: Facts = {"first_name": "ISIDOR"}
    values = {
        "phone": only("phone"), "e-mail": only("email"),
        "phone and town": only("phone", "city", "state", "zip"),
        "house and phone": only(*HOUSE, "phone"),
        "house and year of birth": only(*HOUSE, dob="1958"),
    }  # fmt: skip
    for (what, record), (who, own) in product(
        values.items(), {"nobody near": stranger, "same given": near, "same surname": kin}.items()
    ):
        yield Case("recycled", f"{what}, {who}", {**record, **own})


def merged_rows() -> Iterator[Case]:
    """What files make of two people: a row that slipped, a co-debtor's number, a company's name."""
    other: Facts = {"first_name": "ISIDOR", "last_name": "BRANDAUER", "middle_name": ""}
    yield Case("slipped row", "name of the next row", {**other})
    yield Case("slipped row", "name and birth of the next row", {**other, "dob": "1990-10-12"})
    yield Case("slipped row", "number of the next row", {"ssn": "900773651", "dob": "1990-10-12"})
    yield Case("slipped row", "birth of the next row", {"dob": "1990-10-12", "ssn": ""})
    wife: Facts = {"first_name": "GERDA", "middle_name": "HERBERT"}
    yield Case("co-debtor", "wife, his name in the middle", {**wife, "dob": "1961-09-02"})
    yield Case("co-debtor", "son, his number, own birth", {
        "first_name": "TOBIAS", "middle_name": "HERBERT", "dob": "1988-01-30"})  # fmt: skip
    for name in (
        "HERBERT WINKELMAN TRUCKING INC",
        "WINKELMAN & SONS LLC",
        "HERBERT L WINKELMAN PC",
    ):
        record = {"first_name": "", "middle_name": "", "last_name": name, "dob": "", "ssn": ""}
        yield Case("his company", name, record)
    for name in ("HERBERT WINKELMAN REVOCABLE TRUST", "ESTATE OF HERBERT WINKELMAN"):
        record = {"first_name": "", "middle_name": "", "last_name": name, "ssn": ""}
        yield Case("his estate or trust", name, record)


MORE_PEOPLE: tuple[Case, ...] = tuple(
    case
    for family in (siblings, in_laws, lines, strangers, recycled, merged_rows)
    for case in family()
)
