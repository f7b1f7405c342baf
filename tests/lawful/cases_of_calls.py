"""Scenarios of intake, calls and screens; the numbers are those of the rule book, section 6."""

from __future__ import annotations

from datetime import date

from skiptrace.model.kinds import FindingKind
from skiptrace.model.waterfall import Outcome
from tests.lawful.house import COURT, HEADER, REPORT, ROLL, joint, row
from tests.lawful.records import bankrupt, lives_at
from tests.lawful.steps import (
    Case,
    assigned,
    certified,
    counsel,
    deaths,
    events,
    meanwhile,
    on,
    released,
    says,
    sent,
    taken_in,
    told_of,
    traced,
    watched,
)
from tests.lawful.told import explained, law, listed, shown, written

FILED = date(2026, 11, 20)
ALL = ("GLB-3", "PUB", "DMF-OPEN")
BUSINESS = ("GLB-3", "PUB", "DMF-BUS")
WHOLE = "court:no_hit deaths:no_hit header:hit report:P-CARD roll:no_hit vehicles:P-CARD"
NOBODY = WHOLE.replace("header:hit", "header:no_hit")
DEATH_IS_KEPT = "Deceased: withheld by rule R52: verify deceased; found by death_master_file"
LICENCES = """required = ["TX", "WA"]
held.TX = { number = "TX-1", expires = 2027-06-30 }
held.WA = { number = "WA-1", expires = 2026-11-22 }
"""
CONTRACT = """[vendors.experian_credit_profile]
contract = "subscriber 1"
certified_until = 2027-01-01
country = "US"
codes = { "FCRA-3A-COLL" = "COLLECTION" }
"""
SEATTLE = {"debt_state": "WA", "city": "SEATTLE", "state": "WA", "zip": "98101"}
PHOENIX = {"debt_state": "AZ", "city": "PHOENIX", "state": "AZ", "zip": "85001"}
BROOKLYN = {"debt_state": "NY", "city": "BROOKLYN", "state": "NY", "zip": "11201"}
COLUMBUS = {"debt_state": "OH", "city": "COLUMBUS", "state": "OH", "zip": "43004"}
NOWHERE = {"debt_state": "", "city": "", "state": "", "zip": "", "address": ""}


def refused(rule: str) -> str:
    """What a trace tells whose account a rule holds, where two sources take no such purpose."""
    return f"court:{rule} deaths:{rule} header:{rule} report:P-CARD roll:{rule} vehicles:P-CARD"


def blocked(rule: str) -> str:
    """What a trace tells whose account a rule blocks, which is stricter than any card."""
    return " ".join(
        f"{i}:{rule}" for i in ["court", "deaths", "header", "report", "roll", "vehicles"]
    )


SCENARIOS: dict[str, Case] = {
    "1: an open account is searched": (
        taken_in(row()),
        says(HEADER, lives_at()),
        (traced(*ALL), WHOLE),
        (sent(HEADER), "addresses dob names ssn"),
        (events("gate.allow"), "4"),
        (told_of("900112201", "4210", "Prairie", "10001"), "none"),
    ),
    "3: a bankruptcy is found midway": (
        taken_in(row(), joint("J. Doe")),
        says(HEADER, lives_at()),
        (traced(*ALL), f"{WHOLE} | {NOBODY}"),
        (written(), "address:added phone:added"),
        says(COURT, bankrupt("13", FILED)),
        (
            traced(*ALL),
            "court:hit deaths:no_hit header:R48 report:R48 roll:R48 vehicles:R48 | "
            + blocked("R49"),
        ),
        (law("call"), "R48 block | R49 block"),
        (listed(), "held R48"),
        (written(), "address:R48 address:status is rejected phone:R48"),
    ),
    "9: a late death without certification is hidden": (
        deaths(date(2024, 2, 10)),
        taken_in(row()),
        (
            traced(*ALL),
            "court:no_hit deaths:R51 header:R21 report:P-CARD roll:R21 vehicles:P-CARD",
        ),
        (law("call"), "R21 hold"),
        (listed(), "held R21"),
        (told_of("2024-02-10"), "none"),
        (shown(), "verify deceased"),
    ),
    "9: with certification it is told": (
        certified(date(2027, 3, 31)),
        deaths(date(2024, 2, 10)),
        taken_in(row()),
        (
            traced(*BUSINESS),
            "court:no_hit deaths:hit header:R21 report:P-CARD roll:R21 vehicles:P-CARD",
        ),
        (listed(), "held R21"),
        (shown(), "reported deceased 2024-02-10; found by death_master_file"),
        (explained(FindingKind.DECEASED), "explained, 1 read"),
        on(date(2027, 3, 31)),
        (explained(FindingKind.DECEASED), "explained, 1 read"),
        on(date(2027, 4, 1)),
        (shown(), DEATH_IS_KEPT),
        (explained(FindingKind.DECEASED), "refused R52, refused R52"),
    ),
    "9: an old death is told to both": (
        deaths(date(2021, 5, 1)),
        taken_in(row()),
        (
            traced(*ALL),
            "court:no_hit deaths:hit header:R21 report:P-CARD roll:R21 vehicles:P-CARD",
        ),
        (law("call"), "R21 hold"),
        (shown(), "reported deceased 2021-05-01; found by death_master_file"),
        (explained(FindingKind.DECEASED), "explained, 1 read"),
    ),
    "9: the certification ended yesterday": (
        certified(date(2026, 11, 22)),
        deaths(date(2024, 2, 10)),
        taken_in(row()),
        (
            traced(*BUSINESS),
            "court:no_hit deaths:R51 header:D-SCREEN report:D-SCREEN roll:D-SCREEN "
            "vehicles:D-SCREEN",
        ),
        (listed(), "held R51 D-SCREEN"),
    ),
    "9: the certification ends today": (
        certified(date(2026, 11, 23)),
        deaths(date(2021, 5, 1)),
        taken_in(row()),
        (
            traced(*BUSINESS),
            "court:no_hit deaths:hit header:R21 report:P-CARD roll:R21 vehicles:P-CARD",
        ),
    ),
    "11: an identity-theft block and a placement anew": (
        taken_in(row(holds="IDT-605B@2026-11-01")),
        (law("intake"), "R33 block +R14"),
        (traced(*ALL), blocked("R33")),
        taken_in(row(balance="4300.00")),
        (law("intake"), "R33 block +R14"),
        (traced(*ALL), blocked("R33")),
        (listed(), "held R33"),
    ),
    "11: a claim in California waits": (
        taken_in(row(debt_state="CA", holds="IDT-CLAIM@2026-11-05")),
        (law("intake"), "R33 hold +R14"),
        (traced(*ALL), refused("R33")),
        (listed(), "held R33"),
        (released("IDT-CLAIM", who="collector"), "refused D-ROLE"),
        (released("IDT-CLAIM"), "released"),
        (law("intake"), "allowed +R14"),
    ),
    "21: a tow deficiency buys no report and opens the county": (
        counsel("vendors.toml", CONTRACT),
        taken_in(row(**PHOENIX, debt_origin="involuntary", balance="1900.00")),
        (
            traced("FCRA-3A-COLL", *ALL),
            "court:no_hit deaths:no_hit header:no_hit report:R28 roll:no_hit vehicles:P-CARD",
        ),
        (sent(REPORT), "nothing"),
        (sent(ROLL), "addresses names"),
    ),
    "21: a card debt buys one": (
        counsel("vendors.toml", CONTRACT),
        taken_in(row()),
        (
            traced("FCRA-3A-COLL", *ALL),
            "court:no_hit deaths:no_hit header:no_hit report:no_hit roll:no_hit vehicles:P-CARD",
        ),
        (sent(REPORT), "addresses dob names ssn"),
    ),
    "21: without a contract nobody buys one": (
        taken_in(row()),
        (
            traced("FCRA-3A-COLL", *ALL),
            "court:no_hit deaths:no_hit header:no_hit report:R62 roll:no_hit vehicles:P-CARD",
        ),
    ),
    "21: the origin is unknown": (
        counsel("vendors.toml", CONTRACT),
        taken_in(row(debt_origin="")),
        (
            traced("FCRA-3A-COLL", *ALL),
            "court:no_hit deaths:no_hit header:no_hit report:R28 roll:no_hit vehicles:P-CARD",
        ),
    ),
    "21: the purpose is not certified to the vendor": (
        counsel("vendors.toml", CONTRACT.replace("FCRA-3A-COLL", "FCRA-2-WRITTEN")),
        taken_in(row()),
        (
            traced("FCRA-3A-COLL", *ALL),
            "court:no_hit deaths:no_hit header:no_hit report:R62 roll:no_hit vehicles:P-CARD",
        ),
    ),
    "21: the yearly certification ran out last night": (
        counsel("vendors.toml", CONTRACT.replace("2027-01-01", "2026-11-22")),
        taken_in(row()),
        (
            traced("FCRA-3A-COLL", *ALL),
            "court:no_hit deaths:no_hit header:no_hit report:R62 roll:no_hit vehicles:P-CARD",
        ),
    ),
    "23: who is not assigned searches nobody, and is told of": (
        taken_in(row(), row(account_number="10002")),
        assigned("collector", "10002"),
        (traced(*ALL), "refused R29-ASSIGNED"),
        (traced(*ALL, number="99999"), "refused: no account of that number is in the case file"),
        (events("alert", "R29-ASSIGNED"), "1"),
        (traced(*ALL, number="10002"), NOBODY),
    ),
    "23: nobody searches themself, nor a colleague": (
        taken_in(row()),
        watched("collector", ssn="900-11-2201", dob=date(1961, 5, 17)),
        (traced(*ALL), "refused R29-WATCHED"),
        (traced(*ALL, who="legal"), "refused R29-WATCHED"),
        (events("alert", "R29-WATCHED"), "2"),
    ),
    "25: vehicle records need a matter": (
        taken_in(row()),
        (
            traced("DPPA-B4", *ALL, who="legal"),
            "court:no_hit deaths:no_hit header:no_hit report:P-CARD roll:no_hit vehicles:R43",
        ),
        (
            traced("DPPA-B3", *ALL),
            "court:no_hit deaths:no_hit header:no_hit report:P-CARD roll:no_hit vehicles:R42",
        ),
    ),
    "29: a screen is silent": (
        taken_in(row()),
        says(COURT, outcome=Outcome.FAILED),
        (
            traced(*ALL),
            "court:failed deaths:no_hit header:D-SCREEN report:D-SCREEN roll:D-SCREEN "
            "vehicles:D-SCREEN",
        ),
        (sent(HEADER), "nothing"),
        (written(), "nothing"),
        (listed(), "incomplete"),
    ),
    "29: a licence lapsed": (
        counsel("licences.toml", LICENCES),
        taken_in(row(), row(account_number="10002", **SEATTLE)),
        (law("intake"), "allowed +R14"),
        (law("intake", number="10002"), "R56 block +R14"),
        (traced(*ALL, number="10002"), refused("R56")),
        (traced(*ALL), NOBODY),
    ),
    "29: a payment posts midway": (
        taken_in(row()),
        meanwhile(ROLL, taken_in(row(account_status="paid"))),
        (
            traced(*ALL),
            "court:no_hit deaths:no_hit header:R19 report:R19 roll:no_hit vehicles:R19",
        ),
        (listed(), "closed R19"),
    ),
}
