"""Evidence as it was stored before assets had types: its terms are read again by the one reader."""

from __future__ import annotations

from dataclasses import replace

from matching.parse.asset.read import read_asset
from matching.parse.asset.recorded import is_document
from skiptrace.model.asset import Jurisdiction
from skiptrace.model.evidence import Evidence
from skiptrace.model.kinds import ASSET_KINDS, FindingKind
from skiptrace.model.record import Indicator


def with_asset(evidence: Evidence, key: str) -> Evidence:
    """The same evidence with the asset that its terms tell of; as it is where it has one.

    `key` is that of its finding, which names the place whose numbering the reference follows.
    """
    if evidence.asset is not None or evidence.kind not in ASSET_KINDS:
        return evidence
    said = Indicator(
        evidence.kind, evidence.value, evidence.original, evidence.first_seen, evidence.detail
    )
    return replace(evidence, detail={}, asset=read_asset(_as_recorded(said), _place(key)))


def _place(key: str) -> Jurisdiction:
    """The place in a key such as `lien:document:US-FL:d1`; unknown where it names a source."""
    parts = key.split(":")
    return Jurisdiction.read(parts[-2] if len(parts) > 2 else "")


def _as_recorded(said: Indicator) -> Indicator:
    """A mortgage or a release was stored as a lien, with its parcel among the terms."""
    if "parcel" in said.detail and is_document(said.detail):
        return replace(said, kind=FindingKind.REAL_PROPERTY, reference=said.detail["parcel"])
    return said
