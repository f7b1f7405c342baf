"""Pairs of addresses, people and organisations: the verdict, never by a string score."""

from __future__ import annotations

import pytest

from matching.compare.address.relate import compare_addresses
from matching.compare.organization.relate import compare_organizations
from matching.compare.person.relate import compare_names
from matching.parse.address.read import normalize_address
from skiptrace.model.subject import PostalAddress
from tests.tables import each

SAME, UNIT = "same_delivery_point", "same_building_other_unit"

ADDRESSES = [
    ("22 Elm St, Utica NY 13502", "22 ELM STREET UTICA NY 13502-1234", SAME),
    ("600 Bay Blvd Ste 210, Plano TX 75074", "600 Bay Blvd Ste 220, Plano TX 75074", UNIT),
    ("22 Elm St Apt 4B, Utica NY 13502", "22 Elm St Apt B4, Utica NY 13502", UNIT),
    ("22 Elm St Apt 4, Utica NY 13502", "22 Elm St Fl 4, Utica NY 13502", UNIT),
    ("22 Elm St Upper, Utica NY 13502", "22 Elm St Lower, Utica NY 13502", UNIT),
    ("22 Elm St, Utica NY 13502", "22 Elm St Apt 4, Utica NY 13502", "uncertain"),
    ("22 Elm St, Utica NY 13502", "24 Elm St, Utica NY 13502", "different"),
    ("22 Elm St, Utica NY 13502", "22 Elm, Utica NY 13502", "uncertain"),
    ("22 N Elm St, Utica NY 13502", "22 Elm St, Utica NY 13502", "uncertain"),
    ("22 N Elm St, Utica NY 13502", "22 S Elm St, Utica NY 13502", "different"),
    ("22 Elm St, Utica NY 13502", "22 Elm St, Utica NY 13501", "uncertain"),
    ("22 Elm St, Troy NY 12180", "22 Elm St, Troy MI 48083", "different"),
    ("18 S 9th St, Omaha NE 68108", "18 S 9th Ave, Omaha NE 68108", "different"),
    ("84-15 Oak Ave, Elmhurst NY 11373", "84 Oak Ave Apt 15, Elmhurst NY 11373", "different"),
    ("PO Box 551, Selma AL 36702", "18 Broad St, Selma AL 36701", "uncertain"),
    ("HC 2 Box 18, Kooskia ID 83539", "RR 2 Box 18, Kooskia ID 83539", "different"),
    ("9 County Road 22, Tyler TX 75701", "9 State Highway 22, Tyler TX 75701", "different"),
    ("9 US Hwy 60, Tyler TX 75701", "9 State Road 60, Tyler TX 75701", "uncertain"),
    ("77 Depot St, Barre VT 05641", "77 Depto St, Barre VT 05641", SAME),
    (
        "28 Bay Dr Ste 9 PMB 41, San Diego CA 92101",
        "28 Bay Dr Ste 9 # 41, San Diego CA 92101",
        SAME,
    ),
    (
        "Urb Palmas, 245 Calle Sauce, Bayamon PR 00961",
        "245 Sauce St, Urb Palmas, Bayamon PR 00961",
        SAME,
    ),
    ("General Delivery, Selma AL 36701", "General Delivery, Selma AL 36701", "uncertain"),
    ("", "22 Elm St, Utica NY 13502", "uncertain"),
]
NAMES = [
    ("Robert A. Haines", "Bob Haines", "same"),
    ("Patricia Yoder", "Patrick Yoder", "different"),
    ("Patricia Yoder", "Pat Yoder", "uncertain"),
    ("Daniel Prieto", "Danielle Prieto", "different"),
    ("Haines Robert", "Robert Haines", "same"),
    ("Li Wei", "Wei Li", "uncertain"),
    ("Nguyễn Văn Hùng", "Hung Van Nguyen", "same"),
    ("María José García Peña", "Maria J Garcia Pena", "same"),
    ("Juan Rivera Lopez", "Juan Lopez Rivera", "different"),
    ("Ludwig van der Meer", "Ludwig Vandermeer", "same"),
    ("Sean MacDonald", "Sean McDonald", "uncertain"),
    ("Karen Whitfield Brandt", "Karen Brandt", "same"),
    ("Karen Brandt nee Whitfield", "Karen Whitfield", "same"),
    ("Thomas Egan Jr", "Thomas Egan Sr", "different"),
    ("Thomas Egan Jr", "Thomas Egan", "uncertain"),
    ("J. R. Whitaker", "James Robert Whitaker", "same"),
    ("James R Whitaker", "James T Whitaker", "different"),
    ("Christopher Bohm", "Christohper Bohm", "same"),
    ("Marc Feld", "Mark Feld", "uncertain"),
    ("Cornell Briggs", "Comell Briggs", "same"),
    ("Estate of Alan Pierce", "Alan Pierce", "uncertain"),
    ("Alan Pierce c/o Dana Wolfe", "Dana Wolfe", "different"),
    ("Alan and Susan Pierce", "Susan Pierce", "same"),
    ("Mohammed al-Hassan", "Muhammad Alhassan", "same"),
    ("Deborah Kowalski", "Debra Kowalski", "same"),
    ("", "Debra Kowalski", "uncertain"),
]
ORGANIZATIONS = [
    ("Granite Peak Holdings, L.L.C.", "Granite Peak Holdings LLC", "same"),
    ("Granite Peak Holdings LLC", "Granite Peak Holdings Inc", "uncertain"),
    ("Granite Peak LLC", "Granite Peak II LLC", "different"),
    ("Granite Peak Fund 3 LP", "Granite Peak Fund III, L.P.", "same"),
    ("First Natl Bk of Salem", "First National Bank of Salem", "same"),
    ("123 Main Street LLC", "123 Main St, LLC", "same"),
    ("Lee Trust dated 3/4/2010", "Lee Trust dated 6/1/2015", "different"),
    ("Delta Logistics of Ohio Inc", "Delta Logistics of Texas Inc", "different"),
    ("AAA Towing", "AA Towing", "different"),
    ("Müller GmbH", "Mueller GmbH", "same"),
]


@each(("a", "b", "relation"), ADDRESSES)
def test_the_relation_of_two_addresses_in_both_orders(a: str, b: str, relation: str) -> None:
    left, right = (normalize_address(PostalAddress(line=text)) for text in (a, b))
    assert compare_addresses(left, right).relation == relation
    assert compare_addresses(right, left).relation == relation


@each(("a", "b", "verdict"), NAMES)
def test_the_verdict_on_two_names_in_both_orders(a: str, b: str, verdict: str) -> None:
    assert compare_names(a, b).verdict == verdict
    assert compare_names(b, a).verdict == verdict


@pytest.mark.parametrize(("a", "b", "verdict"), ORGANIZATIONS)
def test_the_verdict_on_two_organizations_in_both_orders(a: str, b: str, verdict: str) -> None:
    assert compare_organizations(a, b).verdict == verdict
    assert compare_organizations(b, a).verdict == verdict
