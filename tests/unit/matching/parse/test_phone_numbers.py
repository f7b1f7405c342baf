"""Telephone numbers: how a field is read, and what the numbering plan says of each number."""

from __future__ import annotations

import csv
import io
import random

import phonenumbers
import pytest

from connectors.sandbox.fiction import NUMBERS
from matching.parse.phone.read import (
    PhoneFlag,
    PhonePolicy,
    PhoneStatus,
    is_kept_for_fiction,
    read_phones,
)
from tests.tables import each

CASES = """\
text|region|e164|extension|found|status|kind|flags
(212) 555-0142|US|+12125550142||US|fictional||
202.456.1414|US|+12024561414||US|ok|fixed/mobile|
+1-202-456-1414|US|+12024561414||US|ok|fixed/mobile|
1 (202) 456-1414|US|+12024561414||US|ok|fixed/mobile|
001 202 456 1414|US|+12024561414||US|ambiguous|fixed/mobile|exit_code_guessed
202/456-1414|US|+12024561414||US|ok|fixed/mobile|
202 - 456 - 1414|US|+12024561414||US|ok|fixed/mobile|
2024561414.0|US|+12024561414||US|ok|fixed/mobile|
2.024561414E9|US|+12024561414||US|ok|fixed/mobile|
2.02456E9|US||||invalid||no_number
011 44 20 7946 0958|US|+442079460958||GB|foreign|fixed|
00 44 20 7946 0958|US|+442079460958||GB|ambiguous|fixed|exit_code_guessed
00 44 20 7946 0958|GB|+442079460958||GB|foreign|fixed|
0113 496 0000|GB|+441134960000||GB|foreign|fixed|
+44 (0)20 7946 0958|US|+442079460958||GB|foreign|fixed|
020 7946 0958|GB|+442079460958||GB|foreign|fixed|
+7 495 123-45-67|US|+74951234567||RU|foreign|fixed|
+44 1|US||||invalid||too_short
604-682-2344|US|+16046822344||CA|foreign|fixed/mobile|
604-682-2344|CA|+16046822344||CA|foreign|fixed/mobile|
202-456-1414|CA|+12024561414||US|ok|fixed/mobile|
876-456-1414|US|+18764561414||JM|foreign|mobile|
809-234-5678|US|+18092345678||DO|foreign|fixed/mobile|
(787) 721-7000|US|+17877217000||PR|ok|fixed/mobile|
671-472-8931|US|+16714728931||GU|ok|fixed/mobile|
340-774-1234|US|+13407741234||VI|ok|fixed/mobile|
684-633-1234|US|+16846331234||AS|ok|fixed|
670-234-5678|US|+16702345678||MP|ok|fixed/mobile|
604-555-0142|US|+16045550142||CA|fictional||
340-555-0123|US|+13405550123||VI|fictional||
800-555-0199|US|+18005550199||US|fictional||
800-555-0198|US|+18005550198||US|service|toll free|
888-555-0123|US|+18885550123||US|service|toll free|
900-555-0123|US|+19005550123||US|service|premium|
222-555-0123|US||||invalid||unassigned
212-555-1212|US|+12125551212||US|service|directory assistance|
212-555-0200|US|+12125550200||US|ok|fixed/mobile|reserved_555
1-800-ASK-USPS|US|+18002758777||US|service|toll free|vanity
1-800-FLOWERS|US|+18003569377||US|service|toll free|vanity
1-800-FLOWERS (356-9377)|US|+18003569377||US|service|toll free|vanity
1-800-CALL-ATT|US|+18002255288||US|service|toll free|vanity
1-800-MATTRESS|US|+18006288737||US|service|toll free|vanity
212-PE6-5000|US|+12127365000||US|ok|fixed/mobile|vanity
800-311-3435|US|+18003113435||US|service|toll free|
900-410-8463|US|+19004108463||US|service|premium|
212-976-1234|US|+12129761234||US|service|premium|
500-234-5678|US|+15002345678||US|service|personal|
202-456-141|US||||invalid||too_short
202-456-14145|US||||invalid||too_long
20245614141414|US||||invalid||too_long
456-1414|US||||invalid||local_only
202-5551 FAX|US||||invalid||local_only
(123) 456-7890|US||||invalid||area_code
(023) 456-7890|US||||invalid||area_code
411-456-1414|US||||invalid||area_code
(291) 555-0100|US||||invalid||area_code
555-555-1234|US||||invalid||area_code
212-911-4567|US||||invalid||exchange
212-123-4567|US||||invalid||exchange
212-958-1234|US||||invalid||exchange
212-950-1234|US||||invalid||exchange
222-456-1414|US||||invalid||unassigned
700-234-5678|US||||invalid||unassigned
555-555-5555|US||||invalid||repeated_digits
000-000-0000|US||||invalid||repeated_digits
888-888-8888|US||||invalid||repeated_digits
212-222-2222|US|+12122222222||US|ok|fixed/mobile|repeated_digits
911|US|||US|invalid|emergency|short_code
411|US|||US|invalid||short_code
PEnnsylvania 6-5000|US||||invalid||no_number
N/A|US||||invalid||no_number
none|US||||invalid||no_number
no phone|US||||invalid||no_number
2O2-456-l4I4|US|+12024561414||US|ambiguous|fixed/mobile|ocr_guess
202-456-141O|US|+12024561410||US|ambiguous|fixed/mobile|ocr_guess
+2024561414|US|+12024561414||US|ambiguous|fixed/mobile|country_code_guessed
202-456-1414 ask for the owner|US|+12024561414||US|ok|fixed/mobile|words_dropped
call 202-456-1414 after 5pm|US|+12024561414||US|ok|fixed/mobile|words_dropped
account 20245614 14 of 5|US||||invalid||no_number
Tel: 202-456-1414 (home)|US|+12024561414||US|ok|fixed/mobile|
(h) 202-456-1414|US|+12024561414||US|ok|fixed/mobile|
C 202-456-1414|US|+12024561414||US|ok|fixed/mobile|
202-456-1414 H|US|+12024561414||US|ok|fixed/mobile|
202-456-1414H|US|+12024561414||US|ok|fixed/mobile|
Phone # 202-456-1414|US|+12024561414||US|ok|fixed/mobile|
cell2024561414|US|+12024561414||US|ok|fixed/mobile|
(202) 456-1414 ext. 7|US|+12024561414|7|US|ok|fixed/mobile|
202 456 1414 #55|US|+12024561414|55|US|ok|fixed/mobile|
202-456-1414x007|US|+12024561414|007|US|ok|fixed/mobile|
202-456-1414, extension 12345|US|+12024561414|12345|US|ok|fixed/mobile|
202-456-1414 (ext 55)|US|+12024561414|55|US|ok|fixed/mobile|
202-456-1414,,55#|US|+12024561414|55|US|ok|fixed/mobile|
tel:+1-202-456-1414;ext=12|US|+12024561414|12|US|ok|fixed/mobile|
tel:202-456-1414;phone-context=+1|US|+12024561414||US|ok|fixed/mobile|
+44 20 7946 0958 x3|US|+442079460958|3|GB|foreign|fixed|
"""
ROWS = list(csv.DictReader(io.StringIO(CASES), delimiter="|", quoting=csv.QUOTE_NONE))


@each("row", ROWS)
def test_one_number_of_a_field(row: dict[str, str]) -> None:
    (phone,) = read_phones(row["text"], row["region"])
    found = (phone.e164, phone.extension, phone.region, phone.status, phone.kind)
    assert found == (row["e164"], row["extension"], row["found"], row["status"], row["kind"])
    assert ";".join(sorted(phone.flags)) == row["flags"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\uff12\uff10\uff12\uff0d\uff14\uff15\uff16\uff0d\uff11\uff14\uff11\uff14", "fullwidth"),
        ("\u0662\u0660\u0662\u0664\u0665\u0666\u0661\u0664\u0661\u0664", "Arabic-Indic digits"),
        ("202\u2013456\u20111414", "dashes"),
        ("202\u00a0456\u20071414", "no-break spaces"),
        ("\u202a202-456-1414\u202c", "direction marks"),
        ("202\u200b456\u200b1414", "zero-width spaces"),
    ],
)
def test_signs_of_other_scripts_are_read(text: str, plain: str) -> None:
    assert [phone.e164 for phone in read_phones(text)] == ["+12024561414"], plain


A, B = "+12024561414", "+17877217000"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("202-456-1414 / (787) 721-7000", [A, B]),
        ("202-456-1414, 787-721-7000", [A, B]),
        ("202-456-1414 or 787-721-7000", [A, B]),
        ("2024561414;7877217000", [A, B]),
        ("202-456-1414\n787-721-7000", [A, B]),
        ("(202) 456-1414 (787) 721-7000", [A, B]),
        ("H: 202-456-1414 C: 787-721-7000", [A, B]),
        ("Home 202-456-1414 Cell 787-721-7000", [A, B]),
        ("+1 202 456 1414 +44 20 7946 0958", [A, "+442079460958"]),
        ("202-456-1414; 202-456-1414", [A]),
        ("202-456-1414/1415", [A, "+12024561415"]),
        ("202-456-1414 / none", [A]),
        ("202-456-1414 or 456-1415", [A, ""]),
        ("1-800-FLOWERS or 202-456-1414", ["+18003569377", A]),
    ],
)
def test_a_field_may_hold_several(text: str, expected: list[str]) -> None:
    assert [phone.e164 for phone in read_phones(text)] == expected


def test_each_of_several_keeps_its_extension() -> None:
    found = read_phones("202-456-1414 x5 or 787-721-7000 ext 9")
    assert [phone.extension for phone in found] == ["5", "9"]


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_empty_field_gives_none(text: str) -> None:
    assert read_phones(text) == ()


@pytest.mark.parametrize(
    ("text", "usable", "in_sandbox"),
    [
        ("202-456-1414", True, True),
        ("(787) 721-7000", True, True),
        ("212-555-0142", False, True),
        ("2O2-456-1414", False, False),
        ("+2024561414", False, False),
        ("212-555-0200", False, False),
        ("604-682-2344", False, False),
        ("800-275-8777", False, False),
        ("911", False, False),
    ],
)
def test_a_guess_is_never_a_contact(text: str, usable: bool, in_sandbox: bool) -> None:
    (phone,) = read_phones(text)
    assert PhonePolicy().usable(phone) is usable
    assert NUMBERS.phones.usable(phone) is in_sandbox


def test_an_ending_that_another_number_lends_is_no_contact() -> None:
    whole, ending = read_phones("202-456-1414/1415")
    assert PhonePolicy().usable(whole)
    assert ending.flags == {PhoneFlag.ENDING_SHARED}
    assert not PhonePolicy().usable(ending)


@pytest.mark.parametrize(
    ("e164", "kept"),
    [
        ("+12125550100", True),
        ("+12125550199", True),
        ("+12125550200", False),
        ("+12125550099", False),
        ("+18005550199", True),
        ("+18775550199", False),
        ("+19005550123", False),
        ("+442125550123", False),
        ("", False),
    ],
)
def test_the_block_kept_for_fiction(e164: str, kept: bool) -> None:
    assert is_kept_for_fiction(e164) is kept


def test_every_status_is_reached() -> None:
    assert {row["status"] for row in ROWS} == set(PhoneStatus)


def test_every_area_code_is_judged_as_the_metadata_of_phonenumbers_judge_it() -> None:
    """Grades are remembered by exchange; each must be that of the number itself."""
    draw = random.Random(20261122)
    for area in range(200, 1000):
        for _ in range(4):
            exchange, line = draw.randrange(200, 1000), draw.randrange(10_000)
            national = f"{area}{exchange}{line:04d}"
            if exchange % 100 == 11 or exchange in (555, 950, 958, 959) or area % 100 == 11:
                continue
            number = phonenumbers.parse(national, "US")
            valid = phonenumbers.is_valid_number(number)
            (phone,) = read_phones(national)
            assert (phone.status is not PhoneStatus.INVALID) is valid, national
            if valid:
                assert phone.region == phonenumbers.region_code_for_number(number), national
