"""The register of rules in their order: of equally strict reasons the first rule's decides."""

from __future__ import annotations

from dataclasses import replace

from skiptrace.compliance.policy.rule import Rule
from skiptrace.compliance.policy.rules import (
    actor,
    contact,
    intake,
    others,
    payload,
    purchase,
    purpose,
    report,
    retention,
    screens,
    standing,
    subject,
    suit,
)

RULES: tuple[Rule, ...] = (
    *standing.RULES,
    *subject.RULES,
    *actor.RULES,
    *screens.RULES,
    *purpose.RULES,
    *(replace(rule, of_source=True) for rule in (*payload.RULES, *purchase.RULES)),
    *contact.RULES,
    *intake.RULES,
    *others.RULES,
    *report.RULES,
    *suit.RULES,
    *retention.RULES,
    *subject.FITNESS,
)
