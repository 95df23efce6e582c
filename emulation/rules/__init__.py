"""The criteria of a year as a whole: copied, locked, tried out."""
