"""Bulk registers: a file loaded once into DuckDB and joined set-wise with a chunk of inquiries."""
