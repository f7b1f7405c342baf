"""What no weight may outvote: named rules that hold a pair's probability down."""
