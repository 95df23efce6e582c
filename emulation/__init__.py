"""The contest of a year: its parts, each in one folder."""
