"""The tables of the case file; `schema` gathers them."""
