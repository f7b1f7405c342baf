"""Builds the write-back of an installation: its target, its receipts, its plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jobs.screened import screens_of
from jobs.write_back import ContactReader, StoredReceipts
from skiptrace.app.build import waterfalls_of
from skiptrace.app.installation import Installation, utc_now
from skiptrace.app.policy import policy_of
from skiptrace.app.sources import cards
from skiptrace.casefile.case import CaseFile
from skiptrace.writeback.apply import SystemOfRecord
from skiptrace.writeback.batches import FileManifests
from skiptrace.writeback.contacts import Target, WriteBackPlan
from skiptrace.writeback.plan import plan
from skiptrace.writeback.targets.csv_file import csv_target
from skiptrace.writeback.targets.sql_table import sql_target
from skiptrace.writeback.targets.xlsx_file import xlsx_target


def write_back_plan(installation: Installation, case: CaseFile, as_of: date) -> WriteBackPlan:
    """What a write-back would change now, and what it leaves out and why.

    Holds count as of today even where the day asked for is past.
    """
    day = max(as_of, utc_now().date())
    screens = screens_of(waterfalls_of(installation), cards(installation))
    reader = ContactReader(case, policy_of(installation), day, screens)
    return plan(reader.contacts(), installation.settings.writeback.verified)


def system_of_record(installation: Installation, case: CaseFile, actor: str) -> SystemOfRecord:
    """The target of the settings with the receipts of this case file."""
    return SystemOfRecord(
        write_back_target(installation),
        StoredReceipts(case, actor, utc_now),
        FileManifests(installation.root / "writeback.open"),
        utc_now,
    )


def write_back_target(installation: Installation) -> Target:
    """Where the settings want contacts written; WriteBackError for an address that is none."""
    settings = installation.settings.writeback
    if settings.target == "sql":
        return sql_target(installation.address("writeback.location", settings.location), utc_now)
    path = _with_suffix(installation.root / settings.location, settings.target)
    return csv_target(path, utc_now) if settings.target == "csv" else xlsx_target(path, utc_now)


def _with_suffix(path: Path, kind: str) -> Path:
    return path if path.suffix == f".{kind}" else path.with_name(f"{path.name}.{kind}")
