"""A generated population of businesses, and files of them that are to be linked."""
