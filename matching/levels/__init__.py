"""Comparison levels of many pairs at once: an array of level numbers per comparison."""
