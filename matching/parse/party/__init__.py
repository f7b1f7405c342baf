"""A name field: the people, estates, trusts and organisations in it."""
