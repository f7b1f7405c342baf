"""Rules of the table that no evaluation of an account decides, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping

OUT_OF_SCOPE: Mapping[str, str] = {
    "R38": "16 CFR 314.4: safeguards of the whole house (MFA, tests, vendors), not of an account",
    "R39": "16 CFR 314.4(j): a breach is reported by people within 30 days of discovery",
    "R66": "SOC 2, NIST 800-53 and CSF 2.0: a map of controls, told by evidence and not by facts",
}
"""By rule id, why it is not here."""
