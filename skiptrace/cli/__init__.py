"""The command line: parses, calls, prints; one module a command."""
