"""Names of buildings, which say nothing that the street does not say."""

from __future__ import annotations

_BUILDINGS = frozenset({
    "APARTMENT", "APARTMENTS", "APTS", "FLATS", "TOWER", "TOWERS", "BUILDING", "BLDG", "CONDO",
    "CONDOS", "CONDOMINIUM", "CONDOMINIUMS", "MANOR", "ESTATES", "HOUSE", "HALL", "CENTER",
    "CENTRE", "COMPLEX", "VILLAS", "LOFTS", "PLAZA", "RESIDENCES", "COURT", "COURTS", "MALL",
    "VILLAGE", "MHP", "PARK", "HOTEL", "MOTEL", "INN", "SHELTER", "CHURCH", "SCHOOL", "HOSPITAL",
    "JAIL", "PRISON", "DORM", "HOME", "GARDENS", "TERRACE", "PLACE", "SQUARE", "COMMONS", "ARMS",
    "SUITES", "BANK", "TOWNHOMES", "TOWNHOUSES", "HOMES", "HEIGHTS", "COLLEGE", "UNIVERSITY",
    "LIBRARY", "CLINIC", "MISSION", "COMMUNITY", "FACILITY", "ANNEX", "COTTAGES", "CABINS",
    "POINTE", "CROSSING",
})  # fmt: skip

HOUSES = frozenset({"TOWER", "TWR", "WING", "BLDG", "BUILDING"})
"""Words behind a direction or a letter that tells one building from its neighbours."""


def is_building(words: str) -> bool:
    """Whether words are the name of a building by their last word, and hold no number."""
    return words.rpartition(" ")[2] in _BUILDINGS and not any(map(str.isdigit, words))
