"""What a card says in words of what is not found: absent or unknown, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.card import load_card
from skiptrace.model.errors import ConfigError

CARD = Path(__file__).parents[3] / "connectors/sources/or_active_businesses/card.toml"


@pytest.mark.parametrize(
    ("line", "no_match"),
    [('no_match = "absent"', "absent"), ("", "unknown")],
    ids=["said", "unsaid"],
)
def test_absence_is_unknown_unless_the_card_says_otherwise(
    line: str, no_match: str, tmp_path: Path
) -> None:
    text = CARD.read_text(encoding="utf-8").replace('no_match = "unknown"', line)
    (tmp_path / "card.toml").write_text(text, encoding="utf-8")
    loaded = load_card(tmp_path / "card.toml")
    assert (loaded.no_match, loaded.coverage) == (no_match, "Active businesses alone")


def test_another_word_for_absence_is_refused(tmp_path: Path) -> None:
    text = CARD.read_text(encoding="utf-8").replace('"unknown"', '"maybe"')
    (tmp_path / "card.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="no_match"):
        load_card(tmp_path / "card.toml")
