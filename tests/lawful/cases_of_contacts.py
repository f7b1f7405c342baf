"""Scenarios of contacts and notices: whom, when, how often, on what leave."""

from __future__ import annotations

from datetime import date, time

from skiptrace.compliance.policy.facts.contact import (
    AskOthers,
    Attempt,
    Consent,
    Hours,
    Medium,
    Origin,
    Party,
    Setting,
)
from skiptrace.compliance.policy.facts.debt import Collector
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.model.contact_check import Line, Reassigned
from tests.lawful.cases_of_calls import ALL, BROOKLYN, WHOLE
from tests.lawful.house import HEADER, RUN, row
from tests.lawful.records import lives_at
from tests.lawful.steps import (
    POLICY,
    Case,
    Step,
    counsel,
    held,
    on,
    released,
    says,
    taken_in,
    traced,
)
from tests.lawful.told import contact_words, contacted, law, limits, noticed, written

VOICE, SMS, EMAIL, MAIL = Medium.VOICE, Medium.SMS, Medium.EMAIL, Medium.MAIL
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
BANK = Collector.FIRST_PARTY
NOON = on(RUN, 18)
"""Noon in Texas, and an hour that suits New York."""
MIAMI = {"debt_state": "FL", "city": "MIAMI", "state": "FL", "zip": "33101"}
BOSTON = {"debt_state": "MA", "city": "BOSTON", "state": "MA", "zip": "02108"}
EMPLOYER = AskOthers(
    asks=frozenset({"employer"}),
    names_consumer=YES,
    says_location=YES,
    mentions_debt=NO,
    asked_before=NO,
)
TALK = (Attempt(date(2026, 11, 18), talked=True),)
IN_NYC = (
    Attempt(date(2026, 11, 18), EMAIL),
    Attempt(date(2026, 11, 19)),
    Attempt(date(2026, 11, 20)),
)
IN_AUGUST = (
    Attempt(date(2026, 8, 25), EMAIL),
    Attempt(date(2026, 8, 26)),
    Attempt(date(2026, 8, 27)),
)


def calls(first: int, last: int, wrong: bool = False) -> tuple[Attempt, ...]:
    """A call on each of these days of November."""
    return tuple(Attempt(date(2026, 11, n), wrong=wrong) for n in range(first, last + 1))


def dialled(day: date = RUN, **consent: object) -> Step:
    """A dialled call to a number that the creditor gave, on consent of 2023."""
    given = Consent(date(2023, 6, 1), **{"asked": day, "reassigned": Reassigned.NO, **consent})  # type: ignore[arg-type]
    about = {"automated": YES, "line": Line.WIRELESS, "origin": Origin.CREDITOR}
    return contacted(VOICE, consent=given, **about)


REVOKED = {"revoked": date(2026, 11, 1)}
WAIVED = counsel("policy.toml", POLICY.replace("revoke_all = true", "revoke_all = false"))
SCENARIOS: dict[str, Case] = {
    "7: who is represented is reached through the attorney": (
        taken_in(row(holds="ATTY@2026-10-01")),
        NOON,
        (contacted(VOICE, EMPLOYER, party=Party.THIRD_PARTY), "R06 block, R06 hold"),
        (contacted(MAIL, party=Party.ATTORNEY), "allowed +R06"),
        (contact_words(VOICE), "the attorney alone is reached"),
        (contacted(MAIL, attorney_written=date(2026, 10, 9)), "R06 hold"),
        (contacted(MAIL, attorney_written=date(2026, 10, 24)), "R06 block, R06 hold"),
    ),
    "13: a returned notice was not sent": (
        on(date(2026, 11, 12)),
        taken_in(row()),
        (noticed(mailed=date(2026, 11, 1)), "sent None, ends None, None: R15"),
        (
            noticed(mailed=date(2026, 11, 1), resent=date(2026, 11, 12)),
            "sent 2026-11-12, ends 2026-12-19, 2026-11-26: R15",
        ),
        on(date(2026, 11, 25)),
        (
            noticed(mailed=date(2026, 11, 1), resent=date(2026, 11, 12)),
            "sent 2026-11-12, ends 2026-12-19, 2026-11-26: R15",
        ),
        on(date(2026, 11, 26)),
        (
            noticed(mailed=date(2026, 11, 1), resent=date(2026, 11, 12)),
            "sent 2026-11-12, ends 2026-12-19, 2026-11-26: may be furnished",
        ),
        (
            noticed(
                mailed=date(2026, 11, 1),
                resent=date(2026, 11, 12),
                returned=(date(2026, 11, 20),),
            ),
            "sent None, ends None, None: R15",
        ),
        (
            noticed(mailed=date(2026, 11, 1), spoken=date(2026, 11, 24)),
            "sent None, ends None, 2026-11-24: may be furnished",
        ),
    ),
    "13: a disputed debt is not furnished whatever was mailed": (
        taken_in(row(holds="DISP-VP@2026-11-20")),
        on(date(2026, 11, 27)),
        (
            noticed(mailed=date(2026, 11, 1), resent=date(2026, 11, 12)),
            "sent 2026-11-12, ends 2026-12-19, 2026-11-26: R16",
        ),
    ),
    "15: calls to a wrong number are backed out": (
        taken_in(row()),
        on(date(2026, 11, 21), 18),
        (contacted(VOICE, attempts=calls(16, 20, wrong=True) + calls(15, 20)), "allowed"),
        (contacted(VOICE, attempts=calls(16, 20) + calls(21, 21)), "allowed"),
        (contacted(VOICE, attempts=calls(16, 20) + calls(20, 21)), "R12 block"),
    ),
    "15: after a talk nobody calls for seven days": (
        taken_in(row()),
        on(date(2026, 11, 24), 18),
        (contacted(VOICE, attempts=TALK), "R12 block"),
        (contact_words(VOICE, attempts=TALK), "not before 2026-11-25: there was a conversation"),
        (contacted(MAIL, attempts=TALK), "allowed"),
        on(date(2026, 11, 25), 18),
        (contacted(VOICE, attempts=TALK), "allowed"),
    ),
    "17: New York City counts every channel by account": (
        taken_in(row(**BROOKLYN), row(**BROOKLYN, account_number="10002")),
        NOON,
        (contacted(VOICE, collector=BANK, attempts=IN_NYC), "R57 block"),
        (
            contacted(
                VOICE,
                collector=BANK,
                number="10002",
                attempts=tuple(Attempt(a.on, a.medium, account="10001") for a in IN_NYC),
            ),
            "allowed",
        ),
        (contacted(VOICE, collector=BANK, attempts=IN_NYC[:2]), "allowed"),
    ),
    "17: the rule of the city as it was before September": (
        on(date(2026, 8, 30), 18),
        taken_in(row(**BROOKLYN, return_date="2026-08-20")),
        (contacted(VOICE, collector=BANK, attempts=IN_AUGUST), "allowed"),
        (contacted(VOICE, attempts=IN_AUGUST), "R57 block"),
        on(date(2026, 8, 31), 18),
        (contacted(VOICE, collector=BANK, attempts=IN_AUGUST), "allowed"),
        on(date(2026, 9, 1), 18),
        (
            contacted(VOICE, collector=BANK, attempts=(*IN_AUGUST, Attempt(date(2026, 8, 31)))),
            "R57 block",
        ),
    ),
    "19: consent holds only where the number was not reassigned": (
        taken_in(row()),
        NOON,
        (dialled(reassigned=Reassigned.YES), "R25 block"),
        (dialled(), "allowed +R25"),
        (dialled(reassigned=Reassigned.NO_DATA), "R25 block"),
        (dialled(reassigned=None), "R25 block"),
    ),
    "own: a traced wireless number is never dialled": (
        taken_in(row()),
        says(HEADER, lives_at()),
        (traced(*ALL), WHOLE),
        (
            limits("phone"),
            "line wireless; from 2026-11-23 15:00 to 03:00 UTC; no dialled calls (R24); "
            "no texts (R10); at most 7 in 7 days (R12); the validation notice came back and "
            "counts as not sent, send it anew (R14)",
        ),
        NOON,
        (
            contacted(VOICE, automated=YES, origin=Origin.THIRD_PARTY, line=Line.WIRELESS),
            "R24 block",
        ),
        (contacted(VOICE, automated=NO, origin=Origin.THIRD_PARTY, line=Line.WIRELESS), "allowed"),
        (contacted(VOICE, automated=UNKNOWN, origin=Origin.CREDITOR), "R24 block"),
    ),
    "own: consent that was taken back is gone in every matter": (
        taken_in(row()),
        NOON,
        (dialled(**REVOKED, of_matter=YES), "R26 block +R25"),
        (dialled(**REVOKED, of_matter=NO), "R26 block +R25"),
        WAIVED,
        (dialled(**REVOKED, of_matter=YES), "R26 block +R25"),
        (dialled(**REVOKED, of_matter=NO), "allowed +R25 +R26"),
        (dialled(**REVOKED, of_matter=UNKNOWN), "R26 block +R25"),
        on(date(2027, 1, 30), 18),
        (dialled(date(2027, 1, 30), **REVOKED, of_matter=NO), "allowed +R25 +R26"),
        on(date(2027, 1, 31), 18),
        (dialled(date(2027, 1, 31), **REVOKED, of_matter=NO), "R26 block +R25"),
    ),
    "own: an employer's e-mail address": (
        taken_in(row()),
        NOON,
        (contacted(EMAIL, origin=Origin.THIRD_PARTY), "R10 block"),
        (contacted(EMAIL, origin=Origin.CREDITOR, employer_domain=YES), "R10 block"),
        (contacted(EMAIL, origin=Origin.CREDITOR), "R10 hold"),
        (contacted(EMAIL, origin=Origin.CREDITOR, employer_domain=NO), "allowed"),
        (
            contacted(EMAIL, origin=Origin.CREDITOR, employer_domain=YES, consumer_used=YES),
            "allowed",
        ),
    ),
    "own: the workplace": (
        taken_in(row()),
        NOON,
        (contacted(VOICE, setting=Setting.WORK), "allowed"),
        (contacted(VOICE, setting=Setting.WORK, employer_prohibits=YES), "R09 block"),
        taken_in(row(account_number="10002", holds="NO-WORK")),
        (contacted(VOICE, setting=Setting.WORK, number="10002"), "R09 block +R09"),
        (contacted(VOICE, setting=Setting.WORK), "R09 block +R09"),
        (contacted(VOICE, setting=Setting.HOME, number="10002"), "allowed +R09"),
    ),
    "own: the hours where two zones meet": (
        taken_in(row(**MIAMI)),
        on(RUN, 13),
        (contacted(VOICE), "R08 block, R59 block"),
        on(RUN, 14),
        (contacted(VOICE), "allowed"),
        on(date(2026, 11, 24), 1),
        (contacted(VOICE), "allowed"),
        on(date(2026, 11, 24), 2),
        (contacted(VOICE), "R08 block, R59 block"),
        (contacted(MAIL), "allowed"),
    ),
    "own: the night in which clocks go back": (
        taken_in(row(**BROOKLYN)),
        on(date(2026, 10, 31), 12),
        (contacted(VOICE), "allowed"),
        on(date(2026, 11, 1), 12),
        (contacted(VOICE), "R08 block"),
        on(date(2026, 11, 1), 13),
        (contacted(VOICE), "allowed"),
        on(date(2026, 11, 2), 1),
        (contacted(VOICE), "allowed"),
        on(date(2026, 11, 2), 2),
        (contacted(VOICE), "R08 block"),
    ),
    "own: the night in which clocks go forward": (
        taken_in(row(**BROOKLYN)),
        on(date(2027, 3, 13), 12),
        (contacted(VOICE), "R08 block"),
        on(date(2027, 3, 14), 12),
        (contacted(VOICE), "allowed"),
    ),
    "own: hours that the consumer called inconvenient": (
        taken_in(row(**BROOKLYN)),
        NOON,
        (contacted(VOICE, bad_times=(Hours(time(12), time(14)),)), "R08 block"),
        (contacted(VOICE, bad_times=(Hours(time(14), time(16)),)), "allowed"),
        (contacted(VOICE, at=None), "R08 hold"),
        taken_in(row(**BROOKLYN, account_number="10002", holds="BADTIME")),
        (contacted(VOICE, number="10002"), "R08 hold +R08"),
        (contacted(VOICE), "R08 hold +R08"),
    ),
    "own: a found place narrows the hours": (
        taken_in(row(**BROOKLYN)),
        says(HEADER, lives_at()),
        (traced(*ALL), WHOLE),
        on(RUN, 14),
        (contacted(VOICE), "R08 block"),
        on(RUN, 15),
        (contacted(VOICE), "allowed"),
    ),
    "own: a medium opted out of": (
        taken_in(row(holds="OPTOUT-voice")),
        NOON,
        (contacted(VOICE), "R11 block +R11"),
        (contacted(MAIL), "allowed +R11"),
        (contacted(Medium.SOCIAL, origin=Origin.CONSUMER), "R13 block +R11"),
        (contacted(Medium.POSTCARD), "R13 block +R11"),
        taken_in(row(account_number="10002")),
        (contacted(VOICE, number="10002"), "R11 block +R11"),
    ),
    "own: others are asked for the place and told nothing": (
        taken_in(row()),
        NOON,
        (contacted(VOICE, EMPLOYER, party=Party.THIRD_PARTY), "allowed"),
        (
            contacted(VOICE, AskOthers(asks=frozenset({"mobile number"})), party=Party.THIRD_PARTY),
            "R02 block, R02 hold, R03 hold",
        ),
    ),
    "own: others in Massachusetts, after the debtor": (
        taken_in(row(**BOSTON)),
        NOON,
        (contacted(VOICE, EMPLOYER, party=Party.THIRD_PARTY), "R58 hold"),
    ),
    "own: no required notice to a bad address": (
        taken_in(row()),
        NOON,
        (contacted(MAIL, is_required_notice=True, address_bad=YES), "R14 block"),
        (contacted(MAIL, is_required_notice=True, address_bad=NO), "allowed"),
    ),
    "own: of the dead only the estate is reached": (
        taken_in(row(holds="DEC-CONF@2026-11-01")),
        NOON,
        (contacted(MAIL), "R21 hold"),
        (contacted(MAIL, party=Party.ESTATE), "R21 hold +R21"),
        (contacted(MAIL, party=Party.ESTATE, estate_authority=NO), "R21 block +R21"),
        (contacted(MAIL, party=Party.ESTATE, estate_authority=YES), "allowed +R21"),
    ),
    "own: a cease request of this morning": (
        taken_in(row()),
        says(HEADER, lives_at()),
        (traced(*ALL), WHOLE),
        (written(), "address:added phone:added"),
        held("CEASE"),
        (written(), "address:R07 phone:R07"),
        NOON,
        (contacted(VOICE), "R07 block"),
        (law("report"), "R07 block"),
        (released("CEASE", who="collector"), "refused D-ROLE"),
        (released("CEASE"), "released"),
        (written(), "address:added phone:added"),
    ),
}
