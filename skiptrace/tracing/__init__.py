"""The use case of tracing: plan the waterfall, ask, match, resolve, decide, store."""
