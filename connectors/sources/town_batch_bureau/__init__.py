"""The batch desk of the sandbox town's bureau, whose answers come later."""
