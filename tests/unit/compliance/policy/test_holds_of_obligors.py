"""Whom of several obligors a hold restrains, by its code and by what is known of whose it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from orders import ACCOUNT, SUBJECT, TODAY, make_card, make_hold

from config.counsel import CounselTables
from skiptrace.compliance.policy.decision import Decision, Stage
from skiptrace.compliance.policy.facts.contact import ContactFacts, Medium
from skiptrace.compliance.policy.facts.debt import DebtFacts, DebtPurpose
from skiptrace.compliance.policy.facts.whole import CallFacts, Facts
from skiptrace.model.account import Hold, ObligorRole, Reach
from skiptrace.model.card import Recipient
from skiptrace.model.order import Scope
from skiptrace.model.subject import EntityKind, Subject
from tests.laws import POLICY, SHIPPED
from tests.tables import each

FIRST = SUBJECT
SECOND = replace(SUBJECT, id="sub_2")
COMPANY = Subject(id="sub_2", kind=EntityKind.ORGANIZATION, organization="Larkspur Feed LLC")
CODEBTOR = "R49"


def asked(hold: Hold, subject: Subject | None, **changes: object) -> Facts:
    return replace(Facts(TODAY, ACCOUNT, (hold,), subject), **changes)  # type: ignore[arg-type]


def said(hold: Hold, subject: Subject | None, **changes: object) -> list[str | None]:
    """The rules that restrain a trace, an asset report and a write-back, None where none does."""
    facts = asked(hold, subject, **changes)
    assets = replace(facts, scope=Scope.ASSETS)
    found = [
        POLICY.evaluate(Stage.INTAKE, facts),
        POLICY.evaluate(Stage.REPORT, assets),
        POLICY.evaluate(Stage.WRITE_BACK, facts),
    ]
    return [None if one.allows else one.rule for one in found]


FREE = [None, None, None]


@each(
    ("code", "own", "other"),
    [
        ("DEC-CONF", ["R21"] * 3, FREE),
        ("DEC-SUSP", ["R21"] * 3, FREE),
        ("BK07-OPEN", ["R48"] * 3, FREE),
        ("BK11-OPEN", ["R48"] * 3, FREE),
        ("BK12-OPEN", ["R48"] * 3, [CODEBTOR] * 3),
        ("BK13-OPEN", ["R48"] * 3, [CODEBTOR] * 3),
        ("BK-SUSPECT", ["R50"] * 3, [CODEBTOR] * 3),
        ("BK-DISM", ["R50"] * 3, [CODEBTOR] * 3),
        ("BK-DISCH", ["R50"] * 3, FREE),
        ("ATTY", ["R06"] * 3, FREE),
        ("SCRA-AD", [None, "R47", None], FREE),
        ("SCRA-UNK", [None, "R47", None], FREE),
        ("MINOR-NOW", ["R22"] * 3, FREE),
        ("WRONG-PARTY", ["R30"] * 3, FREE),
        ("BK-CODEBTOR", [CODEBTOR] * 3, [CODEBTOR] * 3),
        ("CEASE", ["R07"] * 3, ["R07"] * 3),
        ("DISP-VP", ["R16"] * 3, ["R16"] * 3),
        ("IDT-605B", ["R33"] * 3, ["R33"] * 3),
        ("DANIEL", ["R54"] * 3, ["R54"] * 3),
        ("PAID", ["R19"] * 3, ["R19"] * 3),
        ("a code nobody knows", ["D-UNKNOWN"] * 3, ["D-UNKNOWN"] * 3),
    ],
)
def test_whom_a_hold_about_one_obligor_restrains(
    code: str, own: list[str | None], other: list[str | None]
) -> None:
    hold = make_hold(code, subject_id=FIRST.id)
    assert said(hold, FIRST) == own
    assert said(hold, SECOND) == other
    assert said(hold, None) == own, "where it is not said who is asked about, all are"
    assert said(make_hold(code), SECOND) == own, "where nobody knows whose it is, it is everybody's"


def test_every_code_that_is_about_one_obligor_says_so_and_no_other() -> None:
    of = {
        word: {code for code, effect in SHIPPED.holds.codes.items() if effect.restrains == word}
        for word in ("obligor", "co_debtors")
    }
    assert of["co_debtors"] == {"BK12-OPEN", "BK13-OPEN", "BK-DISM", "BK-SUSPECT", "BK-POST"}
    assert of["obligor"] == {
        "BK07-OPEN", "BK11-OPEN", "BK-DISCH", "BK-DISCH-LIEN", "DEC-CONF", "DEC-SUSP", "ATTY",
        "MINOR-NOW", "MINOR-ORIG", "GUARDIAN", "SCRA-AD", "SCRA-UNK", "WRONG-PARTY", "NONOBLIGOR",
        "FREEZE", "FRAUD-ALERT", "AD-ALERT", "JUDGMENT", "TCPA-LITIGATOR", "EXEMPT-INCOME",
        "INMATE", "OPTOUT-voice", "OPTOUT-sms", "OPTOUT-email", "BADTIME", "NO-WORK", "LANG",
        "NAME-KIND",
    }  # fmt: skip


@each(
    ("subject", "purpose", "more", "is_stayed"),
    [
        (SECOND, None, (), True),
        (SECOND, DebtPurpose.CONSUMER, (), True),
        (SECOND, DebtPurpose.COMMERCIAL, (), False),
        (SECOND, None, ("COMMERCIAL",), False),
        (COMPANY, None, (), False),
        (COMPANY, DebtPurpose.CONSUMER, (), False),
    ],
)
def test_the_stay_of_a_co_debtor_is_an_individuals_in_a_debt_that_is_not_commercial(
    subject: Subject, purpose: DebtPurpose | None, more: tuple[str, ...], is_stayed: bool
) -> None:
    holds = (make_hold("BK13-OPEN", subject_id=FIRST.id), *map(make_hold, more))
    facts = Facts(TODAY, ACCOUNT, holds, subject, debt=DebtFacts(purpose=purpose))
    found = POLICY.evaluate(Stage.CALL, replace(facts, purposes=frozenset({"PUB"})))
    assert (CODEBTOR in {reason.rule for reason in found.restraints}) is is_stayed


@pytest.mark.parametrize("reach", [Reach.SAME_PERSON, Reach.MAYBE_PERSON])
def test_a_hold_of_another_account_restrains_the_obligor_through_whom_it_comes(
    reach: Reach,
) -> None:
    elsewhere = {"account_id": "acc_other", "subject_id": "sub_there", "reach": reach}
    death = make_hold("DEC-CONF", **elsewhere, reaches=FIRST.id)
    assert said(death, FIRST)[0] == "R21"
    assert said(death, SECOND) == FREE
    assert said(replace(death, reaches=""), SECOND)[0] == "R21"
    stay = make_hold("BK13-OPEN", **elsewhere, reaches=FIRST.id)
    assert said(stay, SECOND)[0] == CODEBTOR, "a plan of chapter 13 reaches each debt owed with it"


def judged_by(hold: Hold, subject: Subject, law: CounselTables = SHIPPED) -> Decision:
    bureau = make_card(
        recipient=Recipient.CONSUMER_REPORTING_AGENCY, purposes=frozenset({"FCRA-3A-JUDG"})
    )
    account = replace(ACCOUNT, debt_origin="involuntary")
    facts = Facts(TODAY, account, (hold,), subject, ObligorRole.PRIMARY, call=CallFacts(bureau))
    return POLICY.evaluate(Stage.CALL, facts)


def test_what_opens_something_for_one_obligor_opens_nothing_for_another() -> None:
    judgment = make_hold("JUDGMENT", subject_id=FIRST.id)
    severities = [
        next(r.severity.name for r in judged_by(judgment, one).reasons if r.rule == "R28")
        for one in (FIRST, SECOND)
    ]
    assert severities == ["LEGAL", "BLOCK"]


def test_the_limits_that_one_consumer_set_are_that_ones() -> None:
    def at_work(subject: Subject) -> bool:
        hold = make_hold("OPTOUT-sms", subject_id=FIRST.id)
        contact = ContactFacts(Medium.SMS)
        found = POLICY.evaluate(Stage.CONTACT, asked(hold, subject, contact=contact))
        return any(reason.rule == "R11" for reason in found.restraints)

    assert at_work(FIRST)
    assert not at_work(SECOND)
