"""Hostile fields: no reader of contact values raises, and none reads on without end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.parse.date.read import read_dated
from matching.parse.email.read import EmailStatus, read_emails
from matching.parse.identifier.read import read_ssn, ssn_status
from matching.parse.phone.read import PhoneStatus, read_phones
from tests.tables import each

READERS: dict[str, Callable[[str], object]] = {
    "phone": read_phones,
    "phone elsewhere": lambda text: read_phones(text, "GB"),
    "email": read_emails,
    "date": lambda text: read_dated(text, date(2026, 11, 22)),
    "ssn": read_ssn,
    "ssn status": ssn_status,
}
CORPUS = [
    "\x00", "202\x00456\x001414", "\x1b[31m202-456-1414\x1b[0m", "\ud800\udfff", "\udc80",
    "\u202e4141-654-202\u202c", "\u200f\u200e\u2066", "\U0001f4de 202-456-1414 \U0001f3e0",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "' OR 1=1 --", "'; DROP TABLE phones; --",
    "<script>alert(1)</script>", "=HYPERLINK(\"x\")", "../../etc/passwd", "${jndi:ldap://x}",
    "%00%0d%0a", "{{7*7}}", "\ufeff", "\u0300" * 500, "\u00bd\u00b2\u2460\u096a", "\u216b",
    "+" * 700, "(" * 700, "@" * 700, "-" * 700, "1" * 700, "a@" * 350, "x" * 700, "1 " * 350,
    "1-" * 350, "EXT " * 200, "X1" * 350, ",," * 350, "202-456-1414 " * 60, "FAX " * 200, "O" * 11,
    "+1" * 350, "00" * 8, "011" * 5, "2/2/2/2", "99999999999999999999", "9" * 8, "0" * 8, "1e999",
    "nan", "-0", "\u0661/\u0662/\u0661\u0669\u0669\u0660", "Feb " * 20, "FEB1", "@.", "a@b.c@d.e",
    "a@xn--.com", "a@\u2024.com", "a@" + "b." * 300 + "com", ".@." * 100, "\u0130@example.com",
    "a@" + "\u00fc" * 300 + ".com", "a@.\u00fc", "~1~2~", "202-456-1414~", "|".join("12" * 100),
]  # fmt: skip


@each("reader", READERS)
@each("at", range(len(CORPUS)))
def test_nothing_in_the_corpus_raises(reader: str, at: int) -> None:
    READERS[reader](CORPUS[at])


ALPHABET = "0123456789+-() ./,;#xXeEtToOlISB@aAfFbB~|\x00\u00e9\u202e\u0661\u00bd\ud800"


@pytest.mark.parametrize("reader", READERS)
@given(text=st.one_of(st.text(max_size=80), st.text(alphabet=ALPHABET, max_size=80)))
@settings(max_examples=300, deadline=None)
def test_nothing_at_all_raises(reader: str, text: str) -> None:
    READERS[reader](text)


@given(text=st.text(alphabet=ALPHABET, max_size=60))
@settings(max_examples=500, deadline=None)
def test_what_is_read_is_well_formed(text: str) -> None:
    for phone in read_phones(text):
        if phone.status is PhoneStatus.INVALID:
            assert phone.e164 == ""
        else:
            assert phone.e164[0] == "+"
            assert phone.e164[1:].isdigit()
            assert 8 <= len(phone.e164) <= 16
    for email in read_emails(text):
        assert (email.key != "") is (email.status is EmailStatus.OK)


SEEDS = [
    "2",
    "(",
    "+1 ",
    "a@",
    "202-456-1414 ",
    "x1",
    ",,1",
    "Feb ",
    "@.",
    " at ",
    "\u00fc",
    "tel ",
]


@each("reader", READERS)
@each("seed", SEEDS)
def test_of_a_megabyte_no_more_is_read_than_of_its_beginning(reader: str, seed: str) -> None:
    """So that it takes no longer; `bench_hostile` measures that."""
    whole = (seed * (1 << 20))[: 1 << 20]
    assert READERS[reader](whole) == READERS[reader](whole[:4096])
