"""One finding a parcel: what rolls and recorders say of one parcel is joined under one key.

A key of the case file stays: a finding that is stored goes on under the key it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.compare.parcel import ParcelVerdict, compare_parcels, parcel_groups, same_number
from skiptrace.model.asset import Deed, Parcel, ParcelRef
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.tracing.facts import Fact


@dataclass(frozen=True, slots=True, repr=False)
class StoredParcel:
    """A parcel that a standing finding of the subject has in the case file, and who told of it."""

    key: str
    ref: ParcelRef
    sources: frozenset[str]


def stored_parcels(findings: Iterable[Finding]) -> tuple[StoredParcel, ...]:
    """The parcels of a subject's findings, as its trace knows them."""
    return tuple(
        StoredParcel(
            finding.key,
            ref,
            frozenset(row.provenance.connector_id for row in finding.evidence),
        )
        for finding in findings
        if finding.kind is FindingKind.REAL_PROPERTY
        and finding.status is not FindingStatus.SUPERSEDED
        and (ref := _ref_of(finding)) is not None
    )


def _ref_of(finding: Finding) -> ParcelRef | None:
    """The parcel of a finding; one that was stored before titles were has it in its evidence."""
    if finding.title is not None:
        return finding.title.ref
    refs = (e.asset.ref for e in finding.evidence if isinstance(e.asset, Parcel | Deed))
    return next(refs, None)


def by_parcel(facts: Sequence[Fact], stored: Sequence[StoredParcel]) -> Mapping[str, list[Fact]]:
    """The facts of parcels by the key of their finding, whatever the order they came in."""
    refs = [fact.parcel or ParcelRef(None) for fact in facts]
    groups: dict[int, list[Fact]] = defaultdict(list)
    for number, fact in zip(parcel_groups(refs), facts, strict=True):
        groups[number].append(fact)
    named = [(_known_key(group, stored), _least(group), group) for group in groups.values()]
    found: dict[str, list[Fact]] = {}
    for known, least, group in sorted(named, key=lambda one: (not one[0], one[0], one[1])):
        key = _free(known or least[0], group, found)
        found[key] = group
    return found


def _least(group: Sequence[Fact]) -> tuple[str, str]:
    return min((fact.key, fact.candidate.record.ref) for fact in group)


def _known_key(group: Sequence[Fact], stored: Sequence[StoredParcel]) -> str:
    return min((one.key for one in stored if any(_is(fact, one) for fact in group)), default="")


def _is(fact: Fact, stored: StoredParcel) -> bool:
    """Whether a fact is of a stored parcel: by the one decision, or by one source's number."""
    ref = fact.parcel
    if ref is None:
        return False
    verdict = compare_parcels(ref, stored.ref).verdict
    if verdict is not ParcelVerdict.UNCERTAIN:
        return verdict is ParcelVerdict.SAME
    source = fact.candidate.record.provenance.connector_id
    mine, theirs = ref.number or "", stored.ref.number or ""
    return bool(mine and theirs) and source in stored.sources and same_number(mine, theirs)


def _free(key: str, group: Sequence[Fact], taken: Mapping[str, object]) -> str:
    """The key, with what tells the parcel apart where another parcel has it already."""
    if key not in taken:
        return key
    refs = [fact.parcel for fact in group if fact.parcel is not None]
    told = min((r.county or r.address or "" for r in refs), default="") or _least(group)[1]
    apart, number = f"{key}|{told}", 2
    while apart in taken:
        apart, number = f"{key}|{told}|{number}", number + 1
    return apart
