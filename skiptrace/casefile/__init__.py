"""The case file: everything known of accounts, orders, calls, findings and decisions."""
