"""The tables of the gate: what each hold restrains, and the purpose vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Literal

from config.loader import Table, shipped

Effect = Literal["ok", "hold", "block", "legal"]
Binds = Literal["person", "review", "debt"]


class HoldEffect(Table):
    """What one status restrains in each scope, by which rule, in words for a person."""

    rule: str
    trace: Effect
    assets: Effect
    contact: Effect
    words: str


class CodeEffect(HoldEffect):
    """What a hold code restrains; `binds` says how far it follows the person to other accounts."""

    binds: Binds


class HoldTable(Table):
    """holds.toml: hold codes and the creditor's status words."""

    codes: dict[str, CodeEffect]
    statuses: dict[str, HoldEffect]

    @property
    def closing(self) -> frozenset[str]:
        """The creditor's status words that end an account: nobody is traced for it."""
        return frozenset(w for w, effect in self.statuses.items() if effect.trace == "block")

    def code(self, written: str) -> str:
        """The table's spelling of a code, whatever its capitals; empty when it knows none."""
        folded = written.strip().casefold()
        return next((code for code in self.codes if code.casefold() == folded), "")

    def nearest(self, written: str) -> list[str]:
        """Codes of the table that a misspelt one may mean, the nearest first; at most three."""
        known = {code.casefold(): code for code in self.codes}
        near = get_close_matches(written.strip().casefold(), known, n=3, cutoff=0.5)
        return [known[word] for word in near]


class PurposeTable(Table):
    """purposes.toml: each purpose code with its law and meaning."""

    purposes: dict[str, str]


def shipped_holds() -> HoldTable:
    """The holds of config/defaults/holds.toml."""
    return shipped("holds.toml", HoldTable)


def shipped_purposes() -> Mapping[str, str]:
    """The purpose codes of config/defaults/purposes.toml."""
    return shipped("purposes.toml", PurposeTable).purposes
