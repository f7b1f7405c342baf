"""What registers' status words mean; a word that nobody knows is neither active nor ended."""

from __future__ import annotations

import pytest

from config.loader import parsed
from config.register_status import RegisterStatus, shipped_register_status
from skiptrace.model.errors import ConfigError
from skiptrace.model.registration import Standing
from tests.tables import each

S = Standing


@each(
    ("word", "standing"),
    [
        ("active", S.ACTIVE),
        ("Good Standing", S.ACTIVE),
        ("Exists", S.ACTIVE),
        ("Delinquent", S.IMPAIRED),
        ("Noncompliant", S.IMPAIRED),
        ("inactive", S.INACTIVE),
        ("INACTIVE", S.INACTIVE),
        ("Administratively Dissolved", S.INACTIVE),
        ("Dissolved (Term Expired)", S.INACTIVE),
        ("Revoked", S.INACTIVE),
        ("Withdrawn", S.INACTIVE),
        ("Merged", S.INACTIVE),
        ("not active", S.UNKNOWN),
        ("Pending", S.UNKNOWN),
        ("", S.UNKNOWN),
    ],
)
def test_what_a_word_means(word: str, standing: Standing) -> None:
    assert shipped_register_status().standing(word) is standing


def test_a_word_has_one_meaning() -> None:
    text = '[words]\nactive = ["Good Standing"]\ninactive = ["GOOD-STANDING"]\n'
    with pytest.raises(ConfigError, match="'good standing' stands twice"):
        parsed(text, "own.toml", RegisterStatus)


def test_every_standing_but_the_unknown_has_words() -> None:
    assert set(shipped_register_status().words) == set(S) - {S.UNKNOWN}
