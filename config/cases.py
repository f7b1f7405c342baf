"""Cases of the law that counsel keeps beside the tables: facts in words, and what must be said."""

from __future__ import annotations

from datetime import date
from typing import Literal

from config.compliance import CounselTable
from config.loader import Table


class LawCase(Table):
    """Facts of an account at a stage on a day, and the decisive rule with its severity.

    `rule` empty means that nothing restrains. `holds` are codes that stand open on the account.
    """

    name: str
    stage: Literal["intake", "call", "write-back", "report", "contact", "retention", "suit"]
    on: date
    status: str = "open"
    holds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    scope: Literal["locate", "assets"] = "locate"
    role: Literal["primary", "co_obligor", "guarantor", "non_obligor"] = "primary"
    purposes: tuple[str, ...] = ("PUB",)
    rule: str = ""
    severity: Literal["", "hold", "legal", "block"] = ""


class LawCases(CounselTable):
    """cases.toml."""

    cases: tuple[LawCase, ...]
