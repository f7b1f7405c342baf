"""How two people's names relate, by rule."""
