"""On which contract a vendor is asked, and how it spells the purposes of one inquiry."""

from __future__ import annotations

from dataclasses import dataclass

from config.counsel import CounselTables
from skiptrace.model.card import ConnectorCard


@dataclass(frozen=True, slots=True)
class Certification:
    """What is certified to a vendor for one inquiry.

    `purposes` are ours that the call is made on, `codes` what the vendor calls them, in their
    order; a vendor whose codes nobody wrote down has none. `contract` is empty without one.
    """

    purposes: tuple[str, ...]
    contract: str = ""
    codes: tuple[str, ...] = ()


def codes_of(law: CounselTables, card: ConnectorCard) -> dict[str, str]:
    """What the source calls our purposes: as the house's contract says, else as it publishes."""
    vendor = law.vendor_table.vendors.get(card.id)
    return dict(vendor.codes) if vendor is not None and vendor.codes else dict(card.codes)


def certified(law: CounselTables, card: ConnectorCard, purposes: frozenset[str]) -> Certification:
    """What an inquiry on these purposes certifies to the source of the card.

    A vendor that has codes of its own is certified only the purposes that it has a code for.
    """
    carried, known = sorted(purposes & card.purposes), codes_of(law, card)
    vendor = law.vendor_table.vendors.get(card.id)
    if known:
        carried = [code for code in carried if code in known]
    codes = tuple(known[code] for code in carried if code in known)
    return Certification(tuple(carried), vendor.contract if vendor else "", codes)
