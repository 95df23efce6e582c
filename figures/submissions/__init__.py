"""A province's half-year: its state, cells and steps, and who may read and write it."""
