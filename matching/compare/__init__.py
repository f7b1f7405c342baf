"""Comparisons: one pure function each, from two normalised values to a named level."""
