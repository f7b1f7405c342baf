"""Records of other people in which one thing differs: nobody of them may be accepted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from tests.unit.matching.constraints.paired import Case, only

CONTACTS = {
    "phone and e-mail": {},
    "phone": {"email": ""},
    "e-mail": {"phone": ""},
    "address alone": {"phone": "", "email": ""},
}
COPIED: dict[str, dict[str, str]] = {
    "own number": {"ssn": "900881177"},
    "no number": {"ssn": ""},
    "copied number": {},
    "copied last four": {"ssn": "4321"},
}


def household() -> Iterator[Case]:
    """Spouse, child and twin, by what the record shares with the debtor."""
    people = {
        "spouse": {"first_name": "GERDA", "middle_name": "", "dob": "1961-09-02"},
        "spouse of unknown birth": {"first_name": "GERDA", "middle_name": "", "dob": ""},
        "child": {"first_name": "TOBIAS", "middle_name": "", "dob": "1988-01-30"},
        "twin": {"first_name": "NORBERT", "middle_name": "M"},
    }
    for (who, own), (number, ssn), (shared, contact) in product(
        people.items(), COPIED.items(), CONTACTS.items()
    ):
        yield Case(who, f"{number}, {shared}", own | ssn | contact)


ALIKE = (
    ("JOSEPH", "JOSEPHINE"), ("CARL", "CARLA"), ("DANIEL", "DANIELLE"), ("PAUL", "PAULA"),
    ("ROBERT", "ROBERTA"), ("GERALD", "GERALDINE"), ("ERIC", "ERICA"), ("JULIAN", "JULIANA"),
    ("DARREN", "WARREN"), ("MARIO", "MARIA"), ("JEAN", "JOAN"), ("CHRISTIAN", "CHRISTINA"),
)  # fmt: skip


def alike_given_names() -> Iterator[Case]:
    """A spouse, and a twin, whose given name only looks alike."""
    for one, other in ALIKE:
        subject = {"first_name": one, "middle_name": ""}
        record = {"first_name": other, "ssn": ""}
        words = f"{one} and {other}"
        yield Case("alike spouse", words, record | {"dob": ""}, subject)
        yield Case("alike twin", words, record, subject)
        yield Case("alike twin, copied number", words, {"first_name": other}, subject)


def generations() -> Iterator[Case]:
    """Father and son by the words behind the name, and by their births."""
    for one, other in (("JR", "SR"), ("SR", "JR"), ("JR", "III"), ("II", "III"), ("SR", "III")):
        for what, more in {
            "all else alike": {}, "number unknown": {"ssn": ""},
            "birth and number unknown": {"ssn": "", "dob": ""},
        }.items():  # fmt: skip
            words = f"{one} and {other}, {what}"
            yield Case("generation words", words, {"suffix": other, **more}, {"suffix": one})
    births = ("1974-11-30", "1978-02-03", "1986-08-21", "1988-10-02", "1998-11-25", "1928-12-01",
              "1986-04-17", "1998-04-17", "1931-04-17", "1986", "1988")  # fmt: skip
    for born, (number, ssn) in product(births, list(COPIED.items())[1:3]):
        if number == "copied number" and born.endswith("-04-17"):
            continue  # one digit of the year and a number that agrees: the debtor's own
        yield Case("generation gap", f"born {born}, {number}", {"dob": born, **ssn})


def contradictions() -> Iterator[Case]:
    """Numbers and births of two people of one name."""
    for ssn in ("900881177", "901129921", "900128329", "124321900", "987124320"):
        for what, more in {"birth known": {}, "birth unknown": {"dob": ""}}.items():
            yield Case("numbers", f"{ssn}, {what}", {"ssn": ssn, **more})
    for ssn in ("8877", "4239"):
        yield Case("numbers", f"last four {ssn}", {"ssn": ssn})
    for born in ("1961-09-02", "1959-11-23", "1958-10-29", "1963-12-31", "1965-07-01"):
        yield Case("births", f"born {born}", {"dob": born, "ssn": ""})


def surnames() -> Iterator[Case]:
    """The same given name with another surname, and nothing that shows that it changed."""
    kept = {
        "birth": only("dob"), "birth and town": only("dob", "city", "state", "zip"),
        "phone": only("phone"), "e-mail": only("email"), "phone and e-mail": only("phone", "email"),
        "address": only("address", "city", "state", "zip"),
        "address and phone": only("address", "city", "state", "zip", "phone"),
        "address, phone and e-mail": only("address", "city", "state", "zip", "phone", "email"),
        "middle name and birth": only("dob", "middle_name"),
        "last four alone": only(ssn="4321"),
        "address, birth of the year": only("address", "city", "state", "zip", dob="1958"),
    }  # fmt: skip
    for surname in ("OSTRANDER", "WEATHERBY"):
        for what, record in kept.items():
            yield Case("other surname", f"{surname}, {what}", {**record, "last_name": surname})
    for one, other in (("WILLIAMS", "WILLIAMSON"), ("JOHN", "JOHNSON"), ("ROBERT", "ROBERTSON")):
        record = only("dob", last_name=other)
        yield Case("longer surname", f"{one} and {other}", record, {"last_name": one})


HOUSE = ("address", "city", "state", "zip")


def occupants() -> Iterator[Case]:
    """Who moved in, and records that name hardly anybody."""
    shared = {
        "address": {}, "address and phone": {"phone": "2025550142"},
        "address and e-mail": {"email": "winkelman@example.com"},
    }  # fmt: skip
    for what, more in shared.items():
        yield Case("new occupant", f"initial, {what}", only(*HOUSE, **more, first_name="H"))
        yield Case("new occupant", f"no given name, {what}", only(*HOUSE, **more, first_name=""))
        yield Case("nameless", what, only(*HOUSE, **more, first_name="", last_name=""))
        other = {"first_name": "H", "last_name": "OSTRANDER", **more}
        yield Case("new occupant", f"other surname, initial, {what}", only(*HOUSE, **other))
    stranger = {"first_name": "OSWALD", "middle_name": "", "last_name": "OSTRANDER"}
    for what, more in {
        "all numbers": {}, "number and birth": only("ssn", "dob"), "number": only("ssn"),
        "birth and phone": only("dob", "phone"), "phone and e-mail": only("phone", "email"),
    }.items():  # fmt: skip
        yield Case("no name in common", what, {**more, **stranger})


def estates() -> Iterator[Case]:
    """The debtor's name on an estate, a trust or a company."""
    for last, first in (("WINKELMAN ESTATE", "HERBERT"), ("WINKELMAN LIVING TRUST", "HERBERT"),
                        ("WINKELMAN", "ESTATE OF HERBERT"), ("WINKELMAN DECD", "HERBERT"),
                        ("WINKELMAN LLC", "")):  # fmt: skip
        record = {"first_name": first, "last_name": last, "middle_name": ""}
        yield Case("estate", f"{first} {last}", record)


NEIGHBOURS = (
    ("100 N MAIN ST", "100 S MAIN ST"), ("100 E OAK ST", "100 W OAK ST"),
    ("12 OAK ST", "12 OAK LN"), ("12 OAK AVE", "12 OAK CT"), ("12 5TH ST", "12 5TH AVE"),
    ("12 5TH ST NE", "12 5TH ST SW"), ("12 K ST NW", "12 K ST NE"), ("12 AVENUE N", "12 AVENUE S"),
    ("12 ELM ST", "12 1/2 ELM ST"), ("12 ELM ST", "14 ELM ST"), ("12 ELM ST", "13 ELM ST"),
    ("1234 ELM ST", "1243 ELM ST"), ("12 ELM ST APT 3", "12 ELM ST APT 5"),
    ("12 ELM ST APT 3", "12 ELM ST FL 3"), ("12 ELM ST BLDG 2 APT 4", "12 ELM ST BLDG 3 APT 4"),
    ("12 ELM ST STE 100", "12 ELM ST STE 200"), ("PO BOX 77", "PO BOX 78"),
    ("RR 2 BOX 15", "RR 3 BOX 15"),
)  # fmt: skip


def neighbours() -> Iterator[Case]:
    """A namesake next door, by number, unit, direction or suffix."""
    for one, other in NEIGHBOURS:
        record = only("city", "state", "zip", address=other)
        yield Case("neighbour", f"{one} and {other}", record, {"address": one})


def placeholders() -> Iterator[Case]:
    """A namesake elsewhere, who shares what files write where nothing is known."""
    away = {"address": "9 ELM ST", "city": "RENO", "state": "NV", "zip": "89501"}
    values = {
        "dob": ("1900-01-01", "1901-01-01", "1950-01-01", "1970-01-01", "1969-12-31", "1911-11-11",
                "1899-12-30"),
        "phone": ("5030000000", "5035551212", "1234567890", "0000000000", "5035555555",
                  "9999999999", "5031234567"),
        "ssn": ("987654321", "987654320", "078051120", "219099999", "123456789", "111111111",
                "000000000", "999999999", "0000", "9999"),
        "email": ("none@none.com", "na@na.com", "noemail@noemail.com", "unknown@unknown.com"),
    }  # fmt: skip
    for name, texts in values.items():
        for text in texts:
            record = only(**{**away, name: text})
            yield Case("placeholder", f"{name} {text}", record, {name: text})


OTHER_PEOPLE: tuple[Case, ...] = tuple(
    case
    for family in (
        household, alike_given_names, generations, contradictions, surnames, occupants, estates,
        neighbours, placeholders,
    )
    for case in family()
)  # fmt: skip
