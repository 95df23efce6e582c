"""The criteria of a year, which form a tree."""
