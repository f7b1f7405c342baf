"""Training of matching models: from labels, from recorded outcomes, or without either."""
