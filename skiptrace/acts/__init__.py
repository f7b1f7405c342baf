"""What a user does: each act takes a request and gives a view; command line and console show it."""
