"""The totals that a conference published for a half-year."""
