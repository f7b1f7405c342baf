"""The table of chains of title: what sources say, and where and how the report prints it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skiptrace.model.match import Decision
from skiptrace.model.subject import PersonName
from tests.integration.land_chains import (
    BANK,
    BUILDER,
    BUYER,
    DOUBT,
    HELD,
    ME,
    OTHER,
    SOLD,
    SPOUSE,
    Said,
    company,
    deed,
    loan,
    paid,
    roll,
)

TRUST = "HOLLOWAY DANA REVOCABLE TRUST"
IN_TRUST = PersonName("DANA", "", "HOLLOWAY", original=TRUST)
REVIEW, BO = Decision.REVIEW, PersonName("BO", "", "LEE")
BOUGHT = deed("D-1", "2019-05-01", BUILDER, ME)
CASES: Mapping[str, tuple[Sequence[Said], str, Sequence[str]]] = {
    "bought": (
        [BOUGHT],
        HELD,
        [
            "Parcel number: P-7",
            "County: Calusa Ferry, FL",
            f"Current owner of record: {ME} (deed recorded 2019-05-01, document D-1)",
            "Held by: the subject, as far as the records go; latest record of 2019-05-01",
            "Assessed value: not given by a source",
            "Homestead: not given by a source",
            "Recorded mortgages: none found in the sources that answered",
            f"acquired by deed recorded 2019-05-01 from {BUILDER}, stated consideration "
            "$180,000.00, WARRANTY DEED, document D-1",
        ],
    ),
    "bought, and on the roll": (
        [BOUGHT, roll()],
        HELD,
        [
            f"Current owner of record: {ME} (tax roll of 2026)",
            "latest record of 2026",
            "Assessed value: $210,500.00, tax year 2026",
            "Homestead: yes",
            "may be exempt from execution",
        ],
    ),
    "sold": (
        [BOUGHT, deed("D-2", "2022-03-04", ME, BUYER, amount="$240,000")],
        SOLD,
        [
            f"Current owner of record: {BUYER} (deed recorded 2022-03-04, document D-2)",
            "Held by: no longer the subject",
            f"Conveyed: on 2022-03-04 to {BUYER}, stated consideration $240,000.00, WARRANTY DEED, "
            "document D-2",
        ],
    ),
    "sold twice": (
        [
            BOUGHT,
            deed("D-2", "2022-03-04", ME, BUYER),
            deed("D-3", "2023-04-05", ME, OTHER, amount=""),
        ],
        SOLD,
        [
            f"Conveyed: on 2022-03-04 to {BUYER}",
            f"Conveyed: on 2023-04-05 to {OTHER}, stated consideration not given by a source",
        ],
    ),
    "sold, bought back and sold again": (
        [
            BOUGHT,
            deed("D-2", "2020-03-04", ME, BUYER),
            deed("D-3", "2021-04-05", BUYER, ME),
            deed("D-4", "2022-05-06", ME, OTHER),
        ],
        SOLD,
        [f"Current owner of record: {OTHER}"],
    ),
    "sold and bought back": (
        [
            BOUGHT,
            deed("D-2", "2020-03-04", ME, BUYER),
            deed("D-3", "2021-04-05", BUYER, ME),
        ],
        HELD,
        [f"Current owner of record: {ME} (deed recorded 2021-04-05, document D-3)"],
    ),
    "a quitclaim to the spouse for ten dollars": (
        [BOUGHT, deed("D-2", "2025-03-04", ME, SPOUSE, document_type="QCD", amount="10.00")],
        SOLD,
        [
            f"Conveyed: on 2025-03-04 to {SPOUSE}, stated consideration $10.00 (nominal), QCD, "
            "document D-2, the grantee bears the subject's surname",
        ],
    ),
    "the spouse taken in": (
        [
            BOUGHT,
            deed("D-2", "2025-03-04", ME, f"{ME} & MARK", amount="10"),
            deed("D-2", "2025-03-04", ME, f"{ME} & MARK", amount="10", party="grantee"),
        ],
        HELD,
        [f"Current owner of record: {ME} & MARK (deed recorded 2025-03-04, document D-2)"],
    ),
    "into the subject's trust": (
        [
            BOUGHT,
            deed("D-2", "2024-03-04", ME, "HOLLOWAY DANA REVOCABLE TRUST", amount="0"),
            roll(
                owner_1="HOLLOWAY DANA REVOCABLE TRUST",
                since="2024-03-04",
                decision=Decision.REVIEW,
                name=PersonName("DANA", "", "HOLLOWAY", original="HOLLOWAY DANA REVOCABLE TRUST"),
            ),
        ],
        SOLD,
        ["to HOLLOWAY DANA REVOCABLE TRUST, stated consideration $0.00 (nominal)"],
    ),
    "into the subject's trust, which is read as the subject's": (
        [
            BOUGHT,
            deed("D-2", "2024-03-04", ME, TRUST, amount="10"),
            deed("D-2", "2024-03-04", ME, TRUST, party="grantee", name=IN_TRUST),
            roll("2024", owner_1=TRUST, since="2024-03-04", name=IN_TRUST),
        ],
        SOLD,
        [f"Current owner of record: {TRUST} (deed recorded 2024-03-04, document D-2)"],
    ),
    "out of the trust again": (
        [
            BOUGHT,
            deed("D-2", "2024-03-04", ME, TRUST, amount="10"),
            deed("D-3", "2025-03-04", TRUST, ME, party="grantor", name=IN_TRUST),
            deed("D-3", "2025-03-04", TRUST, ME, party="grantee"),
        ],
        HELD,
        [f"Current owner of record: {ME} (deed recorded 2025-03-04, document D-3)"],
    ),
    "into the subject's company": (
        [
            BOUGHT,
            deed("D-2", "2024-03-04", ME, "LARKSPUR RENTALS LLC", amount="100"),
            company("Larkspur Rentals, LLC", "MGR"),
        ],
        SOLD,
        ["(nominal)", "a register names the subject as MGR of the grantee"],
    ),
    "only a trust of the name": (
        [
            roll(
                owner_1="DANA HOLLOWAY TRUST",
                name=PersonName("DANA", "", "HOLLOWAY", original="DANA HOLLOWAY TRUST"),
            )
        ],
        DOUBT,
        ["a trust or a trustee holds it, not the subject in person"],
    ),
    "a mortgage that stands": (
        [BOUGHT, loan()],
        HELD,
        [
            f"Recorded mortgages: MORTGAGE dated 2019-05-02, $144,000.00, lender {BANK}, document "
            "M-1: no release found"
        ],
    ),
    "a mortgage and its satisfaction": (
        [BOUGHT, loan(), paid()],
        HELD,
        ["document M-1: satisfied: a release recorded on 2023-01-02, document S-1"],
    ),
    "a mortgage and a partial release": (
        [BOUGHT, loan(), paid(document_type="PARTIAL RELEASE")],
        HELD,
        ["document M-1: it may be satisfied, wholly or in part"],
    ),
    "a mortgage and a satisfaction of another parcel": (
        [BOUGHT, loan(), paid(parcel="P-8")],
        HELD,
        ["document M-1: no release found"],
    ),
    "a mortgage on another parcel": (
        [BOUGHT, loan(parcel="P-8")],
        HELD,
        ["Recorded mortgages: none found"],
    ),
    "a sheriff's deed that names the subject": (
        [BOUGHT, deed("D-2", "2024-03-04", ME, BANK, document_type="SHERIFF'S DEED", amount="")],
        SOLD,
        [f"Conveyed: on 2024-03-04 to {BANK}", "SHERIFF'S DEED, document D-2"],
    ),
    "an estate's deed": (
        [
            BOUGHT,
            deed(
                "D-2",
                "2024-03-04",
                "ESTATE OF DANA HOLLOWAY",
                "HOLLOWAY JUNE",
                document_type="PERSONAL REPRESENTATIVE'S DEED",
                amount="10",
                name=PersonName("DANA", "", "HOLLOWAY", original="ESTATE OF DANA HOLLOWAY"),
            ),
        ],
        SOLD,
        ["to HOLLOWAY JUNE", "(nominal), PERSONAL REPRESENTATIVE'S DEED"],
    ),
    "one of two owners conveys, the other": (
        [
            deed("D-1", "2019-05-01", BUILDER, f"{ME} & MARK"),
            deed(
                "D-2",
                "2022-03-04",
                SPOUSE,
                BUYER,
                party="grantor",
                decision=Decision.REJECT,
                name=PersonName("MARK", "", "HOLLOWAY"),
            ),
        ],
        HELD,
        [f"Current owner of record: {ME} & MARK"],
    ),
    "one of two owners conveys, the subject": (
        [
            deed("D-1", "2019-05-01", BUILDER, f"{ME} & MARK"),
            deed("D-2", "2022-03-04", ME, BUYER),
        ],
        SOLD,
        [f"acquired by deed recorded 2019-05-01 from {BUILDER}", f"to {BUYER}"],
    ),
    "a deed away in a name that may be the subject's": (
        [
            BOUGHT,
            deed(
                "D-2",
                "2022-03-04",
                "HOLLOWAY DANA R",
                BUYER,
                decision=Decision.REJECT,
                name=PersonName("DANNA", "", "HOLLOWAY"),
            ),
        ],
        DOUBT,
        ["Current owner of record: not given by a source", "Held by: unclear"],
    ),
    "a deed away without a date": (
        [BOUGHT, deed("D-2", "", ME, BUYER)],
        DOUBT,
        ["Held by: unclear", f"Conveyed: on a day that is not given to {BUYER}"],
    ),
    "a deed to the subject without a date": (
        [deed("D-1", "", BUILDER, ME)],
        HELD,
        ["no record bears a date", "(deed without a date, document D-1)"],
    ),
    "neither deed bears a date": (
        [deed("D-1", "", BUILDER, ME), deed("D-2", "", ME, BUYER)],
        DOUBT,
        ["Held by: unclear"],
    ),
    "a roll older than the deed away": (
        [roll("2021"), deed("D-2", "2022-03-04", ME, BUYER)],
        SOLD,
        [f"Current owner of record: {BUYER}"],
    ),
    "a roll of that year and no deed's date": (
        [roll("2022", since=""), deed("D-2", "2022-03-04", ME, BUYER)],
        DOUBT,
        ["Held by: unclear"],
    ),
    "an older roll and no deed's date": (
        [roll("2021", since=""), deed("D-2", "2022-03-04", ME, BUYER)],
        SOLD,
        [f"Current owner of record: {BUYER}"],
    ),
    "a roll that names the subject long after the deed away": (
        [roll("2026"), deed("D-2", "2022-03-04", ME, BUYER)],
        DOUBT,
        ["Held by: unclear; latest record of 2026"],
    ),
    "a roll that rests on a later deed": (
        [roll("2026", since="2024-02-03"), deed("D-2", "2022-03-04", ME, BUYER)],
        HELD,
        [f"Current owner of record: {ME} (tax roll of 2026)"],
    ),
    "only a roll, which writes the surname otherwise": (
        [roll(owner_1="HOLLOWEY DANA", name=PersonName("DANA", "", "HOLLOWEY"))],
        DOUBT,
        ["only a roll tells of it and writes the surname otherwise"],
    ),
    "a roll that writes the surname otherwise, and a deed": (
        [BOUGHT, roll(owner_1="HOLLOWEY DANA", name=PersonName("DANA", "", "HOLLOWEY"))],
        HELD,
        ["Current owner of record: HOLLOWEY DANA (tax roll of 2026)"],
    ),
    "no parcel number, the same house": (
        [
            roll(),
            deed("D-2", "2027-03-04", ME, BUYER, parcel="", street="9 Oak Avenue"),
        ],
        SOLD,
        ["Parcel number: P 7", f"Current owner of record: {BUYER}"],
    ),
    "a number whose county nobody gives, the same house": (
        [roll(), deed("D-2", "2027-03-04", ME, BUYER, source="statewide")],
        SOLD,
        [f"Current owner of record: {BUYER}"],
    ),
}
