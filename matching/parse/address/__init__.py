"""US addresses: text to parsed value."""
