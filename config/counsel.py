"""The data of the law that counsel owns: one TOML file a table, each replaceable by its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from config.cases import LawCases
from config.compliance import CounselTable, HoldTable, PurposeTable
from config.law import (
    ContactLimits,
    LicenceTable,
    LimitationTable,
    PlaceTable,
    PolicyTable,
    VendorTable,
    VoterTable,
)
from config.loader import from_file, shipped
from skiptrace.model.errors import ConfigError

T = TypeVar("T", bound=CounselTable)
FILES: Mapping[str, type[CounselTable]] = {
    "cases.toml": LawCases,
    "contact_limits.toml": ContactLimits,
    "holds.toml": HoldTable,
    "licences.toml": LicenceTable,
    "limitation.toml": LimitationTable,
    "places.toml": PlaceTable,
    "policy.toml": PolicyTable,
    "purposes.toml": PurposeTable,
    "vendors.toml": VendorTable,
    "voter.toml": VoterTable,
}
"""Every file of counsel's data, and its shape."""


@dataclass(frozen=True, slots=True)
class CounselTables:
    """All data of the law that one installation goes by."""

    holds: HoldTable
    purpose_table: PurposeTable
    settings: PolicyTable
    places: PlaceTable
    limits: ContactLimits
    limitation: LimitationTable
    licences: LicenceTable
    voter: VoterTable
    vendor_table: VendorTable
    cases: LawCases

    @property
    def purposes(self) -> Mapping[str, str]:
        """Each purpose code with its law and meaning."""
        return self.purpose_table.purposes

    @property
    def files(self) -> Mapping[str, CounselTable]:
        """The tables by the file that each is read from."""
        return {
            "cases.toml": self.cases,
            "contact_limits.toml": self.limits,
            "holds.toml": self.holds,
            "licences.toml": self.licences,
            "limitation.toml": self.limitation,
            "places.toml": self.places,
            "policy.toml": self.settings,
            "purposes.toml": self.purpose_table,
            "vendors.toml": self.vendor_table,
            "voter.toml": self.voter,
        }


def counsel_tables(folder: Path | None, today: date) -> CounselTables:
    """The shipped tables, or in the place of each the file of that name in the folder.

    Raises ConfigError naming file and key when the folder is not there, holds a file that is no
    table of counsel's, or one that nobody signed off by today.
    """
    if folder is not None:
        _require_known_files(folder)

    def read(name: str, shape: type[T]) -> T:
        path = None if folder is None else folder / name
        if path is None or not path.exists():
            return shipped(name, shape)
        return _signed_off(path, from_file(path, shape), today)

    return CounselTables(
        holds=read("holds.toml", HoldTable),
        purpose_table=read("purposes.toml", PurposeTable),
        settings=read("policy.toml", PolicyTable),
        places=read("places.toml", PlaceTable),
        limits=read("contact_limits.toml", ContactLimits),
        limitation=read("limitation.toml", LimitationTable),
        licences=read("licences.toml", LicenceTable),
        voter=read("voter.toml", VoterTable),
        vendor_table=read("vendors.toml", VendorTable),
        cases=read("cases.toml", LawCases),
    )


def shipped_counsel() -> CounselTables:
    """The tables of config/defaults, which no counsel has signed off."""
    return counsel_tables(None, date.max)


def _require_known_files(folder: Path) -> None:
    if not folder.is_dir():
        raise ConfigError(f"policy: there is no folder {folder}")
    unknown = sorted(p.name for p in folder.glob("*.toml") if p.name not in FILES)
    if unknown:
        known = ", ".join(sorted(FILES))
        raise ConfigError(f"{folder / unknown[0]}: no table of that name; expected one of {known}")


def _signed_off(path: Path, table: T, today: date) -> T:
    if table.signed is None:
        raise ConfigError(f"{path}: signed: expected who of counsel approved it, and the day")
    if table.signed.on > today:
        raise ConfigError(f"{path}: signed.on: expected a day up to {today}")
    return table
