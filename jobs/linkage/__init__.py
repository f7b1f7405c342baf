"""Files in, files out: link, normalize, compare, model."""
