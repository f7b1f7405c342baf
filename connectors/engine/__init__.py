"""The one engine of sources: each piece of knowledge about a source has one room here."""
