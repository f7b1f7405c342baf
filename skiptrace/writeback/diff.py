"""A write-back plan as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from skiptrace.writeback.contacts import WriteBackPlan


def plan_json(plan: WriteBackPlan) -> str:
    """The plan as one line of JSON with sorted keys and a final newline."""
    text = json.dumps(asdict(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n"
