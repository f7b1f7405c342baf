"""Links two batches: the passes, the pairs, what survives."""
