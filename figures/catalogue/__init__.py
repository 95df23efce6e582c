"""The catalogue: every indicator is a row."""
