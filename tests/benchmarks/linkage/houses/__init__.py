"""Generated houses and families, whose members and successors nearly are each other."""
