"""How two organisations' names relate, by rule."""
