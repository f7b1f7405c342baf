"""One folder a source: card.toml, and code only where a card cannot say it."""
