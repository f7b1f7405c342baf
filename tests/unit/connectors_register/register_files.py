"""Hand-made registers: rows of the three shipped registers, and connectors that read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from connectors.base import SourceSettings
from connectors.card import load_card
from connectors.register.connector import RegisterConnector

SOURCES = Path(__file__).parents[3] / "connectors" / "sources"
TOWN_SOURCES = SOURCES.parent / "sandbox" / "sources"
PROPERTY = tuple(
    load_card(TOWN_SOURCES / "county_property_roll" / "card.toml").section["columns"],
)
_PLACE = (42, 42, 28, 2, 10, 2)


def property_row(**values: str) -> dict[str, str]:
    """A parcel's row, plain where nothing is said."""
    row = dict.fromkeys(PROPERTY, "") | {
        "parcel_id": "01-0001-007",
        "tax_year": "2026",
        "owner_1": "NOBODY NEMO",
        "mail_line": "12 MAIN ST",
        "mail_city": "PORT ALVERA",
        "mail_state": "FL",
        "mail_zip": "34801",
        "situs_line": "9 OAK AVE",
        "situs_city": "LAKE ORLENA",
        "situs_zip": "34821",
        "land_use": "0100",
        "assessed_value": "150000",
        "homestead": "N",
        "deed_date": "2012-05-06",
    }
    return row | values


def padding(count: int = 12) -> list[dict[str, str]]:
    """Rows of other people, so that the register is long enough for its card."""
    names = ("ALPHA ANNA", "BRAVO BEN", "COSTA CARL", "DUNN DORA")
    return [
        property_row(parcel_id=f"99-{n:04d}", owner_1=f"{names[n % 4]} {chr(65 + n % 26)}")
        for n in range(count)
    ]


def property_csv(rows: Iterable[dict[str, str]], header: Sequence[str] = PROPERTY) -> bytes:
    """The county's file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def dmf_line(
    ssn: str,
    name: tuple[str, str, str, str],
    death: str,
    birth: str,
    code: str = "",
) -> bytes:
    """A record of the Death Master File; `name` is last, suffix, first, middle."""
    last, suffix, first, middle = name
    parts = ((code, 1), (ssn, 9), (last, 20), (suffix, 4), (first, 15), (middle, 15))
    parts += (("V", 1), (death, 8), (birth, 8), ("", 19))
    return "".join(text[:width].ljust(width) for text, width in parts).encode("ascii")


def dmf_padding(count: int = 12) -> list[bytes]:
    """Records of other people who died long ago."""
    return [
        dmf_line(f"90010{n:04d}", ("ELSE", "", "SOMEONE", ""), "01011990", "01011910")
        for n in range(count)
    ]


def sunbiz_line(
    docno: str,
    name: str,
    agent: tuple[str, str] = ("", ""),
    officers: Sequence[tuple[str, str, str]] = (),
    status: str = "A",
    reports: Sequence[str] = (),
) -> bytes:
    """A 1,440-character record; `agent` is type and name, an officer title, type and name.

    `reports` are the days (MMDDCCYY) of up to three annual reports.
    """
    place = ("1 HARBOR DR", "STE 2", "PORT ALVERA", "FL", "34801-1234", "US")
    text = f"{docno:<12}{name:<192}{status}{'FLAL':<15}"
    text += "".join(f"{part:<{width}}" for part, width in zip(place * 2, _PLACE * 2, strict=True))
    text += f"{'07042019':<8}{'000000007':<14}{'':<9}DE"
    text += "".join(f"{day[4:]:<4} {day:<8}" for day in (*reports, "", "", "")[:3])
    text += f"{agent[1]:<42}{agent[0]:<1}{'7 PIER RD':<42}{'LAKE ORLENA':<28}FL{'34821':<9}"
    for title, kind, person in officers:
        text += f"{title:<4}{kind}{person:<42}{'5 GULF WAY':<42}{'SANDHOLLOW':<28}FL{'34861':<9}"
    return text.ljust(1440).encode("latin-1")


def sunbiz_padding(count: int = 12) -> list[bytes]:
    """Records of other companies."""
    return [sunbiz_line(f"P00{n:09d}", f"FILLER {n} LLC", ("C", "FILE INC")) for n in range(count)]


def register(
    source: str,
    content: bytes,
    folder: Path,
    day: datetime = datetime(2026, 11, 22, 6, tzinfo=UTC),
    **options: str,
) -> RegisterConnector:
    """The shipped connector of that source over a file with that content."""
    path = folder / f"{source}.file"
    path.write_bytes(content)
    settings = SourceSettings(
        "", folder / "data", lambda: day, options={"path": str(path)} | options
    )
    folder = next(at / source for at in (SOURCES, TOWN_SOURCES) if (at / source).is_dir())
    return RegisterConnector(load_card(folder / "card.toml"), settings)
