"""How two addresses relate, by rule."""
