"""The mortgages on parcels and the releases that take them off: satisfied, or not clear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.compare.organization.relate import compare_organizations
from matching.compare.parcel import ParcelVerdict, compare_parcels
from skiptrace.model.asset import Mortgage, Release
from skiptrace.model.finding import FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.tracing.facts import Fact

FactKey = tuple[FindingKind, str]


@dataclass(frozen=True, slots=True)
class Burdens:
    """The mortgages among the facts of an order, and the releases that take them off."""

    released: Mapping[FactKey, tuple[FindingStatus, str]]
    evidence: Mapping[FactKey, Sequence[Fact]]
    spent: frozenset[FactKey]

    @classmethod
    def of(cls, grouped: Mapping[FactKey, Sequence[Fact]]) -> Burdens:
        """Which mortgages are released, by which facts, and which releases are thereby told."""
        mortgages = {key: _mortgage(facts) for key, facts in grouped.items()}
        burdens = {key: one for key, one in mortgages.items() if one is not None}
        released: dict[FactKey, tuple[FindingStatus, str]] = {}
        evidence: dict[FactKey, list[Fact]] = defaultdict(list)
        spent: set[FactKey] = set()
        for key, facts in grouped.items():
            release = facts[0].asset
            if not isinstance(release, Release):
                continue
            meant = [k for k, mortgage in burdens.items() if _may_release(release, mortgage)]
            named = [k for k in meant if _names(release, burdens[k])]
            for one in named or meant:
                is_sure = len(named or meant) == 1 and _is_whole(release, burdens[one])
                if is_sure or one not in released:
                    released[one] = _verdict(release, is_sure)
                evidence[one] += facts
                spent.add(key)
        return cls(released, evidence, frozenset(spent))

    def status(self, key: FactKey, decided: tuple[FindingStatus, str]) -> tuple[FindingStatus, str]:
        """The status of a burden's finding: one that was released is of former times."""
        is_verified = decided[0] is FindingStatus.VERIFIED
        return self.released[key] if is_verified and key in self.released else decided


def _mortgage(facts: Sequence[Fact]) -> Mortgage | None:
    """The burden that the facts are about; none where they are about the parcel that bears it."""
    asset = facts[0].asset
    return asset if isinstance(asset, Mortgage) and facts[0].parcel is None else None


def _may_release(release: Release, mortgage: Mortgage) -> bool:
    """Whether a release can be of that mortgage: same parcel, not recorded before it."""
    if compare_parcels(release.ref, mortgage.ref).verdict is not ParcelVerdict.SAME:
        return False
    a, b = mortgage.recorded, release.recorded
    return a is None or b is None or b.latest() >= a.earliest()


def _names(release: Release, mortgage: Mortgage) -> bool:
    return release.refers_to is not None and release.refers_to == mortgage.number


def _is_whole(release: Release, mortgage: Mortgage) -> bool:
    """Whether the release surely takes the mortgage off: whole, dated, by its own lender."""
    if release.is_partial or release.recorded is None or mortgage.recorded is None:
        return False
    if _names(release, mortgage):
        return True
    lenders = release.lender, mortgage.lender
    return all(lenders) and compare_organizations(*lenders).is_same


def _verdict(release: Release, is_sure: bool) -> tuple[FindingStatus, str]:
    number = release.number or "not given"
    on = f"recorded on {release.recorded}" if release.recorded else "without a date"
    if is_sure:
        return FindingStatus.FORMER, f"satisfied: a release {on}, document {number}"
    words = f"it may be satisfied, wholly or in part: a release {on}, document {number}"
    return FindingStatus.CANDIDATE, words
