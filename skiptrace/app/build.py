"""Builds the objects of an installation: case file, gate, tracer, jobs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from config.default_model import ORGANIZATION_MODEL
from config.loader import from_file
from config.reliability import shipped_reliability
from config.settings import OrderSettings
from config.waterfall import WaterfallFile, Waterfalls, shipped_waterfalls, waterfalls
from jobs.carried import Carried
from jobs.execution.claim import Claims
from jobs.execution.plan import Plan
from jobs.execution.run import Execution, Executor
from jobs.execution.side_by_side import BeginHelper, SideBySide
from jobs.execution.threads import fan_out
from jobs.forward import ForwardedMail
from jobs.linkage.model_files import is_measured, model_named, replaced_models, shipped_models
from jobs.nightly import Nightly
from jobs.on_demand import Earlier, OnDemand
from jobs.orders import OrderForm
from jobs.reporting import ReportWriter
from jobs.worker import LeaseTerms, Workplace
from matching.rank.candidates import Thresholds
from matching.rank.ranking import Limits
from matching.score.organization_model import load_organization_model
from matching.score.person_model import PersonModel, load_model
from skiptrace.app.fiction import numbers_of
from skiptrace.app.fleet import FLEET, handing_on
from skiptrace.app.installation import Installation, utc_now
from skiptrace.app.policy import policy_of
from skiptrace.app.sources import Sources, cards
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.key_file import read_key_file
from skiptrace.compliance.gate import Gate
from skiptrace.compliance.policy.decision import Stage
from skiptrace.compliance.policy.facts.actor import MatterFacts
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.policy import Policy
from skiptrace.model.asset import Jurisdiction
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import ConfigError, MatchingError, SubjectHeld
from skiptrace.model.kinds import ASSET_KINDS, CONTACT_KINDS, REGISTER_KINDS, FindingKind
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.ports import Settler
from skiptrace.tracing.ask import Asker, Patience
from skiptrace.tracing.checking import Checking
from skiptrace.tracing.confidence import Confidence
from skiptrace.tracing.facts import FactReader
from skiptrace.tracing.findings import FindingMaker, FindingPolicy
from skiptrace.tracing.following import Following
from skiptrace.tracing.only_of_name import OnlyOfName
from skiptrace.tracing.quote import QuoteLine, quote, quote_checks
from skiptrace.tracing.replay import Replayer
from skiptrace.tracing.resolve import Resolver
from skiptrace.tracing.restraint import Restraint
from skiptrace.tracing.screens import Screens
from skiptrace.tracing.trace import Tracer


def fingerprint(keyring: Keyring) -> Callable[[bytes], str]:
    """A keyed hash for ids: the same question always has the same id, and reveals nothing."""
    return lambda data: keyring.index("fingerprint", data.hex()).hex()


def case_file(installation: Installation) -> tuple[CaseFile, Keyring]:
    """The installation's case file, opened with its keys."""
    keyring = read_key_file(*installation.key_place)
    return open_case_file(installation.case_url, keyring), keyring


def gate(policy: Policy, case: CaseFile, keyring: Keyring) -> Gate:
    """The compliance gate, which asks that policy and signs with the case file's key."""
    return Gate(policy, utc_now, fingerprint(keyring), case.permits)


def finding_maker(installation: Installation, sources: Sources, keyring: Keyring) -> FindingMaker:
    """What turns candidates into findings, by the installation's thresholds."""
    settings = installation.settings.findings
    places = {i: card.jurisdiction for i, card in sources.cards.items()}
    lineages = {i: card.lineage for i, card in sources.cards.items()}
    return FindingMaker(
        FactReader(numbers_of(installation).phones, places),
        Confidence(shipped_reliability(), lineages),
        FindingPolicy(settings.verified, settings.fresh_years),
        fingerprint(keyring),
    )


def waterfalls_of(installation: Installation) -> Waterfalls:
    """The installation's waterfalls, or the shipped ones.

    ConfigError when a source is enabled that no tier asks, or a tier names a source that is not
    installed: it would never be asked, silently.
    """
    path = installation.settings.waterfall
    shipped = path is None
    found = (
        shipped_waterfalls()
        if path is None
        else waterfalls(from_file(installation.root / path, WaterfallFile))
    )
    asked, known = found.sources | found.checkers, cards(installation)
    where = "the shipped waterfall" if shipped else str(path)
    if unknown := sorted(asked - known.keys()):
        raise ConfigError(f"{where}: a tier names {unknown[0]}, and no such connector is installed")
    for kind, sources in found.checks.items():
        if wrong := [i for i in sources if kind not in known[i].checks]:
            raise ConfigError(f"{where}: checks.{kind.value}: {wrong[0]} checks no {kind.value}")
    if wrong := sorted(i for i in found.sources if known[i].checks):
        raise ConfigError(f"{where}: a tier names {wrong[0]}, which belongs in its checks")
    enabled = (i for i, t in installation.settings.sources.items() if t.enabled)
    idle = sorted(set(enabled) - asked)
    if idle:
        raise ConfigError(f"sources.{idle[0]}: no tier of {where} asks it")
    return found


def tracer(
    installation: Installation, case: CaseFile, keyring: Keyring, sources: Sources
) -> Tracer:
    """The tracing use case over the installation's sources."""
    matching, policy = installation.settings.matching, policy_of(installation)
    resolver = Resolver(
        model_of(installation),
        Limits(Thresholds(matching.accept, matching.review), matching.population),
        finding_maker(installation, sources, keyring),
        policy,
        Screens({i: card.lineage for i, card in sources.cards.items()}, matching.accept),
        rolls_of(sources.cards),
        frozenset(i for i, c in sources.cards.items() if FindingKind.REAL_PROPERTY in c.yields),
        OnlyOfName(registers_of(sources.cards)),
    )
    workers = installation.settings.workers
    patience = Patience(workers.patience, workers.late, time.sleep)
    how = (fan_out, utc_now, patience, restraint(installation, case, keyring, sources))
    asker = Asker(case, gate(policy, case, keyring), sources.connectors, *how)
    cards = sources.cards.values()
    by_trade_name = any(card.by_trade_name and not card.cost.is_paid for card in cards)
    following = Following(asker.gate.fingerprint, utc_now, by_trade_name)
    note = desk(policy, sources.cards, frozenset(sources.connectors)).note_writer()
    own = (resolver, checking(installation, case, keyring, sources))
    return Tracer(case, asker, *own, waterfalls_of(installation), following, note, utc_now)


def checking(
    installation: Installation, case: CaseFile, keyring: Keyring, sources: Sources
) -> Checking:
    """What checks contact points at the installation's sources that name nobody."""
    return Checking(
        case,
        gate(policy_of(installation), case, keyring),
        sources.checkers,
        waterfalls_of(installation).checks,
        utc_now,
        restraint(installation, case, keyring, sources),
        numbers_of(installation).phones,
    )


def replayer(
    installation: Installation, case: CaseFile, keyring: Keyring, sources: Sources
) -> Replayer:
    """What derives the findings of ended orders anew."""
    run = tracer(installation, case, keyring, sources)
    return Replayer(
        case,
        policy_of(installation),
        fingerprint(keyring),
        sources.connectors,
        run.resolver,
        run.following,
        run.waterfalls.of,
        _known_model,
        (load_organization_model(ORGANIZATION_MODEL),),
    )


def _known_model(model_id: str) -> PersonModel | None:
    """The shipped model of that id; None for one that is not here, or of a former format."""
    try:
        return load_model(model_id)
    except MatchingError:
        return None


def restraint(
    installation: Installation, case: CaseFile, keyring: Keyring, sources: Sources
) -> Restraint:
    """What holds the installation's sources back for all its workers."""
    keyed = fingerprint(keyring)
    marks = {i: keyed(f"installed {mark}".encode())[:16] for i, mark in sources.marks.items()}
    tables = installation.settings.sources.items()
    budgets = {i: table.day_budget for i, table in tables if table.day_budget is not None}
    return Restraint(case, utc_now, marks, budgets)


def rolls_of(cards: Mapping[str, ConnectorCard]) -> Mapping[str, Jurisdiction]:
    """The sources that list every parcel of their place, with that place."""
    return {
        i: Jurisdiction.read(card.jurisdiction)
        for i, card in cards.items()
        if FindingKind.REAL_PROPERTY in card.lists_all
    }


def registers_of(cards: Mapping[str, ConnectorCard]) -> Mapping[str, str]:
    """The sources that list every business of a state, with that state."""
    return {
        i: card.jurisdiction
        for i, card in cards.items()
        if FindingKind.REGISTRATION in card.lists_all
    }


def model_of(installation: Installation) -> PersonModel:
    """The model that traces go by: a shipped one by its name, or a `.json` beside the settings.

    Raises ConfigError when the file is not there, says that it is a shipped model, or is one that
    was never measured; MatchingError when it is no model.
    """
    name = installation.settings.matching.model
    if not name.endswith(".json"):
        return load_model(name)
    path = installation.root / name
    if not path.is_file():
        raise ConfigError(f"matching.model: there is no file {name}")
    model = model_named(str(path))
    if model.id in (*shipped_models(), *replaced_models()):
        raise ConfigError(f"matching.model: {name} has the id of a shipped model, {model.id}")
    if not is_measured(model):
        raise ConfigError(
            f"matching.model: {name} was learned without labels and never measured, so nobody "
            "knows how its probabilities hold: train it with --truth or --outcomes"
        )
    return model


def desk(
    policy: Policy, cards: Mapping[str, ConnectorCard], enabled: frozenset[str] | None = None
) -> ReportWriter:
    """What the reports need besides the case; a source that is not enabled is no gap of theirs."""
    return ReportWriter(cards, policy, utc_now, enabled)


def desk_of(installation: Installation, policy: Policy) -> ReportWriter:
    """What the reports of an installation need besides the case."""
    tables = installation.settings.sources.items()
    return desk(policy, cards(installation), frozenset(i for i, t in tables if t.enabled))


def order_form(
    policy: Policy, settings: OrderSettings, scope: Scope, asked: tuple[str, date], matter: str = ""
) -> OrderForm:
    """What every order of one command shares, `asked` by whom (a signature) and as of which day.

    ConfigError when its ground is no known purpose.
    """
    if unknown := sorted(set(settings.purposes) - policy.law.purposes.keys()):
        raise ConfigError(f"purposes: no purpose has the code {unknown[0]}")
    return OrderForm(
        scope=scope,
        purposes=frozenset(settings.purposes),
        budget=settings.budget,
        requester=asked[0],
        as_of=asked[1],
        matter=matter,
    )


def nightly(
    installation: Installation,
    case: CaseFile,
    run: Tracer,
    asked: tuple[str, date],
    helper: BeginHelper | None = None,
) -> Nightly:
    """The nightly batch, `asked` by whom (a signature) and as of which day.

    `helper` begins a process that helps, where the settings have several work side by side.
    """
    settings = installation.settings.nightly
    policy = policy_of(installation)
    form = order_form(policy, settings, Scope.LOCATE, asked)
    plan = Plan(case, form, policy.law.holds.closing, utc_now)
    askable = frozenset(
        i for i, c in run.asker.connectors.items() if isinstance(c, Settler) and c.can_settle
    )
    if settings.executor == FLEET:
        work: Executor = handing_on(installation, case, run, asked[1])
    else:
        work = processes_of(installation, case, run, helper)
    return Nightly(workplace(installation, case), plan, work, askable)


def processes_of(
    installation: Installation, case: CaseFile, run: Tracer, helper: BeginHelper | None
) -> Executor:
    """What works off waiting orders in as many processes of this machine as the settings say."""
    own, processes = execution_of(installation, case, run), installation.settings.nightly.processes
    if processes == 1 or helper is None:
        return own
    return SideBySide(own, workplace(installation, case), processes, helper)


def execution_of(installation: Installation, case: CaseFile, run: Tracer) -> Execution:
    """What works off waiting orders in chunks."""
    return Execution(Claims(case, _carried(case), installation.settings.nightly.chunk), run)


def workplace(installation: Installation, case: CaseFile) -> Workplace:
    """Where the installation's workers work."""
    workers = installation.settings.workers
    terms = LeaseTerms(timedelta(seconds=workers.lease), timedelta(seconds=workers.late))
    return Workplace(case, installation.root / "workers", utc_now, terms)


def earlier(installation: Installation, case: CaseFile) -> Earlier:
    """What the case file holds already of an account."""
    return Earlier(case, installation.settings.trace.reuse_days)


def on_demand(installation: Installation, case: CaseFile, run: Tracer) -> OnDemand:
    """The trace or asset search of one account."""
    place = workplace(installation, case)
    return OnDemand(earlier(installation, case), run, _carried(case), place)


def _carried(case: CaseFile) -> Carried:
    return Carried(case, ForwardedMail(case, utc_now))


def refuse_if_held(policy: Policy, entry: AccountEntry, as_of: date, matter: str) -> None:
    """Raise SubjectHeld when a hold or the status forbids an asset report of the matter today."""
    facts = replace(_facts(entry, Scope.ASSETS), as_of=as_of, matter=MatterFacts(matter))
    said = policy.evaluate(Stage.REPORT, facts)
    if not said.allows:
        raise SubjectHeld(f"no asset report: {said}")


def refuse_if_withheld(policy: Policy, entry: AccountEntry, kinds: frozenset[FindingKind]) -> None:
    """Raise SubjectHeld when the policy keeps findings of these kinds back today."""
    if words := withheld(policy, entry, kinds):
        raise SubjectHeld(words)


def withheld(policy: Policy, entry: AccountEntry, kinds: frozenset[FindingKind]) -> str:
    """Why the policy keeps findings of any of these kinds back today; empty when it does not."""
    for scope, those in _REPORTED.items():
        said = policy.evaluate(Stage.REPORT, _facts(entry, scope))
        if kinds & those and not said.allows:
            return f"withheld by rule {said}"
    return ""


def _facts(entry: AccountEntry, scope: Scope) -> Facts:
    holds = tuple(entry.holds)
    today = utc_now().date()
    return Facts(today, entry.account, holds, entry.subject, entry.role, scope=scope)


_REPORTED = {Scope.LOCATE: CONTACT_KINDS, Scope.ASSETS: ASSET_KINDS | REGISTER_KINDS}


def quote_of(orders: Sequence[TraceOrder], run: Tracer) -> list[QuoteLine]:
    """What a run over these orders would ask and could cost."""
    lines = quote(orders, run.waterfalls, run.asker.connectors, run.asker.gate)
    return [*lines, *quote_checks(orders, run.checking)]
