"""Alembic scripts of the case file; `upgrade` runs them."""
