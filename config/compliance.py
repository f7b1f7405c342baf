"""The tables of the policy that words stand in: what each hold restrains, and the purposes."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import Literal

from pydantic import Field

from config.loader import Table

Effect = Literal["ok", "flag", "hold", "block", "legal"]
Column = Literal["trace", "assets", "contact"]
Binds = Literal["person", "review", "debt"]
Restrains = Literal["account", "obligor", "co_debtors"]


class SignedOff(Table):
    """Who of counsel approved a table, and on which day."""

    by: str = Field(pattern=r"\w")
    on: date


class CounselTable(Table):
    """A table that counsel owns; a shipped one is signed off by nobody."""

    signed: SignedOff | None = None


class HoldEffect(Table):
    """What one status restrains in each scope, by which rule, in words for a person."""

    rule: str
    trace: Effect
    assets: Effect
    contact: Effect
    words: str

    def column(self, name: Column) -> Effect:
        """What it restrains in one column of the table."""
        effect: Effect = getattr(self, name)
        return effect

    def lets(self, name: Column) -> bool:
        """Whether it restrains nothing there; a flag travels and restrains nothing."""
        return self.column(name) in ("ok", "flag")


class CodeEffect(HoldEffect):
    """What a hold code restrains; `binds` says how far it follows the person to other accounts.

    `restrains` says whom of several obligors it restrains where it is known which one it is about:
    the whole account, that obligor, or in a debt that is not commercial any individual who owes
    with that one (11 USC 1201, 1301).
    `parties` are those who may be reached in the debtor's place; `purposes` those for which the
    debtor may be located all the same; `lien` is what is left of `assets` where nothing but an
    enforceable lien is asked about, and its holder knows that personal liability has ended.
    """

    binds: Binds
    restrains: Restrains = "account"
    parties: tuple[Literal["attorney", "estate", "guardian"], ...] = ()
    purposes: tuple[str, ...] = ()
    lien: Effect | None = None


class HoldTable(CounselTable):
    """holds.toml: hold codes and the creditor's status words."""

    codes: dict[str, CodeEffect]
    statuses: dict[str, HoldEffect]

    @property
    def closing(self) -> frozenset[str]:
        """The creditor's status words that end an account: nobody is traced for it."""
        return frozenset(w for w, effect in self.statuses.items() if effect.trace == "block")

    def effect(self, code: str) -> CodeEffect | None:
        """What a code restrains; one that ends in `*` stands for all that begin so."""
        found = self.codes.get(code)
        if found is None:
            open_ended = (c for c in self.codes if c.endswith("*") and code.startswith(c[:-1]))
            found = self.codes.get(next(open_ended, ""))
        return found

    def code(self, written: str) -> str:
        """The table's spelling of a code, whatever its capitals; empty when it knows none."""
        folded = written.strip().casefold()
        whole = next((code for code in self.codes if code.casefold() == folded), "")
        upper = written.strip().upper()
        return whole or (upper if self.effect(upper) is not None else "")

    def nearest(self, written: str) -> list[str]:
        """Codes of the table that a misspelt one may mean, the nearest first; at most three."""
        known = {code.casefold(): code for code in self.codes}
        near = get_close_matches(written.strip().casefold(), known, n=3, cutoff=0.5)
        return [known[word] for word in near]


class PurposeTable(CounselTable):
    """purposes.toml: each purpose code with its law and meaning."""

    purposes: dict[str, str]
