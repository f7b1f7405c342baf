"""The last line: states and territories, ZIP codes, and repairs from the ZIP table."""

from __future__ import annotations

import pytest
import zipcodes

from config.match_tables import match_table
from matching.parse.address.read import normalize_address
from skiptrace.model.subject import PostalAddress
from tests.tables import each

LAST_LINES = [
    ("1 Elm St, Barre, Vermont 05641", "BARRE VT 05641"),
    ("1 Elm St, Barre, Vt. 05641", "BARRE VT 05641"),
    ("1 Elm St, Barre VT05641", "BARRE VT 05641"),
    ("1 Elm St, Barre, VT, 05641", "BARRE VT 05641"),
    ("1 Elm St, Barre, VT 05641-1234", "BARRE VT 05641-1234"),
    ("1 Elm St, Barre, VT 056411234", "BARRE VT 05641-1234"),
    ("1 Elm St, Barre, VT 05641 1234", "BARRE VT 05641-1234"),
    ("1 Elm St, Barre, VT 05641-", "BARRE VT 05641"),
    ("1 Elm St, Barre, VT 05641, USA", "BARRE VT 05641"),
    ("1 Elm St, Barre, VT 05641 U.S.A.", "BARRE VT 05641"),
    ("1 Elm St, Barre, VT 05641, United States", "BARRE VT 05641"),
    ("1 Elm St, Barre, VT 5641", "BARRE VT 05641"),
    ("1 Elm St Barre VT 5641", "BARRE VT 05641"),
    ("1 Elm St, Barre, VT O5641", "BARRE VT 05641"),
    ("1 Elm St, Barre, VT 0564l", "BARRE VT 05641"),
    ("12 Calle Sauce, Ponce, PR 716", "PONCE PR 00716"),
    ("1 Elm St, Springfield, Ill. 62704", "SPRINGFIELD IL 62704"),
    ("1 Elm St, Durham, N.C. 27713", "DURHAM NC 27713"),
    ("1 Elm St, Durham, N. Car. 27713", "DURHAM NC 27713"),
    ("1 Elm St, Durham, North Carolina 27713", "DURHAM NC 27713"),
    ("1 Elm St Durham North Carolina 27713", "DURHAM NC 27713"),
    ("1 Elm St, Washington, D.C. 20004", "WASHINGTON DC 20004"),
    ("1 Elm St NW Washington DC 20004", "WASHINGTON DC 20004"),
    ("1 Elm St NW, Washington 20004", "WASHINGTON DC 20004"),
    ("1 Elm St, Washington, District of Columbia 20004", "WASHINGTON DC 20004"),
    ("1 Elm St, New York, New York 10018", "NEW YORK NY 10018"),
    ("1 Elm St New York New York 10018", "NEW YORK NY 10018"),
    ("1 Elm St, New York 10018", "NEW YORK NY 10018"),
    ("1 Elm St, Kansas City, Kansas 66101", "KANSAS CITY KS 66101"),
    ("1 Elm St Kansas City MO 64106", "KANSAS CITY MO 64106"),
    ("1 Elm St, Springfield, IL", "SPRINGFIELD IL"),
    ("1 Elm St Springfield IL", "SPRINGFIELD IL"),
    ("1 Elm St Salt Lake City UT", "SALT LAKE CITY UT"),
    ("1015 Abers Avenue Port Charlotte FL", "PORT CHARLOTTE FL"),
    ("1 Elm St, Springfeild, IL 62704", "SPRINGFIELD IL 62704"),
    ("1 Elm St Springfeild IL 62704", "SPRINGFIELD IL 62704"),
    ("1 Elm St, Sprngfield IL 62704", "SPRINGFIELD IL 62704"),
    ("1015 Abers Avenue Port Charlote FL 33948", "PORT CHARLOTTE FL 33948"),
    ("1 Elm St, Ft. Wayne, IN 46802", "FORT WAYNE IN 46802"),
    ("1 Elm St, Mt. Vernon, NY 10550", "MOUNT VERNON NY 10550"),
    ("1 Elm St, E. Lansing, MI 48823", "EAST LANSING MI 48823"),
    ("1 Elm St, St. Louis, MO 63101", "SAINT LOUIS MO 63101"),
    ("1 Elm St St Louis MO 63101", "SAINT LOUIS MO 63101"),
    ("1 Elm St, SLC, UT 84106", "SALT LAKE CITY UT 84106"),
    ("1 Elm St, NYC, NY 10018", "NEW YORK NY 10018"),
    ("1 Elm St, 62704", "SPRINGFIELD IL 62704"),
    ("1 Elm St, IL 62704", "SPRINGFIELD IL 62704"),
    ("1 Elm St, Springfield 62704", "SPRINGFIELD IL 62704"),
    ("1 Elm St, Barre, Washington County, VT 05641", "BARRE VT 05641"),
    ("1 Elm St, Barre, VT 05641 (since 2019)", "BARRE VT 05641"),
    ("1 Elm St, Pago Pago, American Samoa 96799", "PAGO PAGO AS 96799"),
    ("1 Elm St, Hagatna, Guam 96910", "HAGATNA GU 96910"),
    ("1 Elm St, Saipan, Northern Mariana Islands 96950", "SAIPAN MP 96950"),
    ("1 Estate Otter, Christiansted, U.S. Virgin Islands 00820", "CHRISTIANSTED VI 00820"),
    ("1 Estate Otter, St. Thomas, V.I. 00802", "ST THOMAS VI 00802"),
    ("PO Box 9, Majuro, Marshall Islands 96960", "MAJURO MH 96960"),
    ("PO Box 9, Koror, Palau 96940", "KOROR PW 96940"),
    ("PSC 80 Box 7, A.P.O., AE 09021", "APO AE 09021"),
    ("PSC 80 Box 7, APO, New York 09021", "APO AE 09021"),
    ("PSC 80 Box 7, APO 09021", "APO AE 09021"),
    ("1 Elm Ct, 05641", "BARRE VT 05641"),
    ("1 Elm Ct 05641", "BARRE VT 05641"),
    ("22 Elm Ct", ""),
    ("1600 Pennsylvania", ""),
]
FLAGS = [
    ("1 Elm St, Springfeild, IL 62704", "city_repaired"),
    ("1 Elm St, 62704", "city_from_zip"),
    ("1 Elm St, Springfield 62704", "state_from_zip"),
    ("1 Elm St, Springfield, IL 00001", "zip_unknown"),
    ("1 Elm St, Barre, NH 05641", "zip_state_conflict"),
    ("1 Elm St, Chicago, IL 62704", "city_not_in_zip"),
    ("1 Elm St, Hollywood, CA 90028", "city_not_preferred"),
    ("1 Elm St, Barre, VT 5641", "zip_zero_restored"),
    ("1 Elm St, Barre, VT O5641", "ocr_zip"),
    ("x" * 700 + ", Barre, VT 05641", "too_long"),
]


@each(("text", "last"), LAST_LINES)
def test_the_last_line_is_read_and_mended_in_any_case(text: str, last: str) -> None:
    for written in (text, text.upper(), text.lower()):
        assert normalize_address(PostalAddress(line=written)).last_line == last


@pytest.mark.parametrize(("text", "flag"), FLAGS)
def test_every_repair_is_flagged(text: str, flag: str) -> None:
    assert flag in normalize_address(PostalAddress(line=text)).flags


@each("code", sorted(match_table("address")["states"]))
def test_every_state_and_territory_is_known_by_code_and_name(code: str) -> None:
    for name in (code, *match_table("address")["states"][code].split(",")):
        found = normalize_address(PostalAddress(line=f"1 Elm St, Otterville, {name.title()}"))
        assert (found.city, found.state) == ("OTTERVILLE", code)


@pytest.mark.parametrize(
    ("parts", "last"),
    [
        (("1 Elm St", "Barre", "Vermont", "05641", ""), "BARRE VT 05641"),
        (("1 Elm St", "Barre", "VT", "5641", ""), "BARRE VT 05641"),
        (("1 Elm St", "Barre", "VT", "05641-1234", ""), "BARRE VT 05641-1234"),
        (("1 Elm St", "Bare", "VT", "05641", "1234"), "BARRE VT 05641-1234"),
        (("1 Elm St", "", "", "05641", ""), "BARRE VT 05641"),
        (("1 Elm St, Barre, VT 05641", "Barre", "VT", "05641", ""), "BARRE VT 05641"),
        (("1 Elm Ct", "Barre", "VT", "", ""), "BARRE VT"),
        (("1 Elm St", "N. Attleboro", "Mass.", "02760", ""), "NORTH ATTLEBORO MA 02760"),
    ],
)
def test_parts_given_apart_are_mended_alike(parts: tuple[str, ...], last: str) -> None:
    found = normalize_address(PostalAddress(*parts))
    assert found.last_line == last
    assert found.delivery_line in ("1 ELM ST", "1 ELM CT")


@pytest.mark.parametrize("comma", [",", ""])
def test_street_and_city_are_parted_in_any_town(comma: str) -> None:
    table = zipcodes.list_all()  # type: ignore[no-untyped-call]
    rows = [r for r in table[::53] if r["state"] not in ("PR", "AA", "AE", "AP")]
    lines = ("17 N QUAIL HOLLOW TRL", "205 OAK ST APT 4B", "9 LAKE SHORE DR # 12", "88 9TH AVE")
    wrong = []
    for at, row in enumerate(rows):
        line, zip5, state = lines[at % len(lines)], row["zip_code"], row["state"]
        found = normalize_address(
            PostalAddress(line=f"{line}{comma} {row['city']}{comma} {state} {zip5}")
        )
        if (found.delivery_line, found.state, found.zip5) != (line, state, zip5):
            wrong.append(zip5)
    assert len(rows) > 700
    assert wrong == []
