"""Builds the intake of an installation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from jobs.take_in import TakeIn
from jobs.take_in_acs import TakeInAcs
from skiptrace.app.fiction import numbers_of
from skiptrace.app.installation import Installation, utc_now
from skiptrace.app.policy import counsel_of
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.crypto import Keyring
from skiptrace.intake.returned_mail import shipped_return_codes
from skiptrace.intake.settings import IntakeSettings
from skiptrace.model.subject import Subject


def take_in_of(
    installation: Installation, case: CaseFile, keyring: Keyring, today: date, dry_run: bool
) -> TakeIn:
    """The intake; a dry run has no case file to write to."""

    def known(subjects: Sequence[Subject]) -> Mapping[str, Subject]:
        with case.read() as tx:
            return case.accounts.known_otherwise(tx, subjects)

    settings = IntakeSettings(
        today=today,
        identify=lambda text: keyring.identifier("in", text),
        numbers=numbers_of(installation),
        received=utc_now().date(),
        known=known,
        holds=counsel_of(installation).holds,
    )
    return TakeIn(None if dry_run else case, settings)


def take_in_acs_of(case: CaseFile) -> TakeInAcs:
    """The intake of ACS files."""
    return TakeInAcs(case, shipped_return_codes())
