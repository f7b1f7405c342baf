"""Time zones of area codes and addresses: all of them, since a call must suit the latest riser."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest
from phonenumbers.tzdata import TIMEZONE_DATA

from config.match_tables import match_table
from matching.parse.phone.read import read_phones
from matching.parse.phone.zones import area_code_zones, call_zones, place_zones
from skiptrace.model.subject import PostalAddress
from tests.tables import each

ET, CT, MT, PT = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"
BOISE, CENTER = "America/Boise", "America/North_Dakota/Center"

AREA_CODES = [
    ("202", {ET}),
    ("219", {CT, ET}),
    ("270", {CT, ET}),
    ("364", {CT, ET}),
    ("308", {CT, MT}),
    ("423", {CT, ET}),
    ("574", {CT, ET}),
    ("606", {CT, ET}),
    ("812", {CT, ET}),
    ("930", {CT, ET}),
    ("850", {CT, ET}),
    ("448", {CT, ET}),
    ("605", {CT, MT, CENTER}),
    ("701", {CT, MT, CENTER}),
    ("785", {CT, MT}),
    ("620", {CT, MT}),
    ("906", {CT, ET}),
    ("541", {PT, MT}),
    ("458", {PT, BOISE}),
    ("208", {BOISE, MT, PT}),
    ("986", {BOISE, MT, PT}),
    ("931", {CT, ET}),
    ("615", {CT}),
    ("928", {"America/Phoenix", MT}),
    ("480", {"America/Phoenix"}),
    ("689", {ET}),
    ("907", {"America/Adak", "America/Anchorage", "America/Juneau", "Pacific/Honolulu"}),
    ("787", {"America/Puerto_Rico"}),
    ("604", {"America/Vancouver"}),
    ("222", set()),
    ("800", set()),
    ("", set()),
]


@each(("code", "zones"), AREA_CODES)
def test_an_area_code_has_all_its_zones(code: str, zones: set[str]) -> None:
    assert set(area_code_zones(code)) == zones


def test_no_exchange_is_outside_the_zones_of_its_area_code() -> None:
    replaced = match_table("phone_zones")["area_codes"]["replace"]
    for prefix, zones in TIMEZONE_DATA.items():
        digits = str(prefix)
        if digits[0] == "1" and len(digits) >= 4 and digits[1:4] not in replaced:
            assert set(zones) <= set(area_code_zones(digits[1:4])), digits


def test_a_number_has_the_zones_of_its_code_whatever_its_exchange() -> None:
    found = {read_phones(f"219-{exchange}-1234")[0].zones for exchange in (200, 462, 933, 989)}
    assert found == {(CT, ET)}


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("212-555-0142", (ET,)),
        ("+44 20 7946 0958", ("Europe/London",)),
        ("876-456-1414", ("America/Jamaica",)),
        ("800-275-8777", ()),
        ("212-911-4567", ()),
    ],
)
def test_a_number_has_zones_if_it_says_anything_of_a_place(
    text: str, zones: tuple[str, ...]
) -> None:
    assert read_phones(text)[0].zones == zones


@pytest.mark.parametrize(
    ("state", "zip5", "zones"),
    [
        ("IL", "62704", (CT,)),
        ("TN", "", (CT, ET)),
        ("tn", "37402", (ET,)),
        ("TN", "37201", (CT,)),
        ("", "79901", (MT,)),
        ("TX", "", (CT, MT)),
        ("NV", "", (MT, PT)),
        ("AZ", "85001", ("America/Phoenix",)),
        ("AK", "99634", ("America/Anchorage",)),
        ("TX", "10001", (CT, MT, ET)),
        ("TX", "00000", (CT, MT)),
        ("AE", "09012", ()),
        ("", "", ()),
        ("XX", "abcde", ()),
    ],
)
def test_a_place_has_its_zones(state: str, zip5: str, zones: tuple[str, ...]) -> None:
    assert place_zones(state, zip5) == tuple(sorted(zones))


def test_call_hours_see_the_number_and_every_address() -> None:
    (phone,) = read_phones("202-456-1414")
    homes = (PostalAddress(state="CA", zip5="90012"), PostalAddress(state="KS"))
    assert call_zones(phone, homes) == (CT, MT, PT, ET)
    assert call_zones(phone) == (ET,)


@pytest.mark.skipif(not available_timezones(), reason="this machine has no time zone database")
def test_every_shipped_zone_is_in_the_iana_database() -> None:
    table = match_table("phone_zones")
    groups = (table["area_codes"]["add"], table["area_codes"]["replace"], table["states"])
    shipped = {zone for group in groups for zones in group.values() for zone in zones}
    assert len(shipped) > 15
    assert shipped <= available_timezones()
