"""What leaves with a found contact: hours of every place, uses that are barred, caps, marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from orders import ACCOUNT, make_hold

from skiptrace.compliance.policy.contact_limits import Point, limits_of
from skiptrace.compliance.policy.facts.contact import Place
from skiptrace.compliance.policy.facts.debt import Collector, DebtFacts
from skiptrace.model.contact_check import Line
from tests.laws import POLICY
from tests.tables import each
from tests.unit.compliance.policy.rule_cases import facts

WIRELESS = Point("phone", Line.WIRELESS)
LA = Place("CA", "90012")
BROOKLYN = Place("NY", "11201")
SEVEN = "at most 7 in 7 days (R12)"


def limits(point: Point, *codes: str, **traits: object) -> tuple[str, ...]:
    asked = facts(*codes, **{"state": "OH", **traits})  # type: ignore[arg-type]
    return limits_of(POLICY, asked, point)


def test_a_traced_wireless_number_is_for_calls_by_hand_in_the_hours_of_its_place() -> None:
    assert limits(WIRELESS) == (
        "line wireless",
        "from 2026-11-23 13:00 to 02:00 UTC",
        "no dialled calls (R24)",
        "no texts (R10)",
        SEVEN,
    )


def test_the_hours_suit_every_place_where_the_debtor_may_be() -> None:
    point = replace(WIRELESS, places=(LA,))
    assert "from 2026-11-23 16:00 to 02:00 UTC" in limits(point)
    area = replace(WIRELESS, places=(Place(area_code="808"),))
    assert "from 2026-11-23 18:00 to 02:00 UTC" in limits(area)
    summer = limits(WIRELESS, today=date(2026, 7, 1))
    assert "from 2026-07-01 12:00 to 01:00 UTC" in summer


@each(
    ("point", "codes", "expected"),
    [
        (Point("phone"), (), "line unknown: as wireless"),
        (Point("phone", Line.LANDLINE), (), "line landline"),
        (Point("phone", Line.VOIP), (), "no dialled calls (R24)"),
        (Point("email"), (), "no e-mail (R10)"),
        (Point("phone"), ("OPTOUT-voice",), "no calls by hand (R11)"),
        (Point("phone"), ("OPTOUT-sms",), "no texts (R10)"),
        (Point("phone"), ("BADTIME",), "calls by hand wait (R08)"),
        (Point("employer"), ("NO-WORK",), "no calls at work (R09)"),
        (Point("employer"), (), SEVEN),
        (Point("address"), ("DISP-OTHER",), "DISPUTED (R17)"),
        (Point("phone"), ("DISP-OTHER",), "DISPUTED (R17)"),
        (Point("phone"), ("SCRA-AD",), "the subject is on active duty (R47)"),
        (Point("phone", places=(Place("ZZ"),)), (), "no hour that suits every place"),
        (Point("phone", places=(Place("ZZ"),)), (), "calls by hand wait (R08)"),
        (Point("phone", places=(Place("MA", "02108"),)), (), "at most 2 in 7 days in MA (R57)"),
        (
            Point("phone", places=(BROOKLYN,)),
            (),
            "at most 3 in 7 days an account in NYC (R57)",
        ),
    ],
)
def test_what_binds_a_contact_is_said(point: Point, codes: tuple[str, ...], expected: str) -> None:
    assert expected in limits(point, *codes)


@each(
    ("point", "codes", "absent"),
    [
        (Point("phone", Line.LANDLINE), (), "no dialled calls (R24)"),
        (Point("address"), (), SEVEN),
        (Point("phone"), (), "DISPUTED (R17)"),
        (Point("phone", places=(LA,)), (), "at most 2 in 7 days in MA (R57)"),
        (Point("phone"), ("OPTOUT-email",), "no calls by hand (R11)"),
    ],
)
def test_what_does_not_bind_is_not_said(point: Point, codes: tuple[str, ...], absent: str) -> None:
    assert absent not in limits(point, *codes)


def test_a_creditor_is_bound_by_what_binds_creditors() -> None:
    bank = DebtFacts(collector=Collector.FIRST_PARTY)
    said = limits(replace(WIRELESS, places=(BROOKLYN,)), debt=bank)
    assert SEVEN not in said
    assert "at most 3 in 7 days an account in NYC (R57)" in said


def test_what_reaches_nobody_has_no_limits() -> None:
    assert limits(Point("register_status")) == ()
    assert limits(Point("address")) == ()


def test_no_limit_holds_the_mark_that_separates_limits_nor_anything_personal() -> None:
    codes = [code for code in POLICY.law.holds.codes if not code.endswith("*")]
    for code in codes:
        held = replace(facts(), holds=(make_hold(code),), account=ACCOUNT)
        for kind in ("phone", "email", "address", "employer"):
            for words in limits_of(POLICY, held, Point(kind)):
                assert ";" not in words
                assert "HOLLOWAY" not in words.upper()
