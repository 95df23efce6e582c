"""Who reports: the cluster and its provinces, accounts, and the register of organisations."""
