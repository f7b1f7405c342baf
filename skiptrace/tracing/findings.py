"""Turns candidates into findings: one a fact, with all its evidence, a status and the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from matching.compare.parcel import ParcelVerdict, compare_parcels
from matching.in_words import sentence
from skiptrace.model.asset import ParcelRef
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import CONTACT_KINDS, REGISTER_KINDS, FindingKind
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.order import TraceOrder
from skiptrace.model.succession import is_another
from skiptrace.model.title import Title
from skiptrace.tracing.burdens import Burdens, FactKey
from skiptrace.tracing.confidence import Confidence, is_outdated, latest, years_before
from skiptrace.tracing.contested import contested, words_for
from skiptrace.tracing.facts import Fact, FactReader
from skiptrace.tracing.kin_of_name import WORDS as KIN_OF_NAME
from skiptrace.tracing.kin_of_name import has_kin_of_name, is_by_name_alone
from skiptrace.tracing.land import Land, LandKnown, is_sale, status_of
from skiptrace.tracing.recorded import parcel_words
from skiptrace.tracing.spellings import StoredAddress, by_delivery_point
from skiptrace.tracing.why import too_unsure

_OF_SUCCESSOR = "it is that one's: a person says whether it answers for the debt"
_COMPARED_BY_DATE = frozenset({FindingKind.ADDRESS})


@dataclass(frozen=True, slots=True)
class FindingPolicy:
    """When a finding is verified: least probability, and the greatest age of a contact in years."""

    verified: float
    fresh_years: int


def _nothing(fact: Fact) -> str:
    """Nothing is known that a fact could be another spelling of."""
    return ""


@dataclass(frozen=True, slots=True)
class Background:
    """What is known besides the candidates: facts known bad, and whether contact is restrained.

    `known_bad` and `confirmed` map (kind, key) to who said so; `restrained` is a hold's reason,
    or empty. A person's word outranks the score, and a restraint outranks both. An address is
    known by its place too: `placed_bad` and `placed_confirmed` say who said so of the same delivery
    point in another spelling, `doubtful` why a fact may be a known-bad one, each an empty string
    for nothing. `quarantined` and `placed_quarantined` say the same of what a person keeps from
    every use. `stored` are the addresses that the case file has; keys that are `apart` are joined
    with no other spelling. `land` is what is known of parcels.
    """

    known_bad: Mapping[tuple[FindingKind, str], str]
    restrained: str = ""
    doubtful: Callable[[Fact], str] = _nothing
    confirmed: Mapping[tuple[FindingKind, str], str] = field(default_factory=dict)
    land: LandKnown = field(default_factory=LandKnown)
    placed_bad: Callable[[Fact], str] = _nothing
    placed_confirmed: Callable[[Fact], str] = _nothing
    quarantined: Mapping[tuple[FindingKind, str], str] = field(default_factory=dict)
    placed_quarantined: Callable[[Fact], str] = _nothing
    stored: Sequence[StoredAddress] = ()
    apart: frozenset[str] = frozenset()

    def bad(self, key_of: FactKey, facts: Sequence[Fact]) -> str:
        """Who said of any spelling of the finding that it is bad, or an empty string."""
        return _said(self.known_bad, key_of, facts, self.placed_bad)

    def confirmation(self, key_of: FactKey, facts: Sequence[Fact]) -> str:
        """Who confirmed any spelling of the finding, or an empty string."""
        return _said(self.confirmed, key_of, facts, self.placed_confirmed)

    def quarantine(self, key_of: FactKey, facts: Sequence[Fact]) -> str:
        """Who keeps any spelling of the finding in quarantine, or an empty string."""
        return _said(self.quarantined, key_of, facts, self.placed_quarantined)


def _said(
    by_key: Mapping[FactKey, str],
    key_of: FactKey,
    facts: Sequence[Fact],
    by_place: Callable[[Fact], str],
) -> str:
    keys = dict.fromkeys((key_of, *((fact.kind, fact.key) for fact in facts)))
    words = (by_key[key] for key in keys if key in by_key)
    return next(words, "") or next(filter(None, map(by_place, facts)), "")


@dataclass(frozen=True, slots=True)
class FindingMaker:
    """Joins the facts of all candidates that may be the subject into findings.

    `fingerprint` is a keyed hash (hexadecimal), so that a finding's id reveals nothing of it.
    """

    reader: FactReader
    confidence: Confidence
    policy: FindingPolicy
    fingerprint: Callable[[bytes], str]

    def findings(
        self, order: TraceOrder, candidates: Iterable[Candidate], background: Background
    ) -> tuple[Finding, ...]:
        """Every finding of the order, best first, in an order that never depends on chance.

        What is of another organisation, into which the debtor merged, comes last.
        """
        candidates = tuple(candidates)
        of_namesakes = contested(candidates, self.reader)
        has_kin = has_kin_of_name(order.subject.names, candidates)
        land = Land(order, self.reader.documents, background.land)
        grouped = self._grouped(candidates, land, background)
        newest = {kind: self._newest(grouped, kind) for kind in _COMPARED_BY_DATE}
        burdens = Burdens.of(grouped)
        made = []
        for key_of, facts in grouped.items():
            if key_of in burdens.spent:
                continue
            telling = _telling(facts)
            words = background.bad(key_of, facts), background.confirmation(key_of, facts)
            decided = self._status(order, telling, words, background)
            is_confirmed = bool(words[1])
            if decided[0] is FindingStatus.VERIFIED and not is_confirmed:
                doubt = _outdated(telling, newest.get(key_of[0])) or words_for(
                    facts, of_namesakes, self.confidence.independent
                )
                doubt = doubt or (KIN_OF_NAME if has_kin and is_by_name_alone(telling) else "")
                decided = (FindingStatus.CANDIDATE, doubt) if doubt else decided
            held, title = land.title(key_of[1]) if telling[0].parcel else (None, None)
            later = status_of(held, decided) if held else burdens.status(key_of, decided)
            if later[0] is FindingStatus.FORMER or not is_confirmed:
                decided = later
            kept = background.quarantine(key_of, facts)
            if kept and decided[0] is not FindingStatus.REJECTED:
                decided = FindingStatus.QUARANTINED, kept
            probability = self.confidence.probability(telling)
            behind = [*facts, *burdens.evidence.get(key_of, ())]
            telling = [replace(fact, key=key_of[1]) for fact in telling]
            finding = self._finding(order, telling, behind, (*decided, probability))
            made.append(replace(finding, title=title, value=_titled(finding, title)))
        return tuple(sorted(made, key=_merit))

    def _grouped(
        self, candidates: Iterable[Candidate], land: Land, background: Background
    ) -> Mapping[FactKey, list[Fact]]:
        """The facts that may be the subject's, by kind and key; `land` hears of all the others.

        Spellings of one delivery point are one, and so are the records of one parcel.
        """
        grouped: dict[FactKey, list[Fact]] = defaultdict(list)
        addresses: list[Fact] = []
        parcels: list[Fact] = []
        for candidate in candidates:
            if candidate.decision is Decision.REJECT:
                land.note_rejected(candidate, self.reader.facts)
                continue
            for fact in self.reader.facts(candidate):
                if self.confidence.share(fact) <= 0:
                    continue
                if fact.kind is FindingKind.ADDRESS:
                    addresses.append(fact)
                elif fact.parcel is not None:
                    parcels.append(fact)
                else:
                    grouped[fact.kind, fact.key].append(fact)
        land.note_businesses(grouped.values())
        parcels += self._pledged(grouped.values(), parcels)
        for key, facts in land.join(parcels).items():
            grouped[FindingKind.REAL_PROPERTY, key] = list(facts)
        return {**grouped, **by_delivery_point(addresses, background.stored, background.apart)}

    def _pledged(self, groups: Iterable[Sequence[Fact]], parcels: Sequence[Fact]) -> Iterator[Fact]:
        """The parcels that only mortgages given by the subject tell of."""
        found = (self.reader.pledged(fact) for facts in groups for fact in facts)
        refs = [fact.parcel for fact in parcels if fact.parcel is not None]
        for fact in found:
            if fact is not None and fact.parcel and not _is_among(fact.parcel, refs):
                yield fact

    def _newest(
        self, grouped: Mapping[tuple[FindingKind, str], list[Fact]], kind: FindingKind
    ) -> Sequence[Fact]:
        """The facts of that kind from records accepted as the subject's, to compare dates with."""
        return [
            fact
            for (fact_kind, _), facts in grouped.items()
            if fact_kind is kind
            for fact in facts
            if fact.candidate.decision is Decision.ACCEPT
        ]

    def _status(
        self,
        order: TraceOrder,
        facts: Sequence[Fact],
        told: tuple[str, str],
        background: Background,
    ) -> tuple[FindingStatus, str]:
        """The status and its reason; `told` says who calls the fact bad, and who confirmed it."""
        bad, confirmed = told
        is_contact = facts[0].kind in CONTACT_KINDS
        if bad:
            return FindingStatus.REJECTED, bad
        if is_contact and facts[0].unusable:
            return FindingStatus.REJECTED, facts[0].unusable
        if is_contact and background.restrained:
            return FindingStatus.QUARANTINED, background.restrained
        if confirmed:
            return FindingStatus.VERIFIED, confirmed
        probability = self.confidence.probability(facts)
        if probability < self.policy.verified:
            count = self.confidence.independent(facts)
            return FindingStatus.CANDIDATE, too_unsure(facts, self.policy.verified, count)
        if all(fact.candidate.decision is not Decision.ACCEPT for fact in facts):
            words = "no record behind it is accepted as the subject's"
            return FindingStatus.CANDIDATE, "; ".join(filter(None, (sentence(_best(facts)), words)))
        if is_contact and all(fact.caveat for fact in facts):
            return FindingStatus.CANDIDATE, facts[0].caveat
        if all(fact.only for fact in facts):
            return FindingStatus.CANDIDATE, facts[0].only
        if facts[0].kind not in REGISTER_KINDS and all(is_another(fact.steps) for fact in facts):
            return FindingStatus.CANDIDATE, f"{_steps_in_words(facts)}; {_OF_SUCCESSOR}"
        doubts = [words for fact in facts if (words := background.doubtful(fact))]
        if doubts:
            return FindingStatus.CANDIDATE, doubts[0]
        if is_contact:
            return self._freshness(order.as_of, facts)
        return FindingStatus.VERIFIED, self._sources(facts)

    def _freshness(self, as_of: date, facts: Sequence[Fact]) -> tuple[FindingStatus, str]:
        seen = latest(facts)
        if seen is None:
            if self.confidence.independent(facts) >= 2:
                return FindingStatus.VERIFIED, f"{self._sources(facts)}, undated"
            return FindingStatus.CANDIDATE, "undated and from one source only"
        age = years_before(seen, as_of)
        if age > self.policy.fresh_years:
            words = f"last seen {seen}, more than {self.policy.fresh_years} years ago"
            return FindingStatus.CANDIDATE, words
        return FindingStatus.VERIFIED, f"{self._sources(facts)}, last seen {seen}"

    def _sources(self, facts: Sequence[Fact]) -> str:
        count = self.confidence.independent(facts)
        words = f"{count} independent source{'s' if count > 1 else ''}"
        parts = (sentence(_best(facts)), words, _steps_in_words(facts))
        return "; ".join(filter(None, parts))

    def _finding(
        self,
        order: TraceOrder,
        telling: Sequence[Fact],
        behind: Sequence[Fact],
        decided: tuple[FindingStatus, str, float],
    ) -> Finding:
        kind, key = telling[0].kind, telling[0].key
        best = max(telling, key=lambda f: (f.candidate.probability, f.value))
        return Finding(
            id=self._identifier("finding", order.id, kind, key),
            order_id=order.id,
            account_id=order.account.id,
            subject_id=order.subject.id,
            kind=kind,
            key=key,
            value=best.value,
            probability=decided[2],
            status=decided[0],
            reason=decided[1],
            evidence=tuple(
                _evidence(fact, self._identifier("evidence", order.id, kind, key, n))
                for n, fact in enumerate(_ordered(behind))
            ),
        )

    def _identifier(self, noun: str, *parts: object) -> str:
        text = "\x1f".join(str(part) for part in parts)
        return f"{noun}_{self.fingerprint(text.encode())[:20]}"


def _merit(finding: Finding) -> tuple[bool, float, FindingKind, str]:
    is_of_another = all(is_another(row.provenance.followed) for row in finding.evidence)
    return is_of_another, -finding.probability, finding.kind, finding.key


def _is_among(ref: ParcelRef, others: Iterable[ParcelRef]) -> bool:
    """Whether a parcel is, or may be, one of these."""
    verdicts = (compare_parcels(ref, other).verdict for other in others)
    return any(verdict is not ParcelVerdict.DIFFERENT for verdict in verdicts)


def _titled(finding: Finding, title: Title | None) -> str:
    """What the finding shows: of a parcel, all that the records say together of which it is."""
    return parcel_words(title.ref) if title and title.ref.number else finding.value


def _steps_in_words(facts: Sequence[Fact]) -> str:
    """How the name was reached by which all the facts were found; empty for the subject's own."""
    if not all(fact.steps for fact in facts):
        return ""
    return "; ".join(step.in_words for step in facts[0].steps)


def _best(facts: Sequence[Fact]) -> Candidate:
    return max((fact.candidate for fact in facts), key=lambda c: c.probability)


def _telling(facts: Sequence[Fact]) -> Sequence[Fact]:
    """The facts that say what a finding is and how sure it is.

    Beside accepted records one for review is evidence, no support, and beside what gave a parcel to
    the subject a deed away is none either.
    """
    accepted = [fact for fact in facts if fact.candidate.decision is Decision.ACCEPT]
    mine = accepted or facts
    return [fact for fact in mine if not is_sale(fact)] or mine


def _ordered(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(
        facts,
        key=lambda f: (-f.candidate.probability, f.candidate.record.source, f.candidate.record.ref),
    )


def _outdated(facts: Sequence[Fact], of_kind: Sequence[Fact] | None) -> str:
    seen, newest = latest(facts), latest(of_kind or ())
    if seen is None or newest is None or not is_outdated(seen, newest):
        return ""
    return f"last seen {seen}; another address was seen as late as {newest}"


def _evidence(fact: Fact, evidence_id: str) -> Evidence:
    record = fact.candidate.record
    return Evidence(
        id=evidence_id,
        kind=fact.kind,
        value=fact.value,
        original=fact.original,
        provenance=record.provenance,
        probability=fact.candidate.probability,
        candidate_id="",
        role=fact.role,
        first_seen=fact.first_seen,
        last_seen=fact.last_seen,
        detail=fact.detail,
        asset=fact.asset,
        registration=fact.registration,
    )
