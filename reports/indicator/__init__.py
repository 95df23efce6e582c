"""One indicator: its number over time, and the provinces' cells behind it."""
