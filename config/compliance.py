"""The tables of the gate: what each hold restrains, and the purpose vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from config.loader import Table, shipped

Effect = Literal["ok", "hold", "block", "legal"]


class HoldEffect(Table):
    """What one status restrains in each scope, by which rule, in words for a person."""

    rule: str
    trace: Effect
    assets: Effect
    contact: Effect
    words: str


class HoldTable(Table):
    """holds.toml: hold codes and the creditor's status words."""

    codes: dict[str, HoldEffect]
    statuses: dict[str, HoldEffect]


class PurposeTable(Table):
    """purposes.toml: each purpose code with its law and meaning."""

    purposes: dict[str, str]


def shipped_holds() -> HoldTable:
    """The holds of config/defaults/holds.toml."""
    return shipped("holds.toml", HoldTable)


def shipped_purposes() -> Mapping[str, str]:
    """The purpose codes of config/defaults/purposes.toml."""
    return shipped("purposes.toml", PurposeTable).purposes
