"""Organisations compared: names and numbers as columns, and which levels agree more than which."""
