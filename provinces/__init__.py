"""Who reports: clusters and provinces, accounts, and the register of organisations."""
