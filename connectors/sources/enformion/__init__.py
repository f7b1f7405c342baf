"""EnformionGO Person Search: a paid bureau, asked once an inquiry."""
