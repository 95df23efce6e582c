"""Provinces that merged provinces made within a contest's year: what they take over, and what is decided."""
