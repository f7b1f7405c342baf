"""Scenarios of suits and asset reports: time, venue, service, bankruptcy, liens, the legal role."""

from __future__ import annotations

from datetime import date
from typing import Any

from skiptrace.compliance.policy.facts.debt import ClaimKind, Period
from skiptrace.compliance.policy.facts.suit import Service
from skiptrace.compliance.policy.facts.truth import Truth
from tests.lawful.cases_of_calls import ALL, WHOLE
from tests.lawful.house import HEADER, RUN, row
from tests.lawful.records import lives_at
from tests.lawful.steps import Case, held, on, released, says, taken_in, traced, waived
from tests.lawful.told import assets, suit, suit_said

LIEN = {"lien_only": True, "lien": Truth.YES, "told_discharged": Truth.YES}
FOUND = (taken_in(row()), says(HEADER, lives_at()), (traced(*ALL), WHOLE))
"""Dana Holloway lives in Austin, Texas, by a trace of the day."""


def stated(**changes: Any) -> Any:
    """A suit about which everything is stated."""
    whole: dict[str, Any] = {
        "claim": ClaimKind.WRITTEN,
        "accrued": date(2024, 1, 10),
        "tolled": (),
        "certificate": RUN,
        "service": Service.NOT_ON_DUTY,
    }
    return suit(**{**whole, **changes})


SCENARIOS: dict[str, Case] = {
    "5: a discharged debt is not sued upon": (
        *FOUND,
        held("BK-DISCH", date(2024, 3, 2)),
        (stated(), "R50 block"),
        (assets(), "refused R50"),
        (stated(**LIEN), "R50 legal"),
        (stated(**LIEN, who="collector"), "refused D-ROLE"),
        (waived("BK-DISCH", who="collector"), "refused D-ROLE"),
        (waived("BK-DISCH"), "waived"),
        (stated(**LIEN), "allowed"),
        (stated(), "R50 block"),
        (stated(**{**LIEN, "lien": Truth.UNKNOWN}), "R50 block, R19 hold"),
        (stated(**{**LIEN, "told_discharged": Truth.UNKNOWN}), "R50 block"),
        (assets(), "refused R50"),
    ),
    "27: a default affidavit needs a certificate of its day": (
        *FOUND,
        (stated(certificate=date(2026, 8, 1), affidavit=True), "R46 block"),
        (stated(certificate=date(2026, 11, 22), affidavit=True), "R46 block"),
        (stated(affidavit=True), "allowed"),
        (stated(service=Service.INCONCLUSIVE, affidavit=True), "allowed"),
        (
            suit_said("R46", service=Service.INCONCLUSIVE, certificate=RUN),
            "unable to determine whether the defendant is in military service",
        ),
    ),
    "own: the limitation period, a day before and on its end": (
        *FOUND,
        (stated(accrued=date(2022, 11, 24)), "allowed"),
        (stated(accrued=date(2022, 11, 23)), "R18 block"),
        (stated(accrued=date(2022, 11, 22)), "R18 block"),
        (
            stated(
                accrued=date(2022, 11, 22), tolled=(Period(date(2023, 1, 1), date(2023, 1, 31)),)
            ),
            "allowed",
        ),
        (stated(tolled=None), "R18 hold"),
        (stated(claim=None), "R18 hold"),
        (stated(accrued=None), "R18 hold"),
        (stated(state="WY"), "R18 hold"),
    ),
    "own: service on active duty": (
        *FOUND,
        (stated(service=Service.ON_DUTY), "R47 hold"),
        held("SCRA-AD"),
        (stated(), "R47 hold"),
    ),
    "own: a certificate and a docket screen grow old": (
        *FOUND,
        on(date(2026, 12, 23)),
        (stated(), "allowed"),
        on(date(2026, 12, 24)),
        (stated(), "D-SCREEN hold, R46 hold"),
        (stated(certificate=date(2026, 12, 24)), "D-SCREEN hold"),
    ),
    "own: no residence, no venue": (
        taken_in(row()),
        (stated(state="TX"), "D-SCREEN hold, R20 hold"),
        (stated(state="TX", contract_place="Travis County, TX"), "D-SCREEN hold"),
    ),
    "own: a cease request leaves legal work of one matter": (
        *FOUND,
        held("CEASE"),
        (assets(), "refused R07"),
        (waived("CEASE"), "waived"),
        (assets(), "identity addresses"),
        (assets(matter="26-CV-119"), "refused R07"),
        (stated(), "allowed"),
        (assets(who="collector"), "refused D-ROLE"),
        (released("CEASE"), "released"),
        (assets(matter="26-CV-119"), "identity addresses contact"),
    ),
    "own: whoever is in custody, in hardship or suing waits for the one who may": (
        *FOUND,
        held("LITIG-ACTIVE"),
        (assets(), "refused POLICY"),
        (released("LITIG-ACTIVE"), "refused D-ROLE"),
        (released("LITIG-ACTIVE", who="legal"), "released"),
        (assets(), "identity addresses contact"),
    ),
}
