"""Targets: what a system of record can be to us; each applies a batch whole or not at all."""
