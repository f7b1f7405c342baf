"""Renames a column of an answer, as a publisher does without telling anyone."""

from __future__ import annotations

import json
import re
from typing import Any

_SUFFIX = "_new"
_HEADING = re.compile(r"<th[^>]*>([^<]+)</th>")


def renamed(body: bytes, content_type: str, column: str) -> bytes:
    """The body with one column under another name; unchanged when it has no column.

    JSON rows and objects lose the key `column` (or, if '', their last one, and of a list of columns
    its last) to `column_new`; HTML tables and CSV files get another heading.
    """
    kind = content_type.partition(";")[0].strip()
    if kind == "application/json":
        return _renamed_json(body, column)
    if kind == "text/html":
        return _renamed_heading(body.decode(), column).encode()
    if kind == "text/csv":
        return _renamed_csv(body, column)
    return body


def _renamed_json(body: bytes, column: str) -> bytes:
    value = json.loads(body)
    old = column or _last_column(value)
    if not old:
        return body
    return json.dumps(_replaced(value, old), separators=(",", ":")).encode()


def _last_column(value: Any) -> str:
    if isinstance(value, list):
        return next((list(row)[-1] for row in value if isinstance(row, dict) and row), "")
    if isinstance(value, dict) and isinstance(value.get("columns"), list):
        return str(value["columns"][-1].get("fieldName", "")) if value["columns"] else ""
    if isinstance(value, dict) and isinstance(value.get("persons"), list):
        return _last_column(value["persons"])
    return next(reversed(value), "") if isinstance(value, dict) else ""


def _replaced(value: Any, old: str) -> Any:
    if isinstance(value, list):
        return [_replaced(item, old) for item in value]
    if not isinstance(value, dict):
        return value
    found = {(k + _SUFFIX if k == old else k): _replaced(v, old) for k, v in value.items()}
    if found.get("fieldName") == old:
        found["fieldName"] = old + _SUFFIX
    return found


def _renamed_heading(page: str, column: str) -> str:
    headings = _HEADING.findall(page)
    old = column or (headings[-1] if headings else "")
    return page.replace(f">{old}</th>", f">{old} (new)</th>") if old else page


def _renamed_csv(body: bytes, column: str) -> bytes:
    head, newline, rest = body.partition(b"\n")
    names = head.decode().rstrip("\r").split(",")
    old = column or names[-1]
    changed = ",".join(name + _SUFFIX if name == old else name for name in names)
    return changed.encode() + newline + rest
