"""What the law allows: one evaluation of typed facts at a stage, by dated rules."""
