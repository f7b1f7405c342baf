"""What leaves of an inquiry: its values, filled into the templates of a card, always escaped."""
