"""A synthetic town and the loopback providers that serve it."""
