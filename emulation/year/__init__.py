"""A year of the contest: its dates, its members, its menu."""
