"""An invented state's register of businesses: a card that needs no code, and rows for its file.

It has what Florida's corporate file has not: former names, trade names, what a business became.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

CARD = """
id = "{id}"
version = "1"
title = "{title}"
publisher = "Division of Businesses"
jurisdiction = "{state}"
kind = "register"
recipient = "public_record"
lineage = "{id}"
accepts = ["names", "addresses", "organization"]
requires = [["names"], ["organization"]]
yields = ["address", "registration", "register_status", "registered_agent", "officer"]
purposes = ["PUB"]
verified = "none"

[register]
file = "{id}.csv"
format = "csv"
encoding = "utf-8"
columns = [{columns}]
min_rows = 10
max_reject_share = 0.01
max_records = 25
refresh_days = 900
reference = "number"
search_by = ["name", "organization", "place"]
required = ["number", "name"]

[register.codes]
became = {{ "" = "", R = "renamed", C = "converted", M = "merged" }}
agent_kind = {{ "" = "either", P = "person", C = "organization" }}
officer_kind = {{ "" = "either", P = "person", C = "organization" }}

[register.dates]
formed = "iso"
became_on = "iso"
report_1 = "iso"
report_2 = "iso"

[[register.parties]]
name = "business"
kind = "organization"
whole = "name"
lists = ["agent", "officer"]
{places}
{entry}

[[register.parties]]
name = "former"
kind = "organization"
whole = "former_name"
{places}
{entry}

[[register.parties]]
name = "trading"
kind = "organization"
whole = "trade_names"
{places}
{entry}

[[register.parties]]
name = "agent"
kind_column = "agent_kind"
whole = "agent"
order = "given_first"
role = "registered agent"
addresses = [
  {{ role = "agent", line = ["agent_line"], city = "city", state = "state", zip = "zip" }},
]

[[register.parties]]
name = "officer"
kind_column = "officer_kind"
whole = "officer"
order = "given_first"
role_column = "officer_title"
"""
PLACES = """
[[register.parties.addresses]]
role = "principal"
line = ["line"]
city = "city"
state = "state"
zip = "zip"
last_seen = ["report_1", "report_2"]

[[register.parties.addresses]]
role = "mailing"
line = ["mail_line"]
city = "mail_city"
state = "mail_state"
zip = "mail_zip"
last_seen = ["report_1", "report_2"]
"""
ENTRY = """
[register.parties.registration]
number = "number"
name = "name"
status = "status"
entity_type = "type"
formed = "formed"
formed_in = "formed_in"
ein = "ein"
reported = ["report_1", "report_2"]
former_names = ["former_name"]
trade_names = ["trade_names"]
agent = "agent"
officers = ["officer"]
more_officers = { column = "more_officers", more = ["Y"], none = ["N"] }

[register.parties.registration.successor]
name = "successor"
number = "successor_number"
became = "became"
dated = "became_on"
"""


@dataclass(frozen=True)
class Row:
    """One row of the register, an active company by default."""

    number: str
    name: str
    former_name: str = ""
    trade_names: str = ""
    status: str = "active"
    type: str = "LLC"
    became: str = ""
    successor: str = ""
    successor_number: str = ""
    became_on: str = ""
    formed: str = "2015-03-02"
    formed_in: str = "FL"
    ein: str = ""
    report_1: str = "2026-02-20"
    report_2: str = ""
    line: str = "1 HARBOR DR"
    city: str = "PORT ALVERA"
    state: str = "FL"
    zip: str = "34801"
    mail_line: str = ""
    mail_city: str = ""
    mail_state: str = ""
    mail_zip: str = ""
    agent: str = "FILE INC"
    agent_kind: str = "C"
    agent_line: str = "7 PIER RD"
    officer_title: str = "MGR"
    officer_kind: str = "P"
    officer: str = "DANA ROE"
    more_officers: str = ""


FILLERS = tuple(
    Row(f"X{n:04d}", f"FILLER {n} TRADING LLC", line=f"{n} GULF WAY") for n in range(12)
)


def write_register(
    folder: Path, rows: Iterable[Row], card: str = "harbor_businesses", state: str = "US-FL"
) -> Path:
    """The card's folder with the rows, and others, in a file beside the card."""
    folder.mkdir(parents=True, exist_ok=True)
    names = list(asdict(FILLERS[0]))
    listed = ", ".join(f'"{name}"' for name in names)
    title = card.replace("_", " ").title()
    told = {"title": title, "state": state, "columns": listed, "places": PLACES, "entry": ENTRY}
    text = CARD.format(id=card, **told)
    (folder / "card.toml").write_text(text, encoding="utf-8")
    with (folder / f"{card}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in (*rows, *FILLERS))
    return folder
