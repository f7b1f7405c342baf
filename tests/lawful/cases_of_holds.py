"""Scenarios of our own beside the rule book's: states, statuses, holds, days before and after."""

from __future__ import annotations

from datetime import date

from tests.lawful.cases_of_calls import (
    ALL,
    BROOKLYN,
    COLUMBUS,
    FILED,
    LICENCES,
    NOBODY,
    NOWHERE,
    SEATTLE,
    WHOLE,
    blocked,
    refused,
)
from tests.lawful.house import COURT, HEADER, ROLL, joint, row
from tests.lawful.records import bankrupt, lives_at
from tests.lawful.steps import (
    Case,
    counsel,
    held,
    meanwhile,
    on,
    released,
    says,
    sent,
    taken_in,
    told_of,
    traced,
)
from tests.lawful.told import due, law, limits, listed, written

SCENARIOS: dict[str, Case] = {
    "own: a co-debtor of chapter 13 is stayed too": (
        taken_in(row(), joint("J. Doe")),
        held("BK-CODEBTOR", FILED),
        (law("call"), "R49 block | R49 block"),
        (traced(*ALL), f"{blocked('R49')} | {blocked('R49')}"),
    ),
    "own: a debt that arose after the petition waits for counsel": (
        taken_in(row(opened="2026-11-21")),
        says(COURT, bankrupt("7", FILED)),
        (
            traced(*ALL),
            "court:hit deaths:no_hit header:R48 report:P-CARD roll:R48 vehicles:P-CARD",
        ),
        (law("call"), "R48 hold"),
    ),
    "own: a closed case that discharged the debt": (
        taken_in(row()),
        says(COURT, bankrupt("7", date(2024, 3, 2), status="closed", disposition="discharge")),
        (
            traced(*ALL),
            "court:hit deaths:no_hit header:R50 report:R50 roll:R50 vehicles:R50",
        ),
        (law("call"), "R50 block"),
        (law("report", "assets"), "R50 block"),
    ),
    "own: a dismissed case waits for docket proof": (
        taken_in(row()),
        says(COURT, bankrupt("13", date(2024, 3, 2), status="dismissed")),
        (
            traced(*ALL),
            "court:hit deaths:no_hit header:R50 report:P-CARD roll:R50 vehicles:P-CARD",
        ),
        (law("call"), "R50 hold"),
        (released("BK-DISM"), "released"),
        (traced(*ALL), NOBODY.replace("court:no_hit", "court:hit")),
    ),
    "own: released, known, and filed anew": (
        taken_in(row()),
        says(COURT, bankrupt("13", FILED)),
        (
            traced(*ALL),
            "court:hit deaths:no_hit header:R48 report:R48 roll:R48 vehicles:R48",
        ),
        (released("BK13-OPEN"), "released"),
        (traced(*ALL), NOBODY.replace("court:no_hit", "court:hit")),
        on(date(2026, 12, 1)),
        says(COURT, bankrupt("13", date(2026, 11, 30))),
        (
            traced(*ALL),
            "court:hit deaths:no_hit header:R48 report:R48 roll:R48 vehicles:R48",
        ),
        (law("call"), "R48 block"),
    ),
    "own: a hold is placed while a source answers": (
        taken_in(row()),
        meanwhile(HEADER, held("CEASE"), lives_at()),
        (traced(*ALL), WHOLE),
        (written(), "address:status is quarantined phone:status is quarantined"),
        (listed(), "held R07"),
        (released("CEASE"), "released"),
        (listed(), "quarantined"),
        says(HEADER, lives_at()),
        (traced(*ALL), WHOLE),
        (written(), "address:added phone:added"),
        (listed(), "done"),
    ),
    "own: a word of the creditor's that nobody knows": (
        taken_in(row(account_status="in limbo")),
        (law("call"), "D-UNKNOWN hold"),
        (traced(*ALL), refused("D-UNKNOWN")),
        (listed(), "held D-UNKNOWN"),
        taken_in(row()),
        (law("call"), "allowed"),
        (traced(*ALL), NOBODY),
    ),
    "own: no word of the creditor's at all": (
        taken_in(row(account_status="")),
        (law("call"), "D-UNKNOWN hold"),
        (traced(*ALL), refused("D-UNKNOWN")),
    ),
    "own: a hold code that no table knows": (
        taken_in(row(holds="MOONSTRUCK")),
        (law("intake"), "D-UNKNOWN hold +R14"),
        (traced(*ALL), refused("D-UNKNOWN")),
        (released("MOONSTRUCK"), "released"),
        (traced(*ALL), NOBODY),
    ),
    "own: a claim of coerced debt has its days": (
        taken_in(row(**BROOKLYN)),
        says(HEADER, lives_at()),
        (traced(*ALL), WHOLE),
        held("COERCED", date(2026, 11, 2)),
        (law("intake"), "R67 hold +R14 +R67"),
        (due("R67"), "2026-11-17 2026-12-02"),
        (traced(*ALL), refused("R67")),
        (written(), "address:R67 phone:R67"),
        (law("contact"), "R67 hold +R67"),
        (released("COERCED"), "released"),
        (written(), "address:added phone:added"),
    ),
    "own: a dispute in Texas has thirty days": (
        taken_in(row(holds="DISP-OTHER@2026-11-10")),
        (law("call"), "R59 hold +R17"),
        (due("R59"), "2026-12-10"),
        (traced(*ALL), refused("R59")),
    ),
    "own: a dispute elsewhere travels": (
        taken_in(row(**COLUMBUS, holds="DISP-OTHER@2026-11-10")),
        (law("call"), "allowed +R17"),
        (traced(*ALL), NOBODY),
        (law("report", "assets"), "allowed +R17"),
    ),
    "own: a licence lapses in the night": (
        counsel("licences.toml", LICENCES),
        on(date(2026, 11, 22), 23, 58),
        taken_in(row(**SEATTLE)),
        says(HEADER, lives_at()),
        meanwhile(ROLL, on(date(2026, 11, 23), 0, 1)),
        (
            traced(*ALL),
            "court:no_hit deaths:no_hit header:R56 report:P-CARD roll:no_hit vehicles:P-CARD",
        ),
        (sent(HEADER), "nothing"),
        (law("call"), "R56 block"),
    ),
    "own: no place is known, and a licence may be wanting": (
        counsel("licences.toml", LICENCES),
        taken_in(row(**NOWHERE)),
        (law("intake"), "R56 hold +R14"),
        (traced(*ALL), refused("R56")),
    ),
    "own: who does not owe is associated and no more": (
        taken_in(row(), {**joint("J. Doe"), "role": "non_obligor"}),
        says(HEADER, lives_at()),
        (traced(*ALL), f"{WHOLE} | nothing"),
        (law("call"), "allowed | R23 block"),
        (law("write-back"), "allowed +R14 | R23 block +R14"),
    ),
    "own: a medical debt names nobody who gave care": (
        taken_in(row(creditor="Lakeside Clinic", holds="MEDICAL")),
        (traced(*ALL), NOBODY),
        (told_of("Lakeside Clinic"), "none"),
        (law("report", "assets"), "allowed +R35"),
    ),
    "own: a minor's account": (
        taken_in(row(dob="2010-05-17")),
        (law("intake"), "R22 hold +R14"),
        (traced(*ALL), refused("R22")),
    ),
    "own: the birthday on which a debtor is of age": (
        on(date(2026, 11, 16)),
        taken_in(row(dob="2008-11-17", opened="")),
        (law("call"), "R22 hold"),
        on(date(2026, 11, 17)),
        (law("call"), "allowed"),
    ),
    "own: only a privileged role releases a person of note": (
        taken_in(row(holds="VIP")),
        (traced(*ALL), refused("R29")),
        (released("VIP", who="legal"), "refused D-ROLE"),
        (released("VIP"), "released"),
        (traced(*ALL), NOBODY),
    ),
    "own: a protected address is neither told nor written": (
        taken_in(row()),
        says(HEADER, lives_at()),
        (traced(*ALL), WHOLE),
        held("ACP"),
        (written(), "address:R54 phone:R54"),
        (law("report"), "R54 block"),
        (traced(*ALL), blocked("R54")),
        (limits("phone"), ""),
    ),
}
