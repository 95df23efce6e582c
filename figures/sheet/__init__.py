"""A province's half-year as one sheet: rows, what stood before, what was found, what a return asks."""
