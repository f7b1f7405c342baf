"""Owner: skiptrace. Finds debtors who cannot be reached and says how sure it is."""

__owner__ = "skiptrace"
__version__ = "0.1.0"
