"""People's names: text to parsed parts."""
