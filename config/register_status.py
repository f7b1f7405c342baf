"""What a register's status words mean; an unknown word is of unknown meaning."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property

from pydantic import model_validator

from config.loader import Table, shipped
from config.word_meanings import meanings, plain_word
from skiptrace.model.registration import Standing


class RegisterStatus(Table):
    """register_status.toml: the status words of registers, by what they mean."""

    words: dict[Standing, tuple[str, ...]]

    @model_validator(mode="after")
    def _one_meaning_a_word(self) -> RegisterStatus:
        meanings(self.words)
        return self

    @cached_property
    def _meanings(self) -> Mapping[str, Standing]:
        return meanings(self.words)

    def standing(self, written: str) -> Standing:
        """What a status word means, whatever its case and punctuation; else `unknown`."""
        return self._meanings.get(plain_word(written), Standing.UNKNOWN)


@cache
def shipped_register_status() -> RegisterStatus:
    """The words of config/defaults/register_status.toml."""
    return shipped("register_status.toml", RegisterStatus)
