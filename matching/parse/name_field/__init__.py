"""Words in a name field that are no name: roles, and what names nobody."""
