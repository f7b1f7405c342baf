"""Cases of the rules about reaching the consumer, by rule and title."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from orders import make_hold

from config.law import Switches
from skiptrace.compliance.policy.decision import Stage
from skiptrace.compliance.policy.facts.contact import (
    Attempt,
    Consent,
    ContactFacts,
    Hours,
    Medium,
    Origin,
    Party,
    Place,
    Setting,
)
from skiptrace.compliance.policy.facts.debt import Collector, DebtFacts
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.model.account import Reach
from skiptrace.model.contact_check import Line, Reassigned
from tests.laws import SHIPPED
from tests.unit.compliance.policy.rule_cases import (
    BLOCK,
    FLAG,
    HOLD,
    NO,
    RUN,
    UNKNOWN,
    YES,
    Case,
    ask_others,
    contact,
    facts,
    hour,
)

SWITCHES = SHIPPED.settings.switches.model_dump()
WAIVED = replace(
    SHIPPED,
    settings=SHIPPED.settings.model_copy(
        update={"switches": Switches(**{**SWITCHES, "revoke_all": False})}
    ),
)
FIRST_PARTY = {"debt": DebtFacts(collector=Collector.FIRST_PARTY)}
LA, NEW_YORK, BROOKLYN = Place("CA", "90012"), Place("NY", "14201"), Place("NY", "11201")
MIAMI, BOSTON, DC = Place("FL", "33101"), Place("MA", "02108"), Place("DC", "20001")
SMS, EMAIL, MAIL, VOICE = Medium.SMS, Medium.EMAIL, Medium.MAIL, Medium.VOICE


def utc(day: int, clock: str) -> datetime:
    """A moment of November 2026."""
    return datetime.combine(date(2026, 11, day), hour(clock), UTC)


def tries(*days: int, **traits: object) -> tuple[Attempt, ...]:
    """Attempts on these days of November 2026."""
    return tuple(Attempt(date(2026, 11, day), **traits) for day in days)  # type: ignore[arg-type]


def given(**traits: object) -> Consent:
    """Consent of 2023, with what became of it."""
    return Consent(given=date(2023, 6, 1), **traits)  # type: ignore[arg-type]


def auto(**traits: object):  # type: ignore[no-untyped-def]
    """An automated call to a wireless number that the consumer gave."""
    known = {"automated": YES, "line": Line.WIRELESS, "origin": Origin.CREDITOR, **traits}
    return contact(**known)


def on(day: int, made: tuple[Attempt, ...], *places: Place, **traits: object):  # type: ignore[no-untyped-def]
    """A contact on a day of November 2026 after these attempts."""
    more = {"today": date(2026, 11, day), **traits.pop("more", {})}  # type: ignore[dict-item]
    state = places[0].state if places else "OH"
    return (
        contact(attempts=made, places=places, state="", more=more, **traits)
        if places
        else (contact(attempts=made, state=state, more=more, **traits))
    )


RND = {"asked": date(2026, 11, 1)}
WHEN = {"today": date(2026, 8, 30)}


def elsewhere(code: str, reach: Reach, **traits: Any) -> Facts:
    """A contact on an account of somebody who is held by that code on another one."""
    return contact(more={"holds": (make_hold(code, reach=reach),)}, **traits)


CASES: dict[tuple[str, str], list[Case]] = {
    ("R06", "an attorney"): [
        Case(contact(), None),
        Case(contact("ATTY"), BLOCK),
        Case(contact("ATTY", party=Party.THIRD_PARTY), BLOCK),
        Case(contact("ATTY", party=Party.ATTORNEY), None),
        Case(contact("ATTY", attorney_written=date(2026, 10, 24)), BLOCK),
        Case(contact("ATTY", attorney_written=date(2026, 10, 23)), HOLD),
        Case(ask_others("ATTY"), BLOCK, Stage.CONTACT),
        Case(facts("ATTY"), None, Stage.CONTACT),
        Case(contact(more={"holds": (make_hold("ATTY", reach=Reach.SAME_PERSON),)}), None),
    ],
    ("R21", "the deceased"): [
        Case(contact(party=Party.ESTATE), HOLD),
        Case(contact(party=Party.ESTATE, estate_authority=NO), BLOCK),
        Case(contact(party=Party.ESTATE, estate_authority=YES), None),
        Case(contact(), None),
    ],
    ("R08", "the hours of contact"): [
        Case(contact(), None),
        Case(contact(at=None), HOLD),
        Case(contact(at=utc(23, "13:00")), None),
        Case(contact(at=utc(23, "12:59")), BLOCK),
        Case(contact(at=utc(24, "01:59")), None),
        Case(contact(at=utc(24, "02:00")), BLOCK),
        Case(contact(at=utc(23, "13:30"), places=(NEW_YORK, LA)), BLOCK),
        Case(contact(at=utc(23, "16:00"), places=(NEW_YORK, LA)), None),
        Case(contact(at=utc(24, "01:59"), places=(NEW_YORK, LA)), None),
        Case(contact(at=utc(24, "03:00"), places=(NEW_YORK, LA)), BLOCK),
        Case(contact(at=utc(24, "04:00"), places=(LA,), state="CA"), None),
        Case(contact(at=utc(23, "23:00"), places=(Place("GU"),), state="GU"), None),
        Case(contact(places=(Place("ZZ"),)), HOLD),
        Case(contact(places=(Place(area_code="800"),)), None),
        Case(contact(places=(), state=""), HOLD),
        Case(contact(at=utc(23, "13:30"), places=(Place(area_code="213"),)), BLOCK),
        Case(contact(medium=MAIL, at=None), None),
        Case(contact(medium=EMAIL, at=utc(23, "12:00")), BLOCK),
        Case(contact(at=utc(23, "12:00"), party=Party.ATTORNEY), None),
        Case(contact(bad_times=(Hours(hour("12:00"), hour("13:00")),)), BLOCK),
        Case(contact(bad_times=(Hours(hour("12:01"), hour("13:00")),)), None),
        Case(contact(bad_times=(Hours(hour("11:00"), hour("12:00")),)), None),
        Case(contact("BADTIME"), HOLD),
        Case(contact("BADTIME", bad_times=(Hours(hour("09:00"), hour("10:00")),)), None),
    ],
    ("R57", "hours of states and cities"): [
        Case(contact(places=(Place("WA"),), state="WA", at=utc(23, "15:30")), None),
        Case(contact(places=(Place("WA"),), state="WA", at=utc(23, "15:29")), BLOCK),
        Case(contact(at=utc(23, "05:00")), None),
        Case(contact(places=(Place("WA"),), state="WA", medium=SMS, at=None), None),
    ],
    ("R59", "hours in Florida"): [
        Case(contact(places=(MIAMI,), state="FL", at=utc(23, "14:00")), None),
        Case(contact(places=(MIAMI,), state="FL", at=utc(24, "02:30")), BLOCK),
        Case(contact(places=(MIAMI,), state="FL", medium=EMAIL, at=utc(24, "03:00")), None),
        Case(contact(at=utc(24, "03:00")), None),
    ],
    ("R09", "the workplace"): [
        Case(contact(setting=Setting.WORK), None),
        Case(contact(setting=Setting.WORK, employer_prohibits=YES), BLOCK),
        Case(contact("NO-WORK", setting=Setting.WORK), BLOCK),
        Case(contact("NO-WORK", setting=Setting.HOME), None),
        Case(contact("NO-WORK"), None),
        Case(contact("NO-WORK", setting=Setting.WORK, party=Party.ATTORNEY), None),
        Case(elsewhere("NO-WORK", Reach.SAME_PERSON, setting=Setting.WORK), BLOCK),
        Case(elsewhere("NO-WORK", Reach.MAYBE_PERSON, setting=Setting.WORK), None),
    ],
    ("R10", "e-mail and text"): [
        Case(contact(origin=Origin.THIRD_PARTY), None),
        Case(contact(medium=SMS, origin=Origin.THIRD_PARTY), BLOCK),
        Case(contact(medium=SMS), BLOCK),
        Case(contact(medium=SMS, origin=Origin.CREDITOR), None),
        Case(contact(medium=SMS, origin=Origin.CONSUMER), None),
        Case(contact(medium=SMS, origin=Origin.THIRD_PARTY, consent=given()), None),
        Case(contact(medium=EMAIL, origin=Origin.THIRD_PARTY), BLOCK),
        Case(contact(medium=EMAIL, origin=Origin.CREDITOR), HOLD),
        Case(contact(medium=EMAIL, origin=Origin.CREDITOR, employer_domain=NO), None),
        Case(contact(medium=EMAIL, origin=Origin.CREDITOR, employer_domain=YES), BLOCK),
        Case(
            contact(medium=EMAIL, origin=Origin.CREDITOR, employer_domain=YES, consumer_used=YES),
            None,
        ),
        Case(contact(medium=EMAIL, origin=Origin.THIRD_PARTY, party=Party.ATTORNEY), None),
    ],
    ("R11", "a medium opted out of"): [
        Case(contact("OPTOUT-voice"), BLOCK),
        Case(contact("OPTOUT-sms"), None),
        Case(contact("OPTOUT-sms", medium=SMS), BLOCK),
        Case(contact("OPTOUT-email", medium=EMAIL), BLOCK),
        Case(contact("OPTOUT-voice", medium=EMAIL), None),
        Case(contact("OPTOUT-voice", medium=MAIL), None),
        Case(contact("OPTOUT-voice", party=Party.ATTORNEY), None),
        Case(elsewhere("OPTOUT-voice", Reach.SAME_PERSON), BLOCK),
        Case(elsewhere("OPTOUT-voice", Reach.MAYBE_PERSON), None),
        Case(contact(), None),
    ],
    ("R12", "seven in seven"): [
        Case(on(23, tries(*range(17, 23))), None),
        Case(on(23, tries(*range(17, 24))), BLOCK),
        Case(on(24, tries(*range(17, 24))), None),
        Case(on(23, tries(*[22] * 7)), BLOCK),
        Case(on(23, tries(*[22] * 7, connected=False)), None),
        Case(on(23, tries(*[22] * 7, wrong=True)), None),
        Case(on(23, tries(*[22] * 7, medium=SMS)), None),
        Case(on(23, tries(*[22] * 7), medium=SMS), None),
        Case(on(23, tries(*[22] * 7, account="another")), BLOCK),
        Case(on(24, tries(18, talked=True)), BLOCK),
        Case(on(25, tries(18, talked=True)), None),
        Case(on(18, tries(18, talked=True)), BLOCK),
        Case(on(24, tries(18, talked=True, wrong=True)), None),
        Case(on(24, tries(18, talked=True, medium=EMAIL)), None),
        Case(on(23, tries(*[22] * 7), more=FIRST_PARTY), None),
        Case(on(23, tries(*[22] * 7), party=Party.ATTORNEY), None),
    ],
    ("R57", "caps of states and cities"): [
        Case(on(23, tries(21, 22), BOSTON), BLOCK),
        Case(on(23, tries(22), BOSTON), None),
        Case(on(23, tries(21, 22), BOSTON, medium=EMAIL), None),
        Case(on(23, tries(21, medium=EMAIL) + tries(22), BOSTON), None),
        Case(on(23, tries(21, 22), BOSTON, more=FIRST_PARTY), BLOCK),
        Case(on(23, tries(1, 2, setting=Setting.WORK), BOSTON, setting=Setting.WORK), BLOCK),
        Case(on(23, tries(1, 2, setting=Setting.WORK), BOSTON, setting=Setting.HOME), None),
        Case(on(23, tries(1, 2, setting=Setting.WORK), BOSTON), BLOCK),
        Case(on(23, tries(20, 21, 22), Place("WA")), BLOCK),
        Case(on(23, tries(21, 22), Place("WA")), None),
        Case(on(23, tries(22, setting=Setting.WORK), Place("WA"), setting=Setting.WORK), BLOCK),
        Case(on(23, tries(20, 21, 22, account="acc_1"), BROOKLYN), BLOCK),
        Case(on(23, tries(20, 21, 22, account="acc_2"), BROOKLYN), None),
        Case(on(23, tries(20, 21, 22, account="acc_1"), NEW_YORK), None),
        Case(on(23, tries(20, 21, 22, account="acc_1"), BROOKLYN, more=FIRST_PARTY), BLOCK),
        Case(
            contact(
                attempts=tuple(Attempt(date(2026, 8, day), account="acc_1") for day in (28, 29)),
                places=(BROOKLYN,),
                more=WHEN,
            ),
            BLOCK,
        ),
        Case(
            contact(
                attempts=tuple(Attempt(date(2026, 8, day), account="acc_1") for day in (28, 29)),
                places=(BROOKLYN,),
                more={**WHEN, **FIRST_PARTY},
            ),
            None,
        ),
        Case(on(23, tries(20, 21, 21, 22), DC), BLOCK),
        Case(on(23, tries(20, 21, 22), DC), None),
        Case(on(23, tries(19, 20, 21, 21, 22, medium=SMS), DC, medium=EMAIL), BLOCK),
        Case(on(23, tries(20, 21, 21, 22, medium=SMS), DC, medium=EMAIL), None),
        Case(on(23, tries(21, 22), NEW_YORK, BOSTON), BLOCK),
    ],
    ("R24", "consent to automated calls"): [
        Case(contact(line=Line.WIRELESS, origin=Origin.THIRD_PARTY), None),
        Case(auto(), BLOCK),
        Case(auto(consent=given()), None),
        Case(auto(consent=given(), origin=Origin.THIRD_PARTY), BLOCK),
        Case(auto(line=None), BLOCK),
        Case(auto(line=Line.VOIP), BLOCK),
        Case(auto(line=Line.LANDLINE), None),
        Case(auto(medium=SMS), BLOCK),
        Case(auto(medium=EMAIL), None),
        Case(auto(automated=UNKNOWN), BLOCK),
        Case(auto(automated=UNKNOWN, consent=given()), HOLD),
    ],
    ("R25", "reassigned numbers"): [
        Case(auto(consent=given()), BLOCK),
        Case(auto(consent=given(reassigned=Reassigned.NO)), BLOCK),
        Case(auto(consent=given(reassigned=Reassigned.NO, **RND)), FLAG),
        Case(auto(consent=given(reassigned=Reassigned.YES, **RND)), BLOCK),
        Case(auto(consent=given(reassigned=Reassigned.NO_DATA, **RND)), BLOCK),
        Case(
            auto(
                medium=SMS,
                consent=given(reassigned=Reassigned.NO, asked=date(2026, 9, 24)),
            ),
            FLAG,
        ),
        Case(
            auto(
                medium=SMS,
                consent=given(reassigned=Reassigned.NO, asked=date(2026, 9, 23)),
            ),
            HOLD,
        ),
        Case(auto(), None),
        Case(contact(consent=given()), None),
    ],
    ("R26", "consent taken back"): [
        Case(auto(consent=given(revoked=RUN)), BLOCK),
        Case(auto(consent=given(revoked=date(2026, 11, 24))), None),
        Case(auto(consent=given()), None),
        Case(contact(consent=given(revoked=RUN)), None),
        Case(auto(medium=EMAIL, consent=given(revoked=RUN)), None),
        Case(auto(consent=given(revoked=RUN, of_matter=NO)), BLOCK),
        Case(auto(consent=given(revoked=RUN, of_matter=NO)), FLAG, law=WAIVED),
        Case(auto(consent=given(revoked=RUN, of_matter=YES)), BLOCK, law=WAIVED),
        Case(auto(consent=given(revoked=RUN)), BLOCK, law=WAIVED),
        Case(
            auto(consent=given(revoked=RUN, of_matter=NO), more={"today": date(2027, 1, 30)}),
            FLAG,
            law=WAIVED,
        ),
        Case(
            auto(consent=given(revoked=RUN, of_matter=NO), more={"today": date(2027, 1, 31)}),
            BLOCK,
            law=WAIVED,
        ),
    ],
    ("R13", "no contact in public"): [
        Case(contact(medium=Medium.SOCIAL), BLOCK),
        Case(contact(medium=Medium.POSTCARD), BLOCK),
        Case(contact(medium=MAIL), None),
    ],
    ("R14", "no notice to a bad address"): [
        Case(contact(medium=MAIL, is_required_notice=True, address_bad=YES), BLOCK),
        Case(contact(medium=MAIL, is_required_notice=True), None),
        Case(contact(medium=MAIL, address_bad=YES), None),
        Case(contact(medium=EMAIL, is_required_notice=True, address_bad=YES), None),
        Case(replace(facts(), contact=ContactFacts(VOICE)), None),
    ],
}
