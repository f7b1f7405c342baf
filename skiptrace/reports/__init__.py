"""Reports: what a trace found, for a collector, a lawyer, a supervisor and the case itself."""
