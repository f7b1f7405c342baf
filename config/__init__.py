"""Owner: skiptrace. One of the five packages that the distribution installs."""

__owner__ = "skiptrace"
