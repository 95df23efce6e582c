"""A province's own page."""
