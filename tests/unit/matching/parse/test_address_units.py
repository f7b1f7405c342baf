"""Secondary units and private mailboxes: Publication 28, sections 213, 214, 285 and appendix C2."""

from __future__ import annotations

from matching.parse.address.read import normalize_address
from skiptrace.model.subject import PostalAddress
from tests.tables import each

BARRE = "Barre, VT 05641"
UNITS = [
    ("apartment", "41 Birch Lane, Apartment 4-B", "41 BIRCH LN APT 4-B"),
    ("no comma", "41 Birch Lane Apt 12", "41 BIRCH LN APT 12"),
    ("two tokens", "41 Birch Lane Apt 4 B", "41 BIRCH LN APT 4B"),
    ("apartment number sign", "41 Birch Lane Apt # 7", "41 BIRCH LN APT 7"),
    ("apartment no.", "41 Birch Lane Apt. No. 7", "41 BIRCH LN APT 7"),
    ("sign before the word", "41 Birch Lane #APT 000106", "41 BIRCH LN APT 000106"),
    ("sign alone", "41 Birch Lane #72", "41 BIRCH LN # 72"),
    ("sign and space", "41 Birch Lane # 72", "41 BIRCH LN # 72"),
    ("number word", "41 Birch Lane No. 72", "41 BIRCH LN # 72"),
    ("run on", "41 Birch Lane Apt12", "41 BIRCH LN APT 12"),
    ("without its word", "41 Birch Lane 12C", "41 BIRCH LN # 12C"),
    ("basement", "41 Birch Lane Basement", "41 BIRCH LN BSMT"),
    ("front", "41 Birch Lane, Front", "41 BIRCH LN FRNT"),
    ("front apartment", "41 Birch Lane, Front Apt", "41 BIRCH LN FRNT"),
    ("lobby", "41 Birch Lane Lobby", "41 BIRCH LN LBBY"),
    ("lower", "41 Birch Lane Lower", "41 BIRCH LN LOWR"),
    ("office", "41 Birch Lane Office", "41 BIRCH LN OFC"),
    ("office with a number", "41 Birch Lane Office 3", "41 BIRCH LN OFC 3"),
    ("penthouse", "41 Birch Lane Penthouse", "41 BIRCH LN PH"),
    ("penthouse with a letter", "41 Birch Lane PH-B", "41 BIRCH LN PH B"),
    ("rear", "41 Birch Lane Rear", "41 BIRCH LN REAR"),
    ("side", "41 Birch Lane, Side", "41 BIRCH LN SIDE"),
    ("upper", "41 Birch Lane Upper", "41 BIRCH LN UPPR"),
    ("upper flat", "41 Birch Lane Upper Flat", "41 BIRCH LN UPPR"),
    ("building and apartment", "41 Birch Lane Building C Apt 7", "41 BIRCH LN BLDG C APT 7"),
    ("apartment before building", "41 Birch Lane Apt 7, Bldg. C", "41 BIRCH LN BLDG C APT 7"),
    ("department", "41 Birch Lane Department 9", "41 BIRCH LN DEPT 9"),
    ("floor", "41 Birch Lane Floor 3", "41 BIRCH LN FL 3"),
    ("ordinal floor", "41 Birch Lane 3rd Fl", "41 BIRCH LN FL 3"),
    ("spelled floor", "41 Birch Lane, Second Floor", "41 BIRCH LN FL 2"),
    ("floor and suite", "41 Birch Lane 3rd Floor Suite 310", "41 BIRCH LN FL 3 STE 310"),
    ("suite before floor", "41 Birch Lane Suite 310, 3rd Floor", "41 BIRCH LN FL 3 STE 310"),
    ("floor and room", "41 Birch Lane Rm 9 Fl 2", "41 BIRCH LN FL 2 RM 9"),
    ("hangar", "41 Birch Lane Hangar 4", "41 BIRCH LN HNGR 4"),
    ("key", "41 Birch Lane Key 4", "41 BIRCH LN KEY 4"),
    ("lot", "41 Birch Lane Lot 12", "41 BIRCH LN LOT 12"),
    ("pier", "41 Birch Lane Pier 3", "41 BIRCH LN PIER 3"),
    ("room", "41 Birch Lane Room 8", "41 BIRCH LN RM 8"),
    ("slip", "41 Birch Lane Slip 8", "41 BIRCH LN SLIP 8"),
    ("space", "41 Birch Lane Space 8", "41 BIRCH LN SPC 8"),
    ("stop", "41 Birch Lane Stop 8", "41 BIRCH LN STOP 8"),
    ("suites", "41 Birch Lane Suites 8-10", "41 BIRCH LN STE 8-10"),
    ("suite with a letter", "41 Birch Lane Suite K", "41 BIRCH LN STE K"),
    ("suite spelled", "41 Birch Lane Suite Two", "41 BIRCH LN STE 2"),
    ("trailer", "41 Birch Lane Trailer 9", "41 BIRCH LN TRLR 9"),
    ("unit", "41 Birch Lane Unit A-12", "41 BIRCH LN UNIT A-12"),
    ("unit in front", "Unit 5, 41 Birch Lane", "41 BIRCH LN UNIT 5"),
    ("unit in front, one line", "Apt 5 41 Birch Lane", "41 BIRCH LN APT 5"),
    ("suite in front with sign", "Suite #5 - 41 Birch Lane", "41 BIRCH LN STE 5"),
    ("floor in front", "2nd Floor, 41 Birch Lane", "41 BIRCH LN FL 2"),
    ("half unit", "41 Birch Lane Apt 3 1/2", "41 BIRCH LN APT 3 1/2"),
    ("unit in brackets", "41 Birch Lane (Apt 4)", "41 BIRCH LN APT 4"),
    ("after a direction", "41 Birch Lane NW Apt 4", "41 BIRCH LN NW APT 4"),
    ("street called front", "41 Front Street", "41 FRONT ST"),
    ("street called upper", "41 Upper Road", "41 UPPER RD"),
    ("street called lot", "41 Lot Street", "41 LOT ST"),
    ("street called suite", "41 Key West Drive", "41 KEY WEST DR"),
    ("private mailbox", "41 Birch Lane PMB 234", "41 BIRCH LN PMB 234"),
    ("mailbox and suite", "41 Birch Lane Ste 11 PMB 234", "41 BIRCH LN STE 11 PMB 234"),
    ("mailbox spelled", "41 Birch Lane, Private Mailbox 234", "41 BIRCH LN PMB 234"),
    ("mailbox with dots", "41 Birch Lane, P.M.B. #234", "41 BIRCH LN PMB 234"),
    ("mailbox in front", "PMB 234, 41 Birch Lane Ste 11", "41 BIRCH LN STE 11 PMB 234"),
    ("sign behind a suite", "41 Birch Lane Ste 11 #234", "41 BIRCH LN STE 11 PMB 234"),
    ("mailbox on a route", "RR 1 Box 12 PMB 596", "RR 1 BOX 12 PMB 596"),
    ("mail stop goes", "41 Birch Lane Mail Stop 12", "41 BIRCH LN"),
    ("mail stop code goes", "MSC 456, 41 Birch Lane", "41 BIRCH LN"),
    ("attention behind", "41 Birch Lane Attn: Ana Poe", "41 BIRCH LN"),
    ("attention in front", "Attention Ana Poe, 41 Birch Lane", "41 BIRCH LN"),
    ("care of in front, one line", "c/o Ana Poe 41 Birch Lane", "41 BIRCH LN"),
    ("firm, attention, street", "Otter Mill Co\nAttn Ana Poe\n41 Birch Lane", "41 BIRCH LN"),
    ("firm and unit", "Otter Mill Co, Ste 5, 41 Birch Lane", "41 BIRCH LN STE 5"),
]


def _line(text: str) -> str:
    return normalize_address(PostalAddress(line=text)).delivery_line


@each(("text", "line"), [r[1:] for r in UNITS])
def test_units_stand_at_the_end_in_standard_form(text: str, line: str) -> None:
    assert _line(f"{text}, {BARRE}") == line
    assert _line(f"{text}, {BARRE}".upper()) == line
    assert _line(f"{text}, {BARRE}".lower()) == line
    assert _line(f"{line}, {BARRE}") == line
    assert normalize_address(PostalAddress(text, "Barre", "VT", "05641")).delivery_line == line


@each(
    ("text", "line"),
    [row[1:] for row in UNITS if "," not in row[1] and "\n" not in row[1]],
)
def test_units_are_found_without_any_comma(text: str, line: str) -> None:
    assert _line(f"{text} Barre VT 05641") == line


def test_the_innermost_unit_is_the_unit() -> None:
    found = normalize_address(PostalAddress("41 Birch Ln Apt 7 Bldg C", "Barre", "VT", "05641"))
    assert found.units == (("BLDG", "C"), ("APT", "7"))
    assert (found.unit_type, found.unit) == ("APT", "7")
