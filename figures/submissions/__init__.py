"""A province's half-year: its state, its cells, its steps, and who may read and write it."""
