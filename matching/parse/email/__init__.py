"""E-mail addresses: text to parsed values."""
