"""The settings of one installation, as skiptrace.toml spells them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from config.default_model import POPULATION, TRACE_MODEL
from config.loader import Table
from config.schedule import ScheduleSettings


class CaseFileSettings(Table):
    """Where the case file is: an SQLAlchemy URL, the file of its keys, and its anchor.

    A `url` with a password is written as `env:NAME`, `file:PATH` or `command:WORDS`.
    """

    url: str = Field(default="sqlite:///skiptrace.db", repr=False)
    key_file: Path = Path("skiptrace.key")
    anchor: Path = Path("skiptrace.anchor")


class OrderSettings(Table):
    """The legal ground and the budget of the orders that one command places.

    `purposes` are codes of purposes.toml; `budget` is in US dollars for each order.
    """

    purposes: tuple[str, ...]
    budget: Decimal = Field(ge=0)


class NightlySettings(OrderSettings):
    """The nightly batch: its orders, the ceiling of a run, the number of orders in a chunk.

    `executor` is who works the orders off: the process that began the night, with `processes` of
    them side by side on its machine, or a fleet of `skiptrace worker` processes that share one
    PostgreSQL.
    """

    purposes: tuple[str, ...] = ("GLB-1", "PUB", "DMF-OPEN")
    budget: Decimal = Field(default=Decimal("0.50"), ge=0)
    run_budget: Decimal = Field(default=Decimal("1000"), ge=0)
    chunk: int = Field(default=500, ge=1, le=5000)
    executor: Literal["embedded", "fleet"] = "embedded"
    processes: int = Field(default=1, ge=1, le=64)


class TraceSettings(OrderSettings):
    """A collector's trace of one account; one younger than `reuse_days` is shown, not bought."""

    purposes: tuple[str, ...] = ("GLB-1", "PUB", "DMF-OPEN")
    budget: Decimal = Field(default=Decimal("1.00"), ge=0)
    reuse_days: int = Field(default=7, ge=0)


class AssetSettings(OrderSettings):
    """The legal team's asset report."""

    purposes: tuple[str, ...] = ("GLB-1", "PUB", "DMF-OPEN")
    budget: Decimal = Field(default=Decimal("2.00"), ge=0)


class MatchingSettings(Table):
    """The matching model, the thresholds of its decisions (probabilities), and `population`.

    `model` is a shipped model's name, or a model's file (`.json`) in the installation. `population`
    is how many people the sources cover where it is far more than the model was made for: what
    strangers share by chance, as a common name, weighs less then, a bit at most for each doubling.
    """

    model: str = TRACE_MODEL
    accept: float = Field(default=0.95, gt=0, lt=1)
    review: float = Field(default=0.30, gt=0, lt=1)
    population: int = Field(default=POPULATION, ge=1)

    @model_validator(mode="after")
    def _in_order(self) -> MatchingSettings:
        if self.review > self.accept:
            raise ValueError("review: expected at most accept")
        return self


class FindingSettings(Table):
    """When a finding counts as verified.

    `verified` is the least probability; `fresh_years` how old the latest sighting of a contact may
    be.
    """

    verified: float = Field(default=0.90, gt=0, lt=1)
    fresh_years: int = Field(default=3, ge=1)


class LimitTable(Table):
    """At most `calls` in any `seconds`."""

    calls: int = Field(gt=0)
    seconds: float = Field(gt=0)


class SourceTable(Table):
    """One source's installation; a secret is written as where it is kept, never as itself.

    `day_budget` is the most that it may cost on one day (UTC), in US dollars, whatever runs.
    `limits` are those of the house's plan with the source, in place of the card's.
    """

    enabled: bool = True
    base_url: str = Field(default="", repr=False)
    secrets: dict[str, str] = Field(default_factory=dict)
    options: dict[str, str] = Field(default_factory=dict, repr=False)
    day_budget: Decimal | None = Field(default=None, ge=0)
    limits: tuple[LimitTable, ...] | None = None


class WorkerSettings(Table):
    """How workers share an installation, in seconds.

    `lease` is how long a worker that is no longer heard of keeps its orders; `late` how long after
    a worker's end its last call may still reach a provider; `patience` how long a command waits for
    a call that another worker is making.
    """

    lease: float = Field(default=300, gt=0)
    late: float = Field(default=30, ge=0)
    patience: float = Field(default=60, ge=0)

    @model_validator(mode="after")
    def _in_order(self) -> WorkerSettings:
        if self.late * 2 > self.lease:
            raise ValueError("late: expected at most half of lease")
        return self


class LogSettings(Table):
    """Where lines of JSON about the work go: `stderr`, a file beside the settings, or nowhere.

    They hold ids and numbers, never what is known of a person. `level` warning leaves out what went
    well.
    """

    to: str = ""
    level: Literal["info", "warning"] = "info"


class TelemetrySettings(Table):
    """Where spans of OpenTelemetry go: the address of a collector (OTLP over HTTP), or nowhere."""

    otlp: str = Field(default="", pattern=r"^(https?://\S+)?$", repr=False)


class WriteBackSettings(Table):
    """Where verified contact data goes: a CSV or XLSX file, or a table in an SQL database.

    `location` is the file's path, or the database's address, which may be a reference as that
    of the case file.
    Of more changes than `two_persons` one user plans and another applies, where there are two.
    """

    target: Literal["csv", "xlsx", "sql"] = "csv"
    location: str = Field(default="writeback", repr=False)
    verified: float = Field(default=0.90, gt=0, lt=1)
    two_persons: int = Field(default=100, ge=0)


class Settings(Table):
    """Everything that an operator sets; paths are relative to the settings file.

    `waterfall` is a file like config/defaults/waterfall.toml, `acts` one like acts.toml there;
    without them the shipped ones count.
    `policy` is a folder of counsel's tables; each file of it replaces the shipped one of its name.
    `plugins` are the installed packages that are let in, by their entry points' names, each with
    its own options.
    """

    case_file: CaseFileSettings = CaseFileSettings()
    data_dir: Path = Path("data")
    waterfall: Path | None = None
    policy: Path | None = None
    acts: Path | None = None
    nightly: NightlySettings = NightlySettings()
    trace: TraceSettings = TraceSettings()
    assets: AssetSettings = AssetSettings()
    matching: MatchingSettings = MatchingSettings()
    findings: FindingSettings = FindingSettings()
    writeback: WriteBackSettings = WriteBackSettings()
    workers: WorkerSettings = WorkerSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    logs: LogSettings = LogSettings()
    telemetry: TelemetrySettings = TelemetrySettings()
    sources: dict[str, SourceTable] = Field(default_factory=dict)
    plugins: dict[str, dict[str, str]] = Field(default_factory=dict)
