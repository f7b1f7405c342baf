"""Hostile text: every string gives an address, no exception, in time that does not grow with it."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.compare.address.relate import AddressVerdict, compare_addresses
from matching.parse.address.read import AddressKind, normalize_address, read_addresses
from skiptrace.model.subject import PostalAddress
from tests.work import ALLOWED_LINES, counted

MOST_LINES = 60_000
"""What any text may cost, not twice what the worst of these does."""
WORDS = (
    "PO BOX",
    "RR 2",
    "HC",
    "Box",
    "Apt",
    "#",
    "# #",
    "Unit",
    "Ste",
    "N",
    "North",
    "E W",
    "St",
    "Ave",
    "Calle",
    "Urb",
    "Bloque",
    "Km",
    "APO",
    "AE",
    "PR",
    "CT",
    "NE",
    "Hwy",
    "County Road",
    "12",
    "12-14",
    "1/2",
    "½",
    "l2O",
    "05641",
    "5641",
    "O5641",
    "62704-1234",
    "USA",
    "(",
    ")",
    "&",
    "at",
    "Attn",
    "c/o",
    "PMB",
    "Mail Stop",
    "Fl",
    "Floor",
    "Upper",
    "Kentucky",
    "KY",
    "FM",
    "Corner of",
    "-",
    "--",
    "'",
    "Washington County",
    "New York",
    "Barre",
    "|",
    ",",
    ";",
    "\n",
    "\x00",
    "\u202e",
    "😀",
)
HOSTILE = {
    "empty": "",
    "spaces": " \t\r\n ",
    "nul": "12 Elm\x00St, Barre VT 05641",
    "control": "".join(map(chr, range(32))) * 4,
    "right to left": "\u202e12 Elm St\u202c, \u05d1\u05d0\u05e8 VT 05641",
    "arabic digits": "\u0661\u0662 Elm St, Barre VT \u0660\u0665\u0666\u0664\u0661",
    "superscript digits": "\u00b2\u00b3 Elm St, Barre VT 05641",
    "emoji": "😀" * 200 + "12 Elm St, Barre VT 05641",
    "combining": "E" + "\u0301" * 5000,
    "lone surrogate": "12 Elm \ud800 St, Barre VT 05641",
    "sql": "12 Elm St'; DROP TABLE account; -- , Barre VT 05641",
    "markup": "<script>alert(12)</script> Elm St, Barre VT 05641",
    "format": "%s%n{0}${jndi:x} 12 Elm St",
    "digits": "1" * 10_000,
    "digits apart": "1 " * 10_000,
    "commas": "," * 10_000,
    "bars": "|" * 10_000,
    "number signs": "#" * 10_000,
    "number signs apart": "# " * 10_000,
    "hyphens": "-" * 10_000,
    "dots": "A." * 10_000,
    "slashes": "1/2" * 10_000,
    "nested": "(" * 5_000 + ")" * 5_000,
    "opened": "(Apt " * 5_000,
    "units": "12 Elm St" + " Apt 1" * 5_000,
    "leading units": "Apt 1 " * 5_000 + "12 Elm St",
    "boxes": "PO Box 1 " * 5_000,
    "routes": "RR 1 Box 1, " * 5_000,
    "streets": "12 Elm St, " * 5_000,
    "directions": "12 " + "North " * 5_000,
    "urbanizations": "Urb A " * 5_000 + "Ponce PR 00716",
    "blocks": "Bloque C Num 8 " * 5_000 + "Calle 1, Ponce PR 00716",
    "condominiums": "Cond Calle " * 5_000 + "Ponce PR 00716",
    "letters": "A" * 1_000_000,
    "one megabyte": "12 Elm St, " * 95_000,
}


@pytest.fixture(scope="module")
def warm() -> None:
    """Every table of places and words has been read."""
    for line in ("12 Elm St, Barre VT 05641", "12 Elm St, Barre", "PSC 802 Box 74, APO AE 09499",
                 "Urb Las Gladiolas, 150 Calle A, San Juan PR 00926"):  # fmt: skip
        normalize_address(PostalAddress(line=line))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.usefixtures("warm")
def test_any_text_gives_an_address_with_bounded_work(text: str) -> None:
    for address in (
        PostalAddress(line=text),
        PostalAddress(original=text),
        PostalAddress(text, text, text, text, text),
        PostalAddress("12 Elm St", text, "VT", "05641"),
        PostalAddress(line=text + ", Ponce, PR 00716"),
        PostalAddress(line=text + ", APO AE 09021"),
    ):
        found, lines = counted(partial(normalize_address, address))
        assert lines < MOST_LINES
        assert found.kind in AddressKind
        assert f"{found.delivery_line} {found.last_line} {found.key}".isascii()
        assert compare_addresses(found, found).relation in AddressVerdict


@pytest.mark.parametrize("text", ["nul", "emoji", "sql", "right to left", "lone surrogate"])
def test_dirt_around_an_address_does_not_hide_it(text: str) -> None:
    assert normalize_address(PostalAddress(line=HOSTILE[text])).number == "12"


@pytest.mark.parametrize("field", ["line", "city", "state", "zip5", "zip4", "original"])
def test_what_is_cut_is_flagged_and_kept_small(field: str) -> None:
    found = normalize_address(PostalAddress(**{field: "12 Elm St " * 100_000}))
    assert "too_long" in found.flags
    assert len(found.delivery_line) + len(found.last_line) < 2_000


def test_a_megabyte_costs_no_more_than_the_longest_text_that_is_read() -> None:
    def lines(size: int) -> int:
        line = f"{size} Elm St, " + "x y 12, " * size
        return counted(lambda: normalize_address(PostalAddress(line=line)))[1]

    assert lines(100_000) < 3 * lines(100) + ALLOWED_LINES


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=14))
def test_words_of_addresses_in_any_order_never_raise(words: list[str]) -> None:
    address = PostalAddress(line=" ".join(words))
    found = normalize_address(address)
    facts = read_addresses(address)
    assert bool(facts) == (found.kind is not AddressKind.UNPARSED)
    assert bool(found.flags & {"no_delivery_line", "intersection"}) == (not facts)
    assert compare_addresses(found, found).relation in AddressVerdict


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=8), st.lists(st.sampled_from(WORDS), max_size=8))
def test_a_comparison_never_raises_and_is_the_same_both_ways(a: list[str], b: list[str]) -> None:
    left, right = (
        normalize_address(PostalAddress(line=f"12 {' '.join(words)}, Barre VT 05641"))
        for words in (a, b)
    )
    assert compare_addresses(left, right) == compare_addresses(right, left)
