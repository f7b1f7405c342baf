"""Subjects and records as columns of numbers, so that many pairs are compared at once."""
