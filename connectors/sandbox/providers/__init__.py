"""The providers of the synthetic town: what its connectors ask, over loopback HTTP."""
