"""The sources that skiptrace ships: a folder each, with a card.toml, and code if one needs it."""
