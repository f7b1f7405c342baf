"""When work begins by itself: the calendar, the times that are due, and who does them."""
