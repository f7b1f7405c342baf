"""The sources that skiptrace ships: one folder each, with a card.toml and code only where needed."""
