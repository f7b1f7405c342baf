"""Hostile text: a fixed corpus up to 1 MB, and valid fields broken in seeded, repeatable ways.

All people, places of residence, numbers and addresses are made up (555-01xx, 666, example.com).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

VALID = (
    "12 Elm St, Barre VT 05641", "4127 Juniper Hollow Rd Apt 4B, Walla Walla, WA 99362-0001",
    "PO Box 118, Boise ID 83701", "RR 2 Box 15, Barre VT 05641", "HC 1 Box 9, Tok AK 99780",
    "PSC 802 Box 74, APO AE 09499", "Urb Las Gladiolas, 150 Calle A, San Juan PR 00926",
    "39-20 1/2 E County Road 450 N # 3", "N6W23001 Bluemound Rd, Waukesha WI", "General Delivery",
    "Corner of Main & 3rd, Salem OR", "123 FM 1960 W Ste 200, Houston, TX 77073 PMB 9",
    "Marguerite L. Ostrander", "QUILLFEATHER, ROBERT & IONE JR", "Estate of Thaddeus Mackleby",
    "Dr. Juan de la Cruz y Ortega III, M.D.", "Nguyen Thi Minh Khai c/o Ann O'Neill",
    "The Vandersloot Family Trust dtd 3/4/1999", "SMITH JOHN ET UX n\u00e9e Doe",
    "J. Doe a/k/a X. Roe",
    "Ostrander Plumbing & Heating, L.L.C. d/b/a Hollow Pipes", "First Bank N.A., as Trustee of X",
    "The Quill & Feather Company of Delaware, Inc.", "City of Walla Walla", "1st Choice Autos #12",
    "(206) 555-0142", "1-800-555-0199 ext. 12", "+44 20 7946 0958 / 212.555.0117 x5", "N/A",
    "m.ostrander+tag@example.com", "ann (at) example (dot) com; bob@example.org", "refused",
    "1961-03-14", "3/14/61", "14 MAR 1961", "19610314", "March 0, 1961", "00/00/1975",
    "666-12-3456", "***-**-6789", "900700000", "SSN: 000-45-6789", "",
)  # fmt: skip
"""Fields as files hold them: addresses, people, organisations, phones, e-mails, dates, SSNs."""

PIECES = (
    "\x00", "\x01\x02\x1b[31m", "\x7f", "\x85", "\r\n", "\t", "\v\f", "\u2028", "\u2029", "\ufeff",
    "\u202e", "\u202d", "\u2067", "\u200f", "\u061c", "\u200b", "\u200d", "\u2060", "\u00ad",
    "\u0301" * 9, "\u0338", "\u20dd", "Z\u0351\u036b\u0343", "\u0130", "\u1e9e", "\ufb03", "\u216b",
    "\u00bd", "\u00b2", "\u2460", "\u0661\u0662", "\uff11\uff12", "\u0967", "\u2070", "\u09f4",
    "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1fa\U0001f1f8", "\ufffd",
    "\uffff", "\U0010ffff", "\ue000", "\ud800", "\udfff\ud800", "\udc80", "\u3000", "\u00a0",
    "\u5f20\u4f1f", "\u05d3\u05d5\u05d3", "\u0645\u062d\u0645\u062f", "\u0418\u0432\u0430\u043d",
    "' OR '1'='1", "'; DROP TABLE account; --", "\" UNION SELECT ssn FROM t /*", "\\'; --", "%",
    "_",
    "=HYPERLINK(\"x\")", "@SUM(1)", "+1+cmd|' /C calc'!A0", "-2+3", "\"", "\"\"", ",\"", "','",
    "%s%n%x", "{0.__class__}", "{}{", "%(a)s", "${jndi:ldap://x}", "{{7*7}}", "$HOME", "`id`",
    "<script>alert(1)</script>", "&lt;&#0;", "<!--", "]]>", "<?xml?>", "../../etc/passwd", "%00",
    "\\", "\\u0000", "\\x", "\\1", "\\g<0>", "(?P<a>", "[a-", ".*", "^$", "(a+)+$", "|", "*", "?",
    "nan", "inf", "-0", "1e999", "NULL", "None", "true", "[object Object]", "0x1F", "9" * 40, "1_0",
    " & ", " and ", " or ", " c/o ", " dba ", " aka ", " trust ", " # ", " Apt ", " Box ", " x",
    "@",
)  # fmt: skip
"""What is put into a field: controls, directions, scripts, SQL, formulas, formats, markup."""

UNITS = (
    "A", "1", "1 ", "a ", " ", ",", ", ", ";", "/", "1/2", "-", "- ", "(", ")", "( ", "()", "[",
    "#",
    "# ", "&", " & ", " and ", "A.", ".", "'", "\"", "@", "a@", "@.", "+", "+1", "x1 ", "~", "|",
    "\n", "\x00", "\u0301", "\u202e", "\u200d", "\U0001f600", "\u00e9", "\u00df", "\u0661",
    "\u00bd",
    "\ud800", "\u5f20", "\ufdfa", "\u0390", "12 Elm St, ", "Apt 1 ", "(Apt ", "PO Box 1 ", "RR 1 ",
    "North ", "Calle ", "Urb A ", "Bloque C Num 8 ", "Highway 1 ", "Ann Doe, ", "Ann & ", "Jr ",
    "et ux ", "c/o ", "dba ", "aka A ", "n\u00e9e ", "estate of ", "trustee of ", "Inc ", "of A ",
    "the ", "as trustee for ", "L.L.C. ", "division of ", "12-", "206-555-0142 ", "ext ", "O",
    "ann@example.com ", "a at b dot c ", "a.", "3/4/99 ", "Feb ", "00", "666-12-3456 ",
    "' OR 1=1--",
    "<b>", "{0}", "%s", "\\",
)  # fmt: skip
"""Short texts which, repeated, are what slow grammars stumble over."""

FOUND = (
    "12 /-/, Barre VT 05641", "12 /./, Barre VT 05641", "Ann Doe " + "(" * 590,
    "Ann Doe" + ", " * 290, "aka A " * 99, "\ufb03" * 590, "12 Elm St" + " \u00bd" * 290,
)  # fmt: skip
"""What once raised or took the square of its length."""

LONGEST = 1_000_000
"""Characters of the longest field."""


def fixed_corpus() -> Iterator[str]:
    """Every valid field, every piece alone, and every unit repeated to 1 KB and to 1 MB."""
    yield from VALID
    yield from PIECES
    yield from FOUND
    yield "".join(map(chr, range(0x300)))
    yield "".join(PIECES)
    for size in (1_000, LONGEST):
        for unit in UNITS:
            yield repeated(unit, size)
    yield "(" * (LONGEST // 2) + ")" * (LONGEST // 2)
    yield "".join(VALID * (LONGEST // sum(map(len, VALID))))


def repeated(unit: str, size: int) -> str:
    """The unit again and again, to that many characters."""
    return (unit * (size // len(unit) + 1))[:size]


def hostile_strings(count: int, seed: int = 1) -> Iterator[str]:
    """The fixed corpus first, then broken fields, `count` in all; a seed gives them again."""
    made = 0
    for text in fixed_corpus():
        if made == count:
            return
        yield text
        made += 1
    yield from broken_strings(count - made, seed)


def broken_strings(count: int, seed: int = 1) -> Iterator[str]:
    """Valid fields after one to four mutations, no two alike.

    Most are short; one in 500 is repeated to up to 100 KB.
    """
    rng = Random(seed)
    seen: set[str] = set()
    while len(seen) < count:
        text = _broken(rng)
        if text not in seen:
            seen.add(text)
            yield text


def _broken(rng: Random) -> str:
    text = rng.choice(VALID)
    for _ in range(rng.choice((1, 1, 2, 3, 4))):
        text = rng.choice(MUTATIONS)(rng, text)
    if rng.random() < 0.002:
        text = repeated(text or " ", rng.randrange(1_000, 100_000))
    return text


def _cut(rng: Random, text: str) -> tuple[str, str]:
    at = rng.randint(0, len(text))
    return text[:at], text[at:]


def _inserted(rng: Random, text: str) -> str:
    front, back = _cut(rng, text)
    return front + rng.choice(PIECES) + back


def _sprinkled(rng: Random, text: str) -> str:
    piece, share = rng.choice(PIECES), rng.choice((0.1, 0.5, 1.0))
    return "".join(c + piece if rng.random() < share else c for c in text[:200])


def _joined(rng: Random, text: str) -> str:
    return text + rng.choice((" ", ", ", "\n", "", " & ", "; ")) + rng.choice(VALID)


def _repeated_part(rng: Random, text: str) -> str:
    front, back = _cut(rng, text)
    return front + back[: rng.randint(1, 12)] * rng.randint(2, 40) + back


def _truncated(rng: Random, text: str) -> str:
    return rng.choice(_cut(rng, text))


def _unit_run(rng: Random, text: str) -> str:
    front, back = _cut(rng, text)
    return front + rng.choice(UNITS) * rng.choice((2, 5, 30, 200)) + back


def _nested(rng: Random, text: str) -> str:
    opened, closed = rng.choice(("()", "[]", "{}", "<>", '""'))
    depth = rng.choice((1, 3, 50, 300))
    return opened * depth + text + closed * rng.choice((depth, depth - 1, 0))


def _shuffled(rng: Random, text: str) -> str:
    words = text.split(" ")
    rng.shuffle(words)
    return rng.choice((" ", "  ", "", ",")).join(words)


_LOOKALIKES = str.maketrans("AaBCcEeHKMOoPpTXxyi", "АаВСсЕеНКМОоРрТХхуі")  # noqa: RUF001 -- the point
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_ARABIC = {ord("0") + digit: 0x0660 + digit for digit in range(10)}
_BOLD = {ord("A") + letter: 0x1D400 + letter for letter in range(26)}
_SLIPS = str.maketrans("01581ISO", "OlSBIl50")


def _other_script(rng: Random, text: str) -> str:
    return text.translate(rng.choice((_LOOKALIKES, _WIDE, _ARABIC, _BOLD, _SLIPS)))


def _other_case(rng: Random, text: str) -> str:
    return rng.choice((str.upper, str.lower, str.swapcase, str.title))(text)


def _reversed(_rng: Random, text: str) -> str:
    return text[::-1]


def _any_characters(rng: Random, text: str) -> str:
    top = rng.choice((0x80, 0x250, 0x3000, 0x110000))
    front, back = _cut(rng, text)
    return front + "".join(chr(rng.randrange(top)) for _ in range(rng.randint(1, 30))) + back


def _broken_bytes(rng: Random, text: str) -> str:
    """UTF-8 read as Latin-1, cp1252 or with undecodable bytes kept."""
    raw = text.encode("utf-8", "surrogatepass")
    return rng.choice((raw.decode("latin-1"), raw[1::2].decode("utf-8", "surrogateescape")))


def _without(rng: Random, text: str) -> str:
    kept = rng.choice((str.isalpha, str.isdigit, str.isupper, str.isspace))
    return "".join(c for c in text if not kept(c))


MUTATIONS: tuple[Callable[[Random, str], str], ...] = (
    _inserted, _inserted, _inserted, _sprinkled, _joined, _joined, _repeated_part, _truncated,
    _unit_run, _nested, _shuffled, _other_script, _other_case, _reversed, _any_characters,
    _broken_bytes, _without,
)  # fmt: skip
"""Ways to break a field, each as likely as it stands here."""
