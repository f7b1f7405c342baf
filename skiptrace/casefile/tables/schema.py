"""Every table of the case file, gathered so that `metadata` is whole."""

from __future__ import annotations

from skiptrace.casefile.tables import (
    accounts,
    audit,
    base,
    checks,
    disposals,
    findings,
    orders,
    owner_keys,
    people,
    runs,
    schedule,
    sent_files,
    sources,
    tallies,
    users,
)

metadata = base.metadata
TABLE_MODULES = (
    accounts, audit, base, checks, disposals, findings, orders, owner_keys, people, runs, schedule,
    sent_files, sources, tallies, users,
)  # fmt: skip
