"""Records of the debtor that differ as records of one person do: slips, moves, other names."""

from __future__ import annotations

from tests.unit.matching.constraints.paired import Case, only

_AWAY = {"address": "9 ELM ST", "city": "RENO", "state": "NV", "zip": "89501"}
_MOVED = {**_AWAY, "email": "", "phone": "7755550117"}
_ANN = {"first_name": "ANNELIESE", "middle_name": "RUTH"}
_HOUSE = ("address", "city", "state", "zip")

SAME_PEOPLE: tuple[Case, ...] = (
    Case("whole", "all alike", {}),
    Case("slip", "one letter of the given name", {"first_name": "HERBBERT"}),
    Case("slip", "one letter of the surname", {"last_name": "WINKLEMAN"}),
    Case("slip", "one digit of the birth", {"dob": "1958-04-18", "ssn": ""}),
    Case("slip", "day and month exchanged", {"dob": "1958-08-04"}, {"dob": "1958-04-08"}),
    Case("slip", "neighbours of the birth exchanged", {"dob": "1985-04-17", "ssn": ""}),
    Case("slip", "year of birth one digit off", {"dob": "1959-04-17", "ssn": ""}),
    Case("slip", "decade of birth, number agrees", {"dob": "1998-04-17"}),
    Case("slip", "one digit of the number", {"ssn": "900124328"}),
    Case("slip", "neighbours of the number exchanged", {"ssn": "900124312"}),
    Case("slip", "one digit of the phone", {"phone": "2025550143", "ssn": ""}),
    Case("slip", "the street", {"address": "100 N MIAN ST", "ssn": ""}),
    Case("missing", "number", {"ssn": ""}),
    Case("missing", "birth", {"dob": ""}),
    Case("missing", "birth and number", {"dob": "", "ssn": ""}),
    Case("missing", "contacts", {"phone": "", "email": ""}),
    Case("missing", "all but birth and number", only("dob", "ssn")),
    Case("missing", "all but birth and phone", only("dob", "phone")),
    Case("missing", "all but house and phone", only(*_HOUSE, "phone")),
    Case("missing", "all but house and e-mail", only(*_HOUSE, "email")),
    Case("missing", "all but last four and birth", only("dob", ssn="4321")),
    Case("missing", "day of birth", {"dob": "1958", "ssn": ""}),
    Case("missing", "direction", {"address": "100 MAIN ST", "ssn": "", "dob": ""}),
    Case("missing", "street suffix", {"address": "100 N MAIN", "ssn": "", "dob": ""}),
    Case("missing", "unit", {"ssn": "", "dob": ""}, {"address": "100 N MAIN ST APT 3"}),
    Case("missing", "suffix of the name", {"suffix": ""}, {"suffix": "JR"}),
    Case("name", "nickname", {"first_name": "HERB"}),
    Case("name", "nickname, birth alone", only("dob", *_HOUSE, first_name="BOB"),
         {"first_name": "ROBERT"}),
    Case("name", "initial and birth", only("dob", *_HOUSE, first_name="H")),
    Case("name", "second name", {"first_name": "RUTH", "middle_name": ""}, _ANN),
    Case("name", "turned", {"first_name": "WINKELMAN", "last_name": "HERBERT"}),
    Case("name", "hyphenated", {"last_name": "WINKELMAN-OSTRANDER"}),
    Case("name", "two writings of a generation", {"suffix": "II"}, {"suffix": "JR"}),
    Case("moved", "number and birth", _MOVED),
    Case("moved", "birth and phone", {**_AWAY, "ssn": "", "email": ""}),
    Case("moved", "birth and e-mail", {**_AWAY, "ssn": "", "phone": ""}),
    Case("moved", "last four and birth", {**_MOVED, "ssn": "4321"}),
    Case("maiden name", "number and birth", {"last_name": "OSTRANDER", **_MOVED}, _ANN),
    Case("maiden name", "birth and phone", only("dob", "phone", last_name="OSTRANDER"), _ANN),
    Case("maiden name", "birth and house", only("dob", *_HOUSE, last_name="OSTRANDER"), _ANN),
    Case("maiden name", "last four and birth",
         only("dob", ssn="4321", last_name="OSTRANDER"), _ANN),
    Case("maiden name", "in the middle",
         {"middle_name": "OSTRANDER", "last_name": "WINKELMAN", "ssn": ""},
         {**_ANN, "last_name": "OSTRANDER"}),
)  # fmt: skip
