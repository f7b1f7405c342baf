"""When the scheduler begins what, as `[schedule]` of skiptrace.toml spells it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from config.loader import Table

PlannedKind = Literal["nightly", "collect", "registers", "verify", "retention"]


class BlackoutTable(Table):
    """A span of local time in which nothing begins, and why."""

    start: datetime
    end: datetime
    reason: str = Field(pattern=r"\w")

    @model_validator(mode="after")
    def _in_order(self) -> BlackoutTable:
        if self.start.tzinfo is not None or self.end.tzinfo is not None:
            raise ValueError("expected local times: the zone is that of schedule.time_zone")
        if self.end <= self.start:
            raise ValueError("end: expected a time after start")
        return self


class PlannedTable(Table):
    """One kind of work: the times of day by a cron expression, and what is done when one passed.

    `cron` has minute, hour, day of month, month and day of week by name (mon-fri), in local time.
    `business_days` leaves out weekends and holidays. `catch_up` is for how many hours behind its
    time a run that was missed is still made. `in_blackout` is what becomes of a time in a blackout.
    """

    cron: str
    business_days: bool = False
    catch_up: float = Field(default=12, gt=0, le=24 * 14)
    in_blackout: Literal["wait", "skip"] = "wait"


class ScheduleSettings(Table):
    """The scheduler: its time zone (IANA), holidays, blackouts, and each kind of work.

    `holidays` is the country whose public holidays are none of its business days, by ISO 3166 code,
    or empty; `closed` are further days on which the house is closed.
    """

    time_zone: str = "UTC"
    holidays: str = ""
    closed: tuple[date, ...] = ()
    blackouts: tuple[BlackoutTable, ...] = ()
    jobs: dict[PlannedKind, PlannedTable] = Field(default_factory=dict)

    @field_validator("time_zone")
    @classmethod
    def _is_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("expected a time zone such as America/New_York") from None
        return name
