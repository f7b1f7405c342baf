"""`python -m skiptrace.cli` is `skiptrace`."""

from skiptrace.cli.main import main

main()
