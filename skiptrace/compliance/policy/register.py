"""The register of rules in their order: of equally strict reasons the first rule's decides."""

from __future__ import annotations

from skiptrace.compliance.policy.rule import Rule
from skiptrace.compliance.policy.rules import payload, purpose, standing, subject

RULES: tuple[Rule, ...] = (
    *standing.RULES,
    *subject.RULES,
    *purpose.RULES,
    *payload.RULES,
    *subject.FITNESS,
)
