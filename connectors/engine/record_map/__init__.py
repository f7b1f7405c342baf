"""The one dialect in which a card says what the columns of a row mean, and its readers."""
