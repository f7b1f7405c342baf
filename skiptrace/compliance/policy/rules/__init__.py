"""The rules, by what they are about; each is a small pure function with its source and dates."""
