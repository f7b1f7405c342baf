"""Ranks the records of searches: candidates of a subject, likeliest first."""
