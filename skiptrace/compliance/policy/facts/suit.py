"""What a suit or a pre-suit report rests on; None is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skiptrace.compliance.policy.facts.truth import Truth


class Service(StrEnum):
    """What a certificate of military service says; inconclusive is not no."""

    ON_DUTY = "on_duty"
    NOT_ON_DUTY = "not_on_duty"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Residence:
    """A place of residence with the day it is known for and how many sources say so."""

    state: str
    county: str = ""
    on: date | None = None
    sources: int = 0


@dataclass(frozen=True, slots=True)
class SuitFacts:
    """A suit, a default affidavit, or a pre-suit report.

    `residences` are where the consumer may live at filing, `contract_place` where the contract was
    signed. `certificate` is the day of the certificate of service and `service` what it says.
    `bankruptcy_checked` is the day of the last docket screen. `affidavit` says that a default
    affidavit is asked about. `lien_only` that only the lien is enforced.
    """

    state: str = ""
    residences: tuple[Residence, ...] = ()
    contract_place: str = ""
    certificate: date | None = None
    service: Service | None = None
    bankruptcy_checked: date | None = None
    affidavit: bool = False
    lien_only: Truth = Truth.NO
    is_proof_of_claim: bool = False
