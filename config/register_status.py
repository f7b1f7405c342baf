"""What a register's status words mean; an unknown word is of unknown meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property

from pydantic import model_validator

from config.loader import Table, shipped
from skiptrace.model.registration import Standing

_NO_WORD = re.compile(r"[^a-z0-9]+")


class RegisterStatus(Table):
    """register_status.toml: the status words of registers, by what they mean."""

    words: dict[Standing, tuple[str, ...]]

    @model_validator(mode="after")
    def _one_meaning_a_word(self) -> RegisterStatus:
        words = [_plain(word) for known in self.words.values() for word in known]
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            raise ValueError(f"words: {twice[0]!r} stands twice")
        return self

    @cached_property
    def _meanings(self) -> Mapping[str, Standing]:
        return {_plain(word): kind for kind, known in self.words.items() for word in known}

    def standing(self, written: str) -> Standing:
        """What a status word means, whatever its case and punctuation; else `unknown`."""
        return self._meanings.get(_plain(written), Standing.UNKNOWN)


def _plain(word: str) -> str:
    return _NO_WORD.sub(" ", word.casefold()).strip()


@cache
def shipped_register_status() -> RegisterStatus:
    """The words of config/defaults/register_status.toml."""
    return shipped("register_status.toml", RegisterStatus)
