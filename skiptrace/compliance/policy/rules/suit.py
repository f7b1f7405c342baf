"""Rules about suits and pre-suit reports: time, venue, service, bankruptcy, liens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.facts.debt import ClaimKind
from skiptrace.compliance.policy.facts.suit import Service
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.limitation import expires
from skiptrace.compliance.policy.rule import Asked, Rule, Said
from skiptrace.model.subject import EntityKind

_B, _H, _F = Severity.BLOCK, Severity.HOLD, Severity.FLAG


def only_in_time(asked: Asked) -> Iterator[Said]:
    """No suit upon a claim whose time has run; one whose time nobody can compute is held.

    A proof of claim in bankruptcy is excepted.
    """
    suit, debt, day = asked.facts.suit, asked.facts.debt, asked.facts.day
    if suit is None or suit.is_proof_of_claim:
        return
    claim = ClaimKind.JUDGMENT if asked.is_held("JUDGMENT") else debt.claim
    periods = asked.law.limitation.states.get(suit.state, {})
    period = periods.get(claim.value) if claim is not None else None
    ends = expires(debt, period, day) if period is not None else None
    if ends is None:
        yield Said(_H, "whether the limitation period has run cannot be computed")
    elif ends <= day:
        yield Said(_B, f"the limitation period ran out on {ends}")
    else:
        yield Said(_F, f"the limitation period runs out on {ends}", due=ends)


def only_at_home(asked: Asked) -> Iterator[Said]:
    """A suit is brought where the consumer lives at filing, or where the contract was signed.

    Of several residences one whose county is unknown may lie in another county than the others. A
    business is no consumer.
    """
    suit = asked.facts.suit
    if suit is None or suit.contract_place.strip() or _is_business(asked):
        return
    places = {(r.state, r.county) for r in suit.residences}
    is_open = len(suit.residences) > 1 and any(not county for _, county in places)
    if len(places) > 1 or is_open:
        yield Said(_H, "residences conflict: venue is open")
    elif not places:
        yield Said(_H, "no residence and no place of the contract is known")
    elif not any(r.on is not None and r.sources > 0 for r in suit.residences):
        yield Said(_H, "the residence has no day or no source")


def knows_who_serves(asked: Asked) -> Iterator[Said]:
    """A default affidavit rests on a certificate of its own day; not found is never not serving.

    Nobody serves of a business.
    """
    suit, day = asked.facts.suit, asked.facts.day
    if suit is None or _is_business(asked):
        return
    oldest = day - timedelta(days=asked.law.settings.days.military_report)
    if suit.certificate is None or suit.certificate > day:
        yield Said(_B if suit.affidavit else _H, "no certificate of military service is on file")
    elif suit.affidavit and suit.certificate != day:
        yield Said(_B, f"the certificate of {suit.certificate} is not of the affidavit's day")
    elif suit.certificate < oldest:
        yield Said(_H, f"the certificate of {suit.certificate} is too old")
    if suit.service in (Service.INCONCLUSIVE, None):
        yield Said(_F, "unable to determine whether the defendant is in military service")


def stays_for_who_serves(asked: Asked) -> Iterator[Said]:
    """Whoever is on active duty is not sued, executed upon, or repossessed from without a court."""
    suit = asked.facts.suit
    if suit is not None and suit.service is Service.ON_DUTY:
        yield Said(_H, "the defendant is on active duty")


def looks_for_bankruptcy_first(asked: Asked) -> Iterator[Said]:
    """A suit rests on a docket screen that is young enough; an unknown one holds."""
    suit, day = asked.facts.suit, asked.facts.day
    if suit is None:
        return
    oldest = day - timedelta(days=asked.law.settings.days.bankruptcy_report)
    checked = suit.bankruptcy_checked
    if checked is None or checked < oldest or checked > day:
        yield Said(_H, "no docket screen is young enough")


def only_the_lien(asked: Asked) -> Iterator[Said]:
    """Where a lien alone is enforced it is known, and its holder knows of the discharge."""
    suit, debt = asked.facts.suit, asked.facts.debt
    if suit is None or suit.lien_only is Truth.NO:
        return
    if suit.lien_only is Truth.UNKNOWN or debt.lien is not Truth.YES:
        yield Said(_H, "no enforceable lien is known")


def _is_business(asked: Asked) -> bool:
    subject = asked.facts.subject
    return subject is not None and subject.kind is EntityKind.ORGANIZATION


_SUIT = frozenset({Stage.SUIT})
_SCRA = date(2003, 12, 19)
RULES = (
    Rule("R18", "debts past their limitation", "12 CFR 1006.26(b)", _SUIT, _B, only_in_time),
    Rule("R20", "venue", "12 CFR 1006.30(d); 15 USC 1692i", _SUIT, _H, only_at_home),
    Rule(
        "R46", "default affidavits", "50 USC 3931(b)", _SUIT, _B, knows_who_serves, effective=_SCRA
    ),
    Rule(
        "R47",
        "those who serve",
        "50 USC 3919, 3934, 3936, 3937, 3952",
        _SUIT,
        _H,
        stays_for_who_serves,
        effective=_SCRA,
    ),
    Rule(
        "D-SCREEN",
        "a docket screen before a suit",
        "design: an unknown or old status holds",
        _SUIT,
        _H,
        looks_for_bankruptcy_first,
    ),
    Rule("R19", "only a lien is left", "12 CFR 1006.30(b)", _SUIT, _H, only_the_lien),
)
