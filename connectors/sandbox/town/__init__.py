"""The synthetic county: its people over ten years, and what each provider says of them."""
