"""Each check of an installation: words when all is well, or an error that names the fault."""
