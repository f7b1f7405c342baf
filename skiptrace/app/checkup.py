"""What must hold so that a run does not fail: the table of checks, and what to do about each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from skiptrace.app.checks import asked, fleet, house, machine, record
from skiptrace.app.installation import Installation
from skiptrace.app.privacy import check_private
from skiptrace.app.telemetry import check_telemetry
from skiptrace.model.errors import SkiptraceError


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what is looked at, the function that raises at a fault, and what to do then.

    `is_slow` says that it takes as long as the installation is large.
    """

    name: str
    run: Callable[[Installation], str]
    todo: str
    is_slow: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check came to; `todo` is empty where all is well."""

    name: str
    words: str
    todo: str = ""

    @property
    def is_good(self) -> bool:
        """Whether all is well."""
        return not self.todo


CHECKS = (
    Check("law", house.check_law, "let counsel sign a folder of tables: docs/counsel.md"),
    Check("purposes", house.check_purposes, "see `skiptrace policy list` for the codes"),
    Check("clock", machine.check_clock, "set the clock (NTP), here or at the database"),
    Check("folders", machine.check_folders, "make room, or let this user write there"),
    Check("privacy", check_private, "take the rights of others away, as it says"),
    Check("model", house.check_model, "name a shipped model or a measured file: matching.model"),
    Check(
        "case file",
        record.check_case_file,
        "name the right database and key file, or run `skiptrace migrate`",
    ),
    Check("record", record.check_record, "run `skiptrace audit verify`", is_slow=True),
    Check("roles", house.check_roles, "add what is missing: config/defaults/acts.toml has it"),
    Check("users", house.check_users, "an administrator adds users: `skiptrace users add`"),
    Check("waterfall", house.check_waterfall, "see `skiptrace sources waterfall` and `list`"),
    Check("sources", asked.check_sources, "see `skiptrace sources show ID` for what it needs"),
    Check("registers", asked.check_registers, "put the file there, or mend it", is_slow=True),
    Check("schedule", house.check_schedule, "see `skiptrace schedule --help`"),
    Check("fleet", fleet.check_fleet, "run `skiptrace worker --setup`, once; see its --help"),
    Check("telemetry", check_telemetry, "pip install 'skiptrace[metrics]'"),
    Check("write-back", house.check_write_back, "see [writeback] of the settings"),
)
"""Every check of an installation whose settings could be read, in the order of a run."""


def checked(installation: Installation, ready_only: bool) -> Iterator[Finding]:
    """What each check comes to; `ready_only` leaves out those that take long."""
    for check in CHECKS:
        if not (ready_only and check.is_slow):
            yield outcome(check, installation)


def outcome(check: Check, installation: Installation) -> Finding:
    """What one check comes to; a fault it names is an answer."""
    try:
        return Finding(check.name, check.run(installation))
    except SkiptraceError as error:
        return Finding(check.name, str(error), check.todo)
