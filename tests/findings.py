"""Reads what a case file holds, in a form that two runs can be compared by."""

from __future__ import annotations

from typing import Any

from connectors.sandbox.demo.found import read_found
from skiptrace.cli.session import opened
from tests.installation import Site


def findings_of(site: Site) -> list[tuple[Any, ...]]:
    """Every current finding without ids and times: what an undisturbed run must equal."""
    with opened(str(site.config)) as session:
        return sorted(
            (
                entry.account.number,
                finding.kind.value,
                finding.key,
                finding.value,
                finding.status.value,
                round(finding.probability, 12),
                finding.reason,
                tuple(
                    sorted(
                        (e.provenance.connector_id, e.provenance.record_ref)
                        for e in finding.evidence
                    )
                ),
            )
            for entry, found in read_found(session.case)
            for finding in found
        )
