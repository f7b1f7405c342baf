"""What a pair weighs: additive model, context, exclusivity, constraints."""
