"""From a creditor's returned-mail file to typed accounts and subjects, and rejects with reasons."""
