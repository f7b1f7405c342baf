"""How people write numbers: extensions, several in a field, guesses that are named, trunk codes."""

from __future__ import annotations

import pytest

from matching.parse.phone.read import PhonePolicy, PhoneStatus, read_phones
from tests.tables import each

A, B, C = "+12127365000", "+17877217000", "+16714728931"
FORMS = ("212-736-5000", "(212) 736-5000", "212.736.5000", "2127365000", "+1 212 736 5000",
         "1-212-736-5000")  # fmt: skip
MARKS = (
    ",", ", ", " , ", ";", "; ", ",,", " x", "x", " x ", " X. ", " x#", " xt ", " xt. ", " XT#",
    " xtn ", " ex ", " ext ", " ext. ", "ext", " EXT:", " ext=", " ext-", " ext#", " ext # ",
    " ext.#", " ext no ", " ext. no. ", " exten ", " extens. ", " extn ", " extn. ", " extn#",
    " extension ", ", extension ", " extension number ", " extention ", " #", "#", " # ",
    " (ext. ", " [x", " / ext ", " - x", " poste ", " Poste: ", ", poste ", " interno ", " anexo ",
    " durchwahl ", " local ", "p", "w", ";ext=", ", ext. ",
)  # fmt: skip


@each("form", FORMS)
@each("mark", MARKS)
def test_marks_of_an_extension(form: str, mark: str) -> None:
    (phone,) = read_phones(f"{form}{mark}123")
    assert (phone.e164, phone.extension, phone.status) == (A, "123", PhoneStatus.OK)
    assert not phone.flags


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("212,736,5000", [(A, "")]),
        ("1,212,736,5000", [(A, "")]),
        ("212-736-5000,787-721-7000", [(A, ""), (B, "")]),
        ("212-736-5000,7877217000", [(A, ""), (B, "")]),
        ("212-736-5000x7877217000", [(A, ""), (B, "")]),
        ("212-736-5000 # 787-721-7000", [(A, ""), (B, "")]),
        ("212-736-5000,12; 787-721-7000,13", [(A, "12"), (B, "13")]),
        ("212-736-5000 x 12 or 787-721-7000 xt 13", [(A, "12"), (B, "13")]),
        ("(212) 736-5000, x5; (787) 721-7000, x6", [(A, "5"), (B, "6")]),
        ("home 2127365000 work 7877217000 x12", [(A, ""), (B, "12")]),
        ("800-FLOWERS, 5", [("+18003569377", "5")]),
        ("212-736-5000,", [(A, "")]),
        ("212-736-5000 #", [(A, "")]),
        ("736-5000 x12", [("", "")]),
    ],
)
def test_what_is_an_extension_and_what_a_number(text: str, read: list[tuple[str, str]]) -> None:
    assert [(phone.e164, phone.extension) for phone in read_phones(text)] == read


BETWEEN = (", ", ",", "; ", ";", " / ", "/", " | ", " ", "  ", "\n", "\t", " & ", " and ", " or ",
           " + ", " - ", "--", ":", "\\", "_", "*", " = ", " y ", " then ", " vs. ", " (home) ",
           "(h)", " cell ", ", cell: ", " alt ")  # fmt: skip


@each("form", FORMS[:4])
@each("between", BETWEEN)
def test_several_numbers_are_several(form: str, between: str) -> None:
    for second in ("787-721-7000", "7877217000", "(787) 721-7000"):
        found = read_phones(f"{form}{between}{second}")
        assert [phone.e164 for phone in found] == [A, B], second


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("212-736-5000 787-721-7000 671-472-8931", [A, B, C]),
        ("2127365000 / 7877217000 / 6714728931", [A, B, C]),
        ("+12127365000+17877217000", [A, B]),
        ("12127365000 17877217000", [A, B]),
        ("H 212-736-5000 W 787-721-7000", [A, B]),
        ("Bob 212-736-5000 Ann 787-721-7000", [A, B]),
        ("call 212-736-5000 or else try 787-721-7000 today", [A, B]),
        ("212-736-5000 736-5001", [A, ""]),
        ("212-736-5000, 3 calls made", [A]),
        ("212-736-5000 ext 123 ask for Bob", [A]),
    ],
)
def test_several_numbers_among_other_things(text: str, numbers: list[str]) -> None:
    assert [phone.e164 for phone in read_phones(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "Ext 12, 212-736-5000",
        "212-736-5000 ext 12 / 13",
        "212-736-5000 x12, x13",
        "212-736-5000 x123456789012",
    ],
)
def test_what_is_left_out_is_named(text: str) -> None:
    (phone,) = read_phones(text)
    assert phone.flags == {"words_dropped"}


@pytest.mark.parametrize(
    ("text", "endings"),
    [
        ("212-736-5000/5001", ["+12127365001"]),
        ("212-736-5000/01", ["+12127365001"]),
        ("212-736-5000/1", ["+12127365001"]),
        ("212-736-5000 or 5001", ["+12127365001"]),
        ("212-736-5000 to 5009", ["+12127365009"]),
        ("212-736-5000, 5001, 5002", ["+12127365001", "+12127365002"]),
    ],
)
def test_shared_beginnings_are_guesses(text: str, endings: list[str]) -> None:
    whole, *others = read_phones(text)
    assert (whole.e164, whole.status) == (A, PhoneStatus.OK)
    assert [phone.e164 for phone in others] == endings
    assert {phone.status for phone in others} == {PhoneStatus.AMBIGUOUS}


AMBIGUOUS = """\
2I2-736-5000|+12127365000|ocr_guess
2l2-736-5000|+12127365000|ocr_guess
(2I2) 736-5000|+12127365000|ocr_guess
212-736-S000|+12127365000|ocr_guess
212-736-500O|+12127365000|ocr_guess
212-736-5o00|+12127365000|ocr_guess
212-736-5OOO|+12127365000|ocr_guess
212-736-OOOO|+12127360000|ocr_guess
2l2-7365OOO|+12127365000|ocr_guess
+1 2l2 736 5OOO|+12127365000|ocr_guess
1-2I2-736-5000|+12127365000|ocr_guess
l-212-736-5000|+12127365000|ocr_guess
I (212) 736-5000|+12127365000|ocr_guess
+l 212 736 5000|+12127365000|ocr_guess
tel 2I2-736-5000|+12127365000|ocr_guess
212-736-50OO x5|+12127365000|ocr_guess
212-736-5000 x12O|+12127365000|ocr_guess
OO1 212 736 5000|+12127365000|ocr_guess
2127365000O|+12127365000|ocr_guess
212-555-O136|+12125550136|ocr_guess
212-736-SOLO|+12127365010|ocr_guess
212-OIL-5000|+12126455000|ocr_guess;vanity
l-800-FLOWERS|+18003569377|ocr_guess;vanity
1-8OO-FLOWERS|+18003569377|ocr_guess;vanity
1-800-FL0WERS|+18003569377|ocr_guess;vanity
00 44 20 7946 0958|+442079460958|exit_code_guessed
00442079460958|+442079460958|exit_code_guessed
00 33 1 23 45 67 89|+33123456789|exit_code_guessed
+00 33 1 23 45 67 89|+33123456789|exit_code_guessed
+011 44 20 7946 0958|+442079460958|exit_code_guessed
001 212 736 5000|+12127365000|exit_code_guessed
00 1 787 721 7000|+17877217000|exit_code_guessed
00 212 736 5000|+12127365000|country_code_guessed;exit_code_guessed
0 212 736 5000|+12127365000|trunk_guessed
02127365000|+12127365000|trunk_guessed
01 212 736 5000|+12127365000|trunk_guessed
1-1-212-736-5000|+12127365000|trunk_guessed
9-1-212-736-5000|+12127365000|trunk_guessed
91-212-736-5000|+12127365000|trunk_guessed
+2127365000|+12127365000|country_code_guessed
"""


@each("row", AMBIGUOUS.splitlines())
def test_a_guess_is_ambiguous_and_says_why(row: str) -> None:
    text, e164, flags = row.split("|")
    (phone,) = read_phones(text)
    assert (phone.e164, phone.status) == (e164, PhoneStatus.AMBIGUOUS)
    assert ";".join(sorted(phone.flags)) == flags
    assert not PhonePolicy().usable(phone)


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("1 (212) 736-5000", A),
        ("(1) 212-736-5000", A),
        ("1+212-736-5000", A),
        ("1.212.736.5000", A),
        ("1 (0) 212 736 5000", A),
        ("+1 (0) 212 736 5000", A),
        ("+1 (1) 212 736 5000", A),
        ("+1 1 212 736 5000", A),
        ("011 1 212 736 5000", A),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("+44 020 7946 0958", "+442079460958"),
        ("011 44 (0)20 7946 0958", "+442079460958"),
        ("+49 (0)30 123456", "+4930123456"),
        ("+39 (0)6 698 12345", "+390669812345"),
    ],
)
def test_trunk_codes_are_no_digits_of_the_number(text: str, e164: str) -> None:
    (phone,) = read_phones(text)
    assert phone.e164 == e164
    assert phone.status in (PhoneStatus.OK, PhoneStatus.FOREIGN)


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("1-800-GO-FEDEX", "+18004633339"),
        ("1 800 GO FEDEX", "+18004633339"),
        ("1-800-GO-FEDEX (463-3339)", "+18004633339"),
        ("1-800-LAWYERS", "+18005299377"),
        ("1-800-CONTACTS", "+18002668228"),
        ("1-800-COLLECT", "+18002655328"),
        ("1-800-OIL-BOSS", "+18006452677"),
        ("1-800-BIG-LOSS", "+18002445677"),
        ("1-877-KARS-4-KIDS", "+18775277454"),
        ("1-800-PICK-UPS", "+18007425877"),
        ("1-888-EXT-5000", "+18883985000"),
        ("800-X-RAYS-12", "+18009729712"),
        ("1-800-EXTRA-12", "+18003987212"),
        ("Phone: 1-800-CALL-ATT", "+18002255288"),
        ("tel 1-800-TEXT-NOW", "+18008398669"),
    ],
)
def test_words_on_the_keypad_stay_words(text: str, e164: str) -> None:
    (phone,) = read_phones(text)
    assert (phone.e164, phone.status, phone.flags) == (e164, PhoneStatus.SERVICE, {"vanity"})
