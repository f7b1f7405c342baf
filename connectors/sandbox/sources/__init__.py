"""The cards of the town's own sources."""
