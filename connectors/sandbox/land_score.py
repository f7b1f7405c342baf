"""Scores the parcels that asset reports list against the truth of the sandbox's town."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

Pair = tuple[str, str]


class Listing(StrEnum):
    """Where a report has a parcel: as held today, among the unconfirmed, or as conveyed away."""

    HELD = "held"
    UNCONFIRMED = "unconfirmed"
    CONVEYED = "conveyed"


@dataclass(frozen=True, slots=True)
class ReportedParcel:
    """One parcel in the report on one account, by its number."""

    account_number: str
    parcel: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class LandScore:
    """How the reports on some accounts did; each count is of parcels, one for each account.

    `held` are those that the debtor has today and of which some source's record says so, `held_as`
    how many of them stand where; `left_out` are in no part of the report. `sold` are those that the
    debtor had and has no more and of which some record says so, `sold_as` likewise; `unseen` are
    sold ones listed as held whose sale is in no source yet. `never` were listed as held and
    never the debtor's. `faults` name account and parcel of each sold one that is listed as held, of
    each one left out, and of each that never was the debtor's.
    """

    accounts: int
    held: int
    held_as: Mapping[str, int]
    left_out: int
    sold: int
    sold_as: Mapping[str, int]
    unseen: int
    never: int
    faults: tuple[str, ...]

    @property
    def sold_as_held(self) -> int:
        """Sold parcels that a report lists as held today: what must not be."""
        return self.sold_as[Listing.HELD]


def score_land(
    truth_path: Path, parcels: Iterable[ReportedParcel], accounts: Collection[str], as_of: date
) -> LandScore:
    """The score of the reports on these accounts; FileNotFoundError when there is no truth."""
    if not truth_path.is_file():
        raise FileNotFoundError(f"{truth_path.name} is not there")
    reported = {(p.account_number, p.parcel): p.listing for p in parcels}
    with closing(sqlite3.connect(f"{truth_path.resolve().as_uri()}?mode=ro", uri=True)) as truth:
        has, known, had, parted = _true(truth, frozenset(accounts), as_of)
    held, sold = has & known, had & parted
    listed = {pair for pair, listing in reported.items() if listing is Listing.HELD}
    left_out, wrong, never = held - reported.keys(), listed & sold, listed - has - had
    faults = [f"{account} {parcel} left out" for account, parcel in sorted(left_out)]
    faults += [f"{account} {parcel} sold, listed as held" for account, parcel in sorted(wrong)]
    faults += [f"{account} {parcel} never the debtor's" for account, parcel in sorted(never)]
    return LandScore(
        accounts=len(frozenset(accounts)),
        held=len(held),
        held_as=_counts(held, reported),
        left_out=len(left_out),
        sold=len(sold),
        sold_as=_counts(sold, reported),
        unseen=len(listed & had - parted),
        never=len(never),
        faults=tuple(faults),
    )


def _true(
    truth: sqlite3.Connection, accounts: frozenset[str], as_of: date
) -> tuple[set[Pair], set[Pair], set[Pair], set[Pair]]:
    """What debtors have, what a record says they got, what they only had, and a record says so."""
    rows = truth.execute(
        'SELECT account_number, parcel_id, t."to", t.known, t.parted FROM truth_account '
        "JOIN truth_title t USING (person_id)"
    ).fetchall()
    today = as_of.isoformat()
    mine = [row for row in rows if row[0] in accounts]
    has = {(a, p) for a, p, until, *_ in mine if not until or until > today}
    known = {(a, p) for a, p, _, is_known, _ in mine if is_known}
    parted = {(a, p) for a, p, *_, is_parted in mine if is_parted}
    return has, known, {(a, p) for a, p, *_ in mine} - has, parted


def _counts(pairs: Iterable[Pair], reported: Mapping[Pair, Listing]) -> dict[str, int]:
    found = [reported.get(pair) for pair in pairs]
    return {listing.value: found.count(listing) for listing in Listing}
