"""Rules about keeping and disposing: evidence stays, data go, a legal hold wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.facts.data import Act, DatumFacts, Tag
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.rule import Asked, Rule, Said
from skiptrace.model.account import Hold

_B, _H, _F = Severity.BLOCK, Severity.HOLD, Severity.FLAG
_BY_STATUTE = frozenset({Tag.FCRA, Tag.GLBA, Tag.DPPA})


KEEPING = frozenset({"LEGAL-HOLD", "LITIG-ACTIVE"})
"""The hold codes under which everything on the account is kept."""


def legal_hold(holds: Iterable[Hold], day: date) -> Truth:
    """Whether an open hold keeps everything on the account itself."""
    is_kept = any(h.code in KEEPING and h.is_open(day) for h in holds)
    return Truth.YES if is_kept else Truth.NO


def legal_hold_wins(asked: Asked) -> Iterator[Said]:
    """Nothing is disposed of under a legal hold, nor while nobody knows whether there is one."""
    datum = asked.facts.datum
    if datum is None or datum.act is not Act.DISPOSE:
        return
    if datum.legal_hold is Truth.YES:
        yield Said(_B, "a legal hold keeps it")
    elif datum.legal_hold is Truth.UNKNOWN:
        yield Said(_H, "whether a legal hold keeps it is unknown")


def disposes_in_time(asked: Asked) -> Iterator[Said]:
    """Customer data are disposed of two years after their last use, unless they are needed."""
    datum, day = asked.facts.datum, asked.facts.day
    if datum is None or datum.legal_hold is Truth.YES or datum.evidence is Truth.YES:
        return
    if datum.act is Act.USE and datum.used is not None:
        ends = _in_years(datum.used, asked.law.settings.years.disposal)
        if ends <= day:
            yield Said(_B, f"it was to be disposed of by {ends}")
        else:
            yield Said(_F, f"it is disposed of by {ends}", due=ends)


def keeps_evidence(asked: Asked) -> Iterator[Said]:
    """Evidence of compliance is kept three years after the last collection activity."""
    datum, day = asked.facts.datum, asked.facts.day
    if datum is None or datum.act is not Act.DISPOSE or datum.evidence is Truth.NO:
        return
    if datum.evidence is Truth.UNKNOWN:
        yield Said(_H, "whether it is evidence of compliance is unknown")
    elif datum.active is None:
        yield Said(_H, "the day of the last collection activity is unknown")
    else:
        until = _in_years(datum.active, asked.law.settings.years.evidence)
        if day < until:
            yield Said(_B, f"evidence of compliance is kept until {until}")


def keeps_sanctions(asked: Asked) -> Iterator[Said]:
    """What tells of a sanctions match is kept ten years."""
    datum, day = asked.facts.datum, asked.facts.day
    if datum is None or datum.act is not Act.DISPOSE or datum.field != "sanctions":
        return
    if datum.used is None:
        yield Said(_H, "the day of the sanctions report is unknown")
    else:
        until = _in_years(datum.used, asked.law.settings.years.sanctions)
        if day < until:
            yield Said(_B, f"records of sanctions are kept until {until}")


def logs_redisclosure(asked: Asked) -> Iterator[Said]:
    """A vehicle record goes to nobody unlogged, and its log is kept five years."""
    datum, day = asked.facts.datum, asked.facts.day
    if datum is None or datum.tag is not Tag.DPPA:
        return
    if datum.act is Act.SHARE and (not datum.recipient.strip() or datum.logged is not Truth.YES):
        yield Said(_B, "who receives a vehicle record, and why, is logged first")
    if datum.act is Act.DISPOSE and datum.recipient.strip() and datum.used is not None:
        until = _in_years(datum.used, asked.law.settings.years.redisclosure)
        if day < until:
            yield Said(_B, f"the log of a redisclosure is kept until {until}")


def answers_consumers_by_datum(asked: Asked) -> Iterator[Said]:
    """A consumer's request reaches what no statute exempts, datum by datum where the act says so.

    Elsewhere a financial institution is exempt as a firm.
    """
    datum, law = asked.facts.datum, asked.law.settings
    if datum is None or datum.act is not Act.CONSUMER_REQUEST:
        return
    if datum.tag is None:
        yield Said(_H, "by which statute the datum came in is unknown")
    elif datum.tag in _BY_STATUTE:
        yield Said(_B, f"the datum is exempt: {datum.tag.value.upper()}")
    elif _is_exempt_as_firm(datum, law.data_level, asked.facts.day):
        yield Said(_F, "the state's act exempts the firm; to answer is the house's choice")
    else:
        yield Said(_F, "the request reaches this datum")


def answers_the_platform(asked: Asked) -> Iterator[Said]:
    """Who sells data answers California's deletion platform every 45 days."""
    datum, switches = asked.facts.datum, asked.law.settings.switches
    if datum is None or datum.platform_request is None or datum.we_sell_data is Truth.NO:
        return
    if asked.facts.day >= switches.platform_from:
        due = datum.platform_request + timedelta(days=switches.platform_days)
        severity = _H if datum.we_sell_data is Truth.UNKNOWN else _F
        yield Said(severity, "the deletion platform's request is carried out", due=due)


def _is_exempt_as_firm(datum: DatumFacts, states: dict[str, date], day: date) -> bool:
    first = states.get(datum.residence)
    return bool(datum.residence) and (first is None or day < first)


def _in_years(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)


_KEEP = frozenset({Stage.RETENTION})
RULES = (
    Rule("R41", "evidence is kept", "12 CFR 1006.100(a)-(b)", _KEEP, _B, keeps_evidence),
    Rule(
        "R40",
        "data are disposed of",
        "16 CFR 314.4(c)(6)(i), 682.3; 15 USC 1681w",
        _KEEP,
        _B,
        disposes_in_time,
    ),
    Rule("R61", "records of sanctions", "31 CFR 501.601", _KEEP, _B, keeps_sanctions),
    Rule("D-HOLD", "a legal hold wins", "16 CFR 314.4(c)(6)(i)", _KEEP, _B, legal_hold_wins),
    Rule(
        "R45",
        "redisclosure of vehicle records",
        "18 USC 2721(c), 2724",
        frozenset({Stage.RETENTION, Stage.WRITE_BACK, Stage.REPORT}),
        _B,
        logs_redisclosure,
    ),
    Rule(
        "R60",
        "requests of consumers",
        "Cal. Civ. 1798.145(d)-(e); acts of CT, MN, MT, OR",
        _KEEP,
        _B,
        answers_consumers_by_datum,
    ),
    Rule(
        "R60",
        "the deletion platform",
        "Cal. Civ. 1798.99.80-.89",
        _KEEP,
        _H,
        answers_the_platform,
        jurisdictions=frozenset({"CA"}),
    ),
)
