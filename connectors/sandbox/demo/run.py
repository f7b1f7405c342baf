"""Runs the demo step by step with the commands' own code, and says where everything lies."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from connectors.engine.transport.sftp import is_installed
from connectors.sandbox.build import DEFAULT_DAY, build_town
from connectors.sandbox.business_score import BusinessScore
from connectors.sandbox.demo.found import (
    Found,
    asset_accounts,
    business_score_of,
    choose_accounts,
    land_score_of,
    read_found,
    score_of,
    search_assets,
    spent,
    written_to,
)
from connectors.sandbox.demo.installation import (
    by_files,
    create_demo,
    demo_settings,
    on_processors,
)
from connectors.sandbox.demo.unfound import why_not_found
from connectors.sandbox.land_score import LandScore, Listing
from connectors.sandbox.score import Score
from connectors.sandbox.serve import start_sandbox
from jobs.seldom_collected import seldom_collected
from skiptrace.acts.nights import NightAsked, run_night
from skiptrace.acts.taking_in import FileAsked, take_in
from skiptrace.acts.traces import TraceAsked, report_assets, trace_account
from skiptrace.app.build import order_form, tracer
from skiptrace.app.installation import Installation
from skiptrace.app.sources import open_sources
from skiptrace.cli.asset_view import write_report
from skiptrace.cli.intake_view import print_taken_in
from skiptrace.cli.progress import progress
from skiptrace.cli.session import Session, opened, people, tables
from skiptrace.cli.trace_view import print_trace
from skiptrace.intake.guess import guess_mapping
from skiptrace.intake.reader import read_header
from skiptrace.model.errors import ConfigError, SubjectHeld
from skiptrace.model.order import Scope
from skiptrace.reports.content import AssetReport
from skiptrace.reports.summary import print_summary
from skiptrace.reports.terminal import print_line

_MATTER = "DEMO-26-CV-0001"
_EVERY = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What the demo measured; rates are shares of 1, money in US dollars, memory in megabytes."""

    accounts: int
    traceable: int
    found: int
    right_party_rate: float
    wrong_party_share: float
    damaged_share: float
    verified_contacts: int
    restrained: int
    slipped: int
    found_by_part: dict[str, tuple[int, int]]
    not_found: dict[str, dict[str, int]]
    parcels: dict[str, int]
    businesses: dict[str, int]
    cost: str
    cost_per_found: str
    seconds: float
    peak_memory_mb: int
    seconds_by_step: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> str:
        """The figures as one JSON object."""
        return json.dumps(asdict(self), indent=2)


@dataclass(frozen=True, slots=True)
class Scores:
    """What the truth says of the run: of people, of their parcels, of businesses.

    `not_found` counts, by part, why people were not found.
    """

    people: Score
    land: LandScore
    businesses: BusinessScore
    not_found: dict[str, dict[str, int]]


class Demo:
    """One demo in one new folder."""

    def __init__(self, folder: Path, accounts: int, seed: int) -> None:
        self._folder = folder
        self._accounts = accounts
        self._seed = seed
        self._out = people()
        self._seconds: dict[str, float] = {}

    def run(self) -> Figures:
        """Run all steps; ConfigError when the folder exists."""
        if self._folder.exists():
            raise ConfigError(f"{self._folder} exists; remove it or choose another with --out")
        with seldom_collected():
            return self._run()

    def _run(self) -> Figures:
        began = time.monotonic()
        with self._step("a town is built"):
            installation = self._install()
        config = installation.root / "skiptrace.toml"
        with (
            opened(str(config)) as own,
            start_sandbox(self._folder / "sandbox") as town,
        ):
            session = _served_at(town.url, own)
            with self._step("returned mail is taken in"):
                self._take_in(session)
            with self._step("the nightly batch traces every account"):
                self._night(session, DEFAULT_DAY)
            with self._step("the next night collects what comes later"):
                self._night(session, DEFAULT_DAY + timedelta(days=1))
            cost = spent(session.case)
            found = read_found(session.case)
            written = written_to(session.case, installation, DEFAULT_DAY)
            score = score_of(found, installation, DEFAULT_DAY, written)
            businesses = business_score_of(found, installation, written)
            not_found = why_not_found(session.accounts(DEFAULT_DAY), found, score.not_found)
            with self._step("one account is shown, one asset report is written"):
                self._show(session, found)
            with self._step("assets are searched for every fifth account"):
                land = self._search_assets(session, found)
        scores = Scores(score, land, businesses, not_found)
        figures = self._figures(scores, cost, time.monotonic() - began)
        self._print(figures)
        return figures

    def _install(self) -> Installation:
        installation = create_demo(self._folder, on_processors(demo_settings()))
        build_town(self._folder / "sandbox", self._seed, accounts=self._accounts)
        if is_installed():
            by_files(self._folder)
        return installation

    def _take_in(self, session: Session) -> None:
        file = self._folder / "sandbox" / "intake" / "returned_mail.csv"
        mapping = guess_mapping(read_header(file)).mapping()
        asked = FileAsked(file, mapping, DEFAULT_DAY)
        with progress("intake", self._out) as begin:
            done = take_in(session.office, session.actor, asked, begin(self._accounts))
        print_taken_in(done, self._out, False)

    def _night(self, session: Session, on: date) -> None:
        with progress("nightly", self._out) as begin:
            done = run_night(session.office, session.actor, NightAsked(on), begin)
        print_summary(done.summary, tables())

    def _show(self, session: Session, found: Found) -> None:
        most_contacts, by_assets = choose_accounts(found)
        seen = TraceAsked(most_contacts, DEFAULT_DAY)
        print_trace(trace_account(session.office, session.actor, seen), False, tables())
        report = _first_report(session, by_assets)
        stem = self._folder / "asset-report"
        for path in write_report(report, stem.with_suffix(".pdf"), stem.with_suffix(".xlsx")):
            print_line(self._out, f"written {path}")

    def _search_assets(self, session: Session, found: Found) -> LandScore:
        """Asset orders for every fifth account that may have one, and where they list parcels."""
        numbers = set(asset_accounts(found, session.policy, DEFAULT_DAY)[::_EVERY])
        wanted = [entry for entry, _ in found if entry.account.number in numbers]
        with (
            open_sources(session.installation, session.case) as sources,
            progress("assets", self._out) as begin,
        ):
            run = tracer(session.installation, session.case, session.keyring, sources)
            settings = session.installation.settings.assets
            form = order_form(session.policy, settings, Scope.ASSETS, _asked(session))
            search_assets(session.installation, session.case, run, wanted, form, begin)
        found = read_found(session.case)
        printed = asset_accounts(found, session.policy, DEFAULT_DAY, among=numbers)
        return land_score_of(found, session.installation, printed, DEFAULT_DAY)

    def _figures(self, scores: Scores, cost: Decimal, seconds: float) -> Figures:
        score = scores.people
        each = cost / score.found if score.found else Decimal(0)
        return Figures(
            accounts=score.accounts,
            traceable=score.traceable,
            found=score.found,
            right_party_rate=round(score.right_party_rate, 4),
            wrong_party_share=round(score.wrong_party_share, 4),
            damaged_share=round(score.contacts.not_right_share - score.wrong_party_share, 4),
            verified_contacts=score.contacts.total,
            restrained=score.restrained + scores.businesses.restrained,
            slipped=len(score.slipped) + scores.businesses.slipped,
            found_by_part=dict(score.by_part),
            not_found=scores.not_found,
            parcels=_parcels(scores.land),
            businesses=_businesses(scores.businesses),
            cost=f"{cost:.2f}",
            cost_per_found=f"{each:.3f}",
            seconds=round(seconds, 1),
            peak_memory_mb=_peak_memory(),
            seconds_by_step={words: round(s, 1) for words, s in self._seconds.items()},
        )

    def _print(self, figures: Figures) -> None:
        out, folder = tables(), self._folder
        print_line(out, "")
        print_line(
            out,
            f"right party  {figures.right_party_rate:.1%}: {figures.found:,} of "
            f"{figures.traceable:,} debtors that some source knows",
        )
        parts = ", ".join(
            f"{right:,} of {traceable:,} {part}s"
            for part, (right, traceable) in sorted(figures.found_by_part.items())
        )
        print_line(out, f"             {parts}")
        for part, reasons in figures.not_found.items():
            told = "; ".join(f"{count:,} {words}" for words, count in reasons.items())
            print_line(out, f"             {part}s not found: {told}")
        print_line(
            out,
            f"wrong party  {figures.wrong_party_share:.2%} of "
            f"{figures.verified_contacts:,} verified addresses and phones; another "
            f"{figures.damaged_share:.2%} are the debtor's own, spoilt by a source",
        )
        print_line(
            out,
            f"law          {figures.slipped:,} of {figures.restrained:,} accounts that a "
            "bankruptcy restrains would be written to",
        )
        self._print_businesses(figures.businesses)
        parcels = figures.parcels
        print_line(
            out,
            f"land         of {parcels['held']:,} parcels that debtors have and a source knows, "
            f"{parcels['held_listed']:,} are listed as held, {parcels['held_unconfirmed']:,} as "
            f"unconfirmed, {parcels['left_out']:,} not at all",
        )
        print_line(
            out,
            f"             of {parcels['sold']:,} that they sold and a source shows, "
            f"{parcels['sold_listed']:,} are listed as held; so are {parcels['unseen']:,} whose "
            f"sale is in no source yet, and {parcels['never']:,} that never were theirs "
            f"({parcels['accounts']:,} accounts)",
        )
        print_line(
            out, f"cost         ${figures.cost}, ${figures.cost_per_found} for each debtor found"
        )
        print_line(out, f"time         {figures.seconds} s, at most {figures.peak_memory_mb:,} MB")
        print_line(out, "")
        print_line(out, f"case file    {folder}/skiptrace.db, its keys in {folder}/skiptrace.key")
        print_line(out, f"go on with   cd {folder} && skiptrace trace ACCOUNT")

    def _print_businesses(self, counts: dict[str, int]) -> None:
        out = tables()
        print_line(
            out,
            f"businesses   {_share(counts['found'], counts['traceable'])}: {counts['found']:,} of "
            f"{counts['traceable']:,} that a register lists, {counts['unconfirmed']:,} more are "
            f"shown unconfirmed; registered agent right for {counts['agents_right']:,}, wrong for "
            f"{counts['agents_wrong']:,}",
        )
        print_line(
            out,
            f"             {counts['wrong']:,} of {counts['accounts']:,} have an entry or an "
            f"address of another organisation, {counts['as_person']:,} are reported as a person",
        )

    @contextmanager
    def _step(self, words: str) -> Iterator[None]:
        print_line(self._out, f"== {words}")
        began = time.monotonic()
        yield
        self._seconds[words] = time.monotonic() - began


def _first_report(session: Session, accounts: Sequence[str]) -> AssetReport:
    """The asset report of the first account of which one may be made, by what its trace finds."""
    for number in accounts:
        with suppress(SubjectHeld):
            wanted = TraceAsked(number, DEFAULT_DAY)
            return report_assets(session.office, session.actor, wanted, _MATTER).report
    raise ConfigError("no asset report may be made of any account of this town: take another seed")


def _served_at(address: str, session: Session) -> Session:
    """The session with the town's providers at that address: they are started once."""
    settings = session.installation.settings
    town = settings.plugins["sandbox"] | {"url": address}
    settings = settings.model_copy(update={"plugins": settings.plugins | {"sandbox": town}})
    installation = replace(session.installation, settings=settings)
    office = replace(session.office, installation=installation)
    return replace(session, installation=installation, office=office)


def _asked(session: Session) -> tuple[str, date]:
    """Who asks for what the demo does, and as of which day."""
    return session.actor.signature, DEFAULT_DAY


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "0.0%"


def _businesses(score: BusinessScore) -> dict[str, int]:
    """Counts of business accounts."""
    return {
        "accounts": score.accounts,
        "traceable": score.traceable,
        "found": score.found,
        "unconfirmed": score.unconfirmed,
        "wrong": score.wrong,
        "agents_right": score.agents_right,
        "agents_wrong": score.agents_wrong,
        "as_person": score.as_person,
    }


def _parcels(land: LandScore) -> dict[str, int]:
    """Counts of parcels, by what the truth says and where the reports have them."""
    return {
        "accounts": land.accounts,
        "held": land.held,
        "held_listed": land.held_as[Listing.HELD],
        "held_unconfirmed": land.held_as[Listing.UNCONFIRMED],
        "held_as_conveyed": land.held_as[Listing.CONVEYED],
        "left_out": land.left_out,
        "sold": land.sold,
        "sold_listed": land.sold_as_held,
        "sold_conveyed": land.sold_as[Listing.CONVEYED],
        "sold_unconfirmed": land.sold_as[Listing.UNCONFIRMED],
        "unseen": land.unseen,
        "never": land.never,
    }


def _peak_memory() -> int:
    """The largest resident set of this process or of one of its children, in megabytes."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return int(max(own, children) / 1024)
