"""Writes exported events: one JSON line each, or CSV with a column for each thing told."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from typing import Any

from skiptrace.model.actor import signed_id
from skiptrace.model.spreadsheet import guarded
from skiptrace.reports.terminal import print_json, standard_output

COLUMNS = (
    "number", "at", "act", "user", "name", "account", "order", "connector", "purposes", "rule",
    "rule_version", "law", "fields", "text", "hash",
)  # fmt: skip
"""The columns; purposes and names of fields are joined by `; `."""


def write_lines(events: Iterable[Mapping[str, Any]]) -> None:
    """One JSON object a line, from which anybody can check the chain."""
    for event in events:
        print_json(json.dumps(event, default=str, sort_keys=True))


def write_csv(events: Iterable[Mapping[str, Any]]) -> None:
    """The events as CSV; a cell that a spreadsheet would calculate is guarded."""
    with standard_output() as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(COLUMNS)
        for event in events:
            rows.writerow(map(guarded, _cells(event)))


def _cells(event: Mapping[str, Any]) -> tuple[str, ...]:
    user = signed_id(event["actor"])
    name = event["actor"].removeprefix(user).strip()
    where = (event["account_id"], event["order_id"], event["connector_id"])
    rule = (event["rule"], str(event.get("version", "")), event.get("law", ""))
    return (
        *(str(event["seq"]), event["at"], event["kind"], user, name, *where),
        *("; ".join(event["purposes"]), *rule, "; ".join(event["fields"])),
        *(event["text"], event["hash"]),
    )
