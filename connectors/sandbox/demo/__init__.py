"""The demo: the whole way on the town, in one command. It may use everything; nothing uses it."""
