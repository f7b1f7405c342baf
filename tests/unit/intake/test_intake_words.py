"""Return codes in words, keylines with their check digit, the creditor's own words."""

from __future__ import annotations

import pytest

from skiptrace.intake.fields.keyline import bare_keyline, check_digit, keyline
from skiptrace.intake.number_format import zero_format
from skiptrace.intake.problem import Wrong
from skiptrace.intake.return_words import ReturnWords, plain
from skiptrace.intake.returned_mail import shipped_return_codes
from tests.tables import each

CODES = shipped_return_codes()
WORDS = ReturnWords(CODES, {"bad addr": ("NIXIE", "Q")})


@each(
    ("code_list", "written", "read"),
    [
        ("NIXIE", "R", ("NIXIE", "R")),
        ("NIXIE", "refused", ("NIXIE", "R")),
        ("NIXIE", "R - Refused", ("NIXIE", "R")),
        ("NIXIE", "R: REFUSED", ("NIXIE", "R")),
        ("NIXIE", "R - Unclaimed", ("NIXIE", "R - UNCLAIMED")),
        ("NIXIE", "Attempted - Not Known", ("NIXIE", "A")),
        ("NIXIE", "No Such Number", ("NIXIE", "N")),
        ("NIXIE", "Vacant", ("NIXIE", "V")),
        ("NIXIE", "Bad Addr.", ("NIXIE", "Q")),
        ("NIXIE", "K9", ("NIXIE", "K9")),
        ("ACS", "Moved, Left No Address", ("ACS", "K")),
        ("ACS", "Unclaimed", ("ACS", "U")),
        ("ACS", "Temporarily Away", ("ACS", "W")),
        ("ACS", "Box closed - no order", ("ACS", "G")),
        ("NCOALINK", "2", ("NCOALINK", "02")),
        ("NCOALINK", "Foreign Move", ("NCOALINK", "01")),
        ("NCOALINK", "MLNA", ("NCOALINK", "02")),
        ("NCOALINK", "02 - Moved Left No Address", ("NCOALINK", "02")),
        ("DPV", "AABB", ("DPV", "AABB")),
        ("DPV", "Missing secondary", ("DPV", "D")),
        ("DPV", "vacant", ("DPV", "VACANT")),
        ("DPV", "No-Stat", ("DPV", "NOSTAT")),
        ("", "Refused", ("ACS", "R")),
        ("", "UNCLAIMED", ("ACS", "U")),
        ("", "Moved left no address", ("ACS", "K")),
        ("", "ANKLink", ("NCOALINK", "77")),
        ("", "bad addr", ("NIXIE", "Q")),
        ("", "V", ("", "V")),
        ("", "A", ("", "A")),
        ("", "", ("", "")),
    ],
)
def test_what_a_return_code_says(code_list: str, written: str, read: tuple[str, str]) -> None:
    assert WORDS.read(code_list, written) == read


def test_every_spoken_word_reaches_its_code() -> None:
    spoken = 0
    for name, table in CODES.lists.items():
        for code, words in table.spoken.items():
            for word in words:
                spoken += 1
                assert WORDS.read(name, word.upper()) == (name, code), word
                assert plain(word) == word, "as the table compares it"
    assert spoken > 100


@pytest.mark.parametrize(
    ("bare", "digit"), [("JLSTMS6796", 9), ("ID1234", 3), ("12345678", 6), ("000", 0)]
)
def test_the_check_digit_of_a_keyline(bare: str, digit: int) -> None:
    assert check_digit(bare) == digit
    assert keyline(f"#{bare}{digit}#") == bare
    wrong = keyline(f"{bare}{(digit + 1) % 10}")
    assert isinstance(wrong, Wrong)
    assert wrong.code == "keyline"


@pytest.mark.parametrize("text", ["12", "123", "ABCD", "1" * 17, "", "12-345"])
def test_what_is_no_keyline(text: str) -> None:
    assert isinstance(keyline(text), Wrong)


def test_a_keyline_is_read_as_it_is_printed() -> None:
    assert bare_keyline(" #JLST MS67 969# ") == "JLSTMS67969"


@each(
    ("code", "digits", "shown"),
    [
        ("00000", "2134", "02134"),
        ("00000", "123456", "123456"),
        ("000-00-0000", "12345678", "012-34-5678"),
        ("000\\-00\\-0000", "12345678", "012-34-5678"),
        ("00000-0000", "21341234", "02134-1234"),
        ('"A-"0000', "17", "A-0017"),
        ("0000000;[Red]-0000000", "17", "0000017"),
        ("[<=99999]00000;00000-0000", "2134", "02134"),
        ("0", "17", None),
        ("0.00", "17", None),
        ("#,##0", "17", None),
        ("General", "17", None),
        ("yyyy-mm-dd", "17", None),
        ("00%", "17", None),
    ],
)
def test_formats_that_show_zeros(code: str, digits: str, shown: str | None) -> None:
    found = zero_format(code)
    assert (found.shown(digits) if found else None) == shown
