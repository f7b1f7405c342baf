"""What each provider serves: its own incomplete, late and misspelt copy of the town."""
