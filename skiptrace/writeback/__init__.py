"""Write-back: verified contact facts into the system of record, with receipts that undo them."""
