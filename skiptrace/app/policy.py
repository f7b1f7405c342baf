"""Builds the policy of an installation: every rule, under the tables of its counsel."""

from __future__ import annotations

from config.counsel import CounselTables, counsel_tables
from skiptrace.app.installation import Installation, utc_now
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.register import RULES


def counsel_of(installation: Installation) -> CounselTables:
    """Counsel's tables: those of the settings' folder, the shipped ones in the place of the rest.

    Raises ConfigError naming file and key when one cannot be read or nobody signed it off.
    """
    folder = installation.settings.policy
    path = None if folder is None else installation.root / folder
    return counsel_tables(path, utc_now().date())


def policy_of(installation: Installation) -> Policy:
    """The law as this installation's counsel has it; ConfigError as `counsel_of`."""
    return Policy(RULES, counsel_of(installation))
