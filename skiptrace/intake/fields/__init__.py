"""One pure function a field: text in, a typed value or what was expected instead out."""
