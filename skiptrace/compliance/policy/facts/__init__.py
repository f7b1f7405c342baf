"""The facts that the law is asked about: typed, frozen, and unknown where nobody said."""
