"""Rules of law and policy, each one testable statement with its source and effective dates."""
