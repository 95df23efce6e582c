"""The dashboard: the cluster in one half-year or year."""
