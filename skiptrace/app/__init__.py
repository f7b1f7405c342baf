"""The composition root: the only reader of settings, the only builder of objects."""
