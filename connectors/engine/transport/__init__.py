"""How bytes travel: over HTTP, once or repeated, under one watch, and what a reply's head means."""
