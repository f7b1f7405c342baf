"""Other organisations that share much, and one organisation's records that differ: made by hand."""

from __future__ import annotations

from tests.unit.matching.organizations.companies import (
    ACROSS_TOWN,
    ELSEWHERE,
    HOUSE,
    Case,
    Facts,
    only,
)

_NO_NUMBERS = {"ein": "", "register": ""}
_CHURCH = {"name": "FIRST BAPTIST CHURCH", **_NO_NUMBERS, "officer": "", "formation": ""}
_SERIES = {"name": "SUNSET HOLDINGS 12 LLC"}
_BRAND = {"name": "ALPHA FOODS LLC", "dba": "BURGER BARN"}
_AGENT = {"agent": "500 CAPITOL MALL STE 2300", "agent_city": "SALEM", "agent_state": "OR",
          "agent_zip": "97301"}  # fmt: skip


def _other(what: str, record: Facts, subject: Facts | None = None) -> Case:
    """Another organisation: other numbers than the subject's unless it says so."""
    numbers = {"ein": "07-9981223", "register": "L22000777888"}
    return Case(f"other: {what}", {**numbers, **record}, subject or {})


OTHER_COMPANIES = (
    _other("all but the numbers alike", {}),
    _other("EIN alone differs", {"register": "L19000123456"}),
    _other("no EIN, other register number", {"ein": ""}),
    _other("formed elsewhere", {**ELSEWHERE, "ein": "", "formation": "CO", "phone": ""}),
    _other("formed elsewhere, no numbers", {**_NO_NUMBERS, **ELSEWHERE, "formation": "CO",
                                            "phone": "3035550117", "email": "", "officer": ""}),
    _other("next of a series", {**_NO_NUMBERS, "name": "SUNSET HOLDINGS 14 LLC"}, _SERIES),
    _other("next of a series, EIN", {"name": "SUNSET HOLDINGS 14 LLC"}, _SERIES),
    _other("series and none", {**_NO_NUMBERS, "name": "SUNSET HOLDINGS LLC"}, _SERIES),
    _other("store 4 beside store 7", {**_NO_NUMBERS, "name": "KOWALTEX STORE #4"},
           {"name": "KOWALTEX STORE #7"}),
    _other("roman series", {**_NO_NUMBERS, "name": "OAKMONT PARTNERS III LP"},
           {"name": "OAKMONT PARTNERS II LP"}),
    _other("first and second church", {**_NO_NUMBERS, "name": "SECOND BAPTIST CHURCH"},
           _CHURCH | {"phone": ""}),
    _other("holding company", {**_NO_NUMBERS, "name": "WINKELMAN ROOFING HOLDINGS LLC"}),
    _other("other trade", {**_NO_NUMBERS, "name": "WINKELMAN PLUMBING LLC"}),
    _other("other trade, other phone", {**_NO_NUMBERS, "name": "WINKELMAN PLUMBING LLC",
                                        "phone": "2025550199", "email": ""}),
    _other("other head", {**_NO_NUMBERS, "name": "OSTRANDER ROOFING LLC"}),
    _other("other head, one owner", {**_NO_NUMBERS, "name": "OSTRANDER PROPERTIES LLC"}),
    _other("tenant of the house", {**_NO_NUMBERS, "name": "BRIGHTLEAF DENTAL PLLC",
                                   "phone": "2025550199", "email": "", "officer": ""}),
    _other("successor with house and phone", {**_NO_NUMBERS, "name": "BRIGHTLEAF DENTAL PLLC",
                                              "email": "", "officer": ""}),
    _other("successor with a new EIN", {"name": "BRIGHTLEAF DENTAL PLLC", "register": "",
                                        "email": "", "officer": ""}),
    _other("who bought the name", {"register": "", "officer": "RUTH OSTRANDER"}),
    _other("other form, house, phone", {**_NO_NUMBERS, "name": "WINKELMAN ROOFING INC"}),
    _other("other form elsewhere", {**_NO_NUMBERS, **ELSEWHERE, "name": "WINKELMAN ROOFING INC",
                                    "phone": "", "email": ""}),
    _other("franchise of one brand", {**_NO_NUMBERS, **ELSEWHERE, "name": "BETA DINERS INC",
                                      "phone": "3035550117", "email": "", "officer": "",
                                      "formation": ""}, _BRAND),
    _other("franchise across town", {**_NO_NUMBERS, **ACROSS_TOWN, "name": "BETA DINERS INC",
                                     "phone": "", "email": "", "officer": "", "formation": ""},
           _BRAND),
    _other("franchise, EINs", {**ACROSS_TOWN, "name": "BETA DINERS INC", "phone": "",
                               "email": ""}, _BRAND),
    _other("brand alone", {**_NO_NUMBERS, **ACROSS_TOWN, "name": "BURGER BARN", "dba": "",
                           "phone": "2025550199", "email": "", "officer": "", "formation": ""},
           _BRAND),
    _other("church of another town", {**_NO_NUMBERS, **ELSEWHERE, "phone": "", "email": ""},
           _CHURCH),
    _other("church across town", {**_NO_NUMBERS, **ACROSS_TOWN, "phone": "2025550199",
                                  "email": ""}, _CHURCH),
    _other("common name across town", {**_NO_NUMBERS, **ACROSS_TOWN, "phone": "2025550199",
                                       "email": "", "formation": "", "officer": ""},
           {"name": "QUALITY CONSTRUCTION"}),
    _other("common name, town alone", only("city", "state"), {"name": "SMITH CONSTRUCTION LLC"}),
    _other("agent's address alone", only(agent=_AGENT["agent"], agent_city="SALEM",
                                         agent_state="OR", agent_zip="97301",
                                         name="BRIGHTLEAF DENTAL PLLC"), _AGENT),
    _other("agent's address and a word", only(agent=_AGENT["agent"], agent_city="SALEM",
                                              agent_state="OR", agent_zip="97301",
                                              name="WINKELMAN DENTAL PLLC"), _AGENT),
    _other("name alone", only()),
    _other("name and locality", only("city", "state", "zip")),
    _other("officer alone", only("officer", name="OSTRANDER PROPERTIES LLC")),
    _other("domain alone", only("email", name="OSTRANDER PROPERTIES LLC")),
    _other("initials of a name", only("city", "state", name="WRL"),
           {"name": "WINKELMAN ROOFING LUMBER"}),
    _other("one digit of the EIN", {"ein": "07-3456789", "register": "", **ELSEWHERE,
                                    "name": "OSTRANDER FARMS INC", "phone": "", "email": "",
                                    "officer": "", "formation": ""}),
)  # fmt: skip


def _same(what: str, record: Facts, subject: Facts | None = None) -> Case:
    return Case(f"same: {what}", record, subject or {})


SAME_COMPANIES = (
    _same("every field", {}),
    _same("form written out", {"name": "Winkelman Roofing, Limited Liability Company"}),
    _same("form dotted", {"name": "WINKELMAN ROOFING, L.L.C."}),
    _same("no form", {"name": "Winkelman Roofing"}),
    _same("no numbers", {**_NO_NUMBERS}),
    _same("typing error", {"name": "WINKLEMAN ROOFING LLC", **_NO_NUMBERS}),
    _same("plural", {"name": "WINKELMAN ROOFINGS LLC", **_NO_NUMBERS}),
    _same("cut off", {"name": "WINKELMAN ROOF", **_NO_NUMBERS}),
    _same("descriptor added", {"name": "WINKELMAN ROOFING AND GUTTERS LLC", **_NO_NUMBERS}),
    _same("shortened", {"name": "BRIGHTLEAF CONSTR SVCS INC", **_NO_NUMBERS},
          {"name": "BRIGHTLEAF CONSTRUCTION SERVICES INC"}),
    _same("ampersand", {"name": "FLEMING AND BUDD PA", **_NO_NUMBERS},
          {"name": "FLEMING & BUDD PA"}),
    _same("moved, same phone", {**_NO_NUMBERS, **ACROSS_TOWN, "email": ""}),
    _same("moved, same EIN", {**ELSEWHERE, "phone": "3035550117", "email": "", "register": ""}),
    _same("other phone, same house", {**_NO_NUMBERS, "phone": "2025550199", "email": ""}),
    _same("name, house", only(*HOUSE)),
    _same("name, phone", only("phone")),
    _same("name, e-mail", only("email")),
    _same("name, domain", only(email="billing@winkelmanroofing.example.com")),
    _same("name, EIN", only("ein")),
    _same("name, register number, state", only("register", "formation")),
    _same("name as registered in the state", only("formation", "city", "state", "zip")),
    _same("renamed, old name told", {"name": "BRIGHTLEAF EXTERIORS LLC",
                                     "former": "WINKELMAN ROOFING LLC", **_NO_NUMBERS}),
    _same("renamed, in one field", {"name": "BRIGHTLEAF EXTERIORS LLC FKA WINKELMAN ROOFING LLC",
                                    **_NO_NUMBERS}),
    _same("renamed, by EIN and house", {"name": "BRIGHTLEAF EXTERIORS LLC"}),
    _same("trade name beside", {"dba": "CAPITAL ROOFS", **_NO_NUMBERS}),
    _same("trade name in place", {"name": "CAPITAL ROOFS", "dba": "", **_NO_NUMBERS},
          {"dba": "CAPITAL ROOFS"}),
    _same("trade name, house alone", only(*HOUSE, name="CAPITAL ROOFS"),
          {"dba": "CAPITAL ROOFS"}),
    _same("street abbreviated, suite dropped", {**_NO_NUMBERS, "address": "100 North Main Street",
                                                "email": ""},
          {"address": "100 N MAIN ST STE 4"}),
    _same("slip of the house number", {**_NO_NUMBERS, "address": "101 N MAIN ST", "email": ""}),
    _same("slip of the phone", {**_NO_NUMBERS, "phone": "2025550143", "email": ""}),
    _same("slip of the EIN", {"ein": "07-3456789", "register": ""}),
    _same("officer changed", {"officer": "RUTH OSTRANDER"}),
    _same("church of one house", {"phone": "", "email": ""}, _CHURCH),
    _same("common name, house and phone", {}, {"name": "QUALITY CONSTRUCTION", **_NO_NUMBERS}),
)  # fmt: skip
