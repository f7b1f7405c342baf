"""Candidate pairs: blocking keys, and the pairs that share one."""
