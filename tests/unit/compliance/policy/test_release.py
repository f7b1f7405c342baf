"""Which holds reach an account, and which of them a person may lift there."""

from __future__ import annotations

from datetime import date

from orders import TODAY, make_hold

from skiptrace.compliance.policy.release import (
    may_be_waived,
    may_pass_for_matter,
    reaching,
    words_of,
)
from skiptrace.model.account import Reach
from tests.laws import SHIPPED
from tests.tables import each

TABLE = SHIPPED.holds
OWN, SAME, MAYBE = Reach.OWN, Reach.SAME_PERSON, Reach.MAYBE_PERSON


@each(
    ("code", "reach", "reaches", "waived"),
    [
        ("ATTY", OWN, True, False),
        ("ATTY", SAME, True, True),
        ("ATTY", MAYBE, True, True),
        ("BK07-OPEN", SAME, True, False),
        ("BK07-OPEN", MAYBE, True, True),
        ("PAID", OWN, True, False),
        ("PAID", SAME, False, False),
        ("NO-LICENCE-TX", OWN, True, False),
        ("NO-LICENCE-TX", SAME, False, False),
        ("a code nobody knows", SAME, True, False),
        ("a code nobody knows", MAYBE, True, True),
    ],
)
def test_what_reaches_an_account_and_what_may_be_waived_there(
    code: str, reach: Reach, reaches: bool, waived: bool
) -> None:
    hold = make_hold(code, reach=reach)
    assert bool(reaching([hold], TABLE, TODAY)) is reaches
    assert may_be_waived(hold, TABLE) is waived


def test_what_is_not_open_reaches_nothing() -> None:
    later, released = make_hold("ATTY", since=date(2099, 1, 1)), make_hold("ATTY", released=TODAY)
    assert reaching([later, released], TABLE, TODAY) == []


@each(
    ("codes", "reach", "passes"),
    [
        (("CEASE",), OWN, True),
        (("CEASE", "ATTY"), OWN, True),
        (("CEASE", "PAID"), OWN, False),
        (("PAID",), OWN, False),
        (("a code nobody knows",), OWN, False),
        (("CEASE",), SAME, False),
        (("CEASE",), MAYBE, False),
        (("DEC-CONF",), SAME, True),
        (("DEC-CONF",), MAYBE, False),
    ],
)
def test_a_matter_passes_what_is_for_legal_and_stands_surely(
    codes: tuple[str, ...], reach: Reach, passes: bool
) -> None:
    holds = [make_hold(code, reach=reach) for code in codes]
    assert may_pass_for_matter(iter(holds), TABLE) is passes


@each(
    ("code", "words"),
    [
        ("ATTY", "an attorney represents the consumer"),
        ("NO-LICENCE-WA", "the house has no live licence for the place"),
        ("XYZZY", "a hold code that no table knows"),
    ],
)
def test_a_hold_is_told_in_words(code: str, words: str) -> None:
    assert words_of(make_hold(code), TABLE) == words


@each(
    ("written", "code"),
    [
        ("atty", "ATTY"),
        (" optout-VOICE ", "OPTOUT-voice"),
        ("no-licence-tx", "NO-LICENCE-TX"),
        ("no-licence", ""),
        ("nothing", ""),
    ],
)
def test_a_code_is_known_in_any_spelling(written: str, code: str) -> None:
    assert TABLE.code(written) == code
