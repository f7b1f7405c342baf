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


def certified(law: CounselTables, card: ConnectorCard, purposes: frozenset[str]) -> Certification:
    """What an inquiry on these purposes certifies to the source of the card.

    A vendor that has codes of its own is certified only the purposes that it has a code for.
    """
    carried = sorted(purposes & card.purposes)
    vendor = law.vendor_table.vendors.get(card.id)
    if vendor is None:
        return Certification(tuple(carried))
    if vendor.codes:
        carried = [code for code in carried if code in vendor.codes]
    codes = tuple(vendor.codes[code] for code in carried if code in vendor.codes)
    return Certification(tuple(carried), vendor.contract, codes)
